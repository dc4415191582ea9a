"""
what: divides by the later amount
points: 2 of 5
loses: test_2
hint: compared with the wrong
    amount
"""
def growth(before, after):
    return (after - before) / after
