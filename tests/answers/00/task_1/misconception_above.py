"""
what: gives the share above the mean
points: 2 of 5
loses: test_1, test_2
hint: share above the mean
"""
def share_below_mean(table):
    known = table["deposits"].dropna()
    return (known > known.mean()).mean()
