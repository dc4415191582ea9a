"""
what: growth in percent where a fraction is asked
points: 0 of 5
loses: test_1, test_2
hint: a fraction, not a percentage
"""
def growth(before, after):
    return 100 * (after - before) / before
