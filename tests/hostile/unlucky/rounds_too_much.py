"""
what: rounds to two digits
points: 16 of 19
says: the change is compared with the wrong amount
"""
def growth(before, after):
    return round((after - before) / before, 2)
