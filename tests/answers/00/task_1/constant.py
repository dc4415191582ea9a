"""
what: types in the share of the lesson
points: 0 of 5
loses: test_1, test_2, test_3
"""
def share_below_mean(table):
    return 0.8357
