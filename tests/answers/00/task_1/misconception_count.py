"""
what: gives the number of customers, not their share
points: 0 of 5
loses: test_1, test_2, test_3
hint: divide the count
"""
def share_below_mean(table):
    known = table["deposits"].dropna()
    return int((known < known.mean()).sum())
