"""
what: compares with the median
points: 2 of 5
loses: test_1, test_2
hint: share below the median
"""
def share_below_mean(table):
    known = table["deposits"].dropna()
    return (known < known.median()).mean()
