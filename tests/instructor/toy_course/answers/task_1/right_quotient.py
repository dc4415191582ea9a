"""
what: quotient less one, with exact fractions
points: 5 of 5
"""
from fractions import Fraction


def growth(before, after):
    return Fraction(after, before) - 1
