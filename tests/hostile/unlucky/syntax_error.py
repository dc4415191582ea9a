"""
what: a bracket is missing
points: 14 of 19
says: growth
"""
def growth(before, after):
    return ((after - before) / before
