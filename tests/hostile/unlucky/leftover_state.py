"""
what: works only in the notebook where another cell had been run before
points: 14 of 19
says: NameError
"""
def growth(before, after):
    return (after - first_amount) / first_amount
