"""
what: counts who has exactly the mean
points: 3 of 5
loses: test_3
hint: equal is not below
"""
def share_below_mean(table):
    known = table["deposits"].dropna()
    return (known <= known.mean()).mean()
