"""
what: functions and columns with names of the student's own choice, capitals, another signature
points: 8 of 19
"""


def Growth(before, after):
    return (after - before) / before


# %% task_3
Exposure = loans.groupby("customer", as_index=False)["amount"].sum()
exposure = Exposure.rename(columns={"amount": "Amount"})


# %% task_4
class Portfolio(list):
    def weighted(self):
        return sum(self)
