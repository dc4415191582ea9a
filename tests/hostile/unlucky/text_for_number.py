"""
what: numbers as text with a percent sign
points: 14 of 19
says: 'str' and 'int'
"""
def growth(before, after):
    return f"{(after - before) / before:.2%}"
