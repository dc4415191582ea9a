"""
what: functions that keep counts in globals and change what the notebook holds
points: 19 of 19
"""
calls = 0
memory = {}


def growth(before, after):
    global calls
    calls += 1
    if (before, after) not in memory:
        memory[before, after] = (after - before) / before
    return memory[before, after]
# %% task_3
loans["share"] = loans["amount"] / loans["amount"].sum()
exposure = loans.groupby("customer", as_index=False).sum()
