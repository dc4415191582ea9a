"""
what: the answer of the tiny table
points: 1 of 12
loses: test_2, test_3, test_4
"""


def lendable(pieces, haircuts, coverage):
    return 60.0
