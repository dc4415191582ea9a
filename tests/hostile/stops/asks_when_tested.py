"""
what: the function itself asks for input when it is tested
points: 14 of 19
says: your code raised
"""
def growth(before, after):
    return float(input(f"growth from {before} to {after}? "))
