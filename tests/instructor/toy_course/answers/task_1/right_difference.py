"""
what: change over the earlier amount
points: 5 of 5
"""
def growth(before, after):
    return (after - before) / before
