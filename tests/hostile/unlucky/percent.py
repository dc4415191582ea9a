"""
what: growth in percent
points: 14 of 19
says: growth
"""
def growth(before, after):
    return 100 * (after - before) / before
