"""
what: a percentage where a fraction is asked for
points: 0 of 5
loses: test_1, test_2, test_3
hint: fraction from 0 to 1
"""
def share_below_mean(table):
    known = table["deposits"].dropna()
    return 100 * (known < known.mean()).mean()
