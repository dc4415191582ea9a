"""
what: repeats the last month
points: 0 of 11
loses: test_1, test_2, test_3
hint: found
"""
def still_to_come(counts, months):
    return counts.sort_values("month")["new_users"].iloc[-1] * months
