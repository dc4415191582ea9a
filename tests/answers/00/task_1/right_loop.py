"""
what: a loop over the amounts, exact fractions
points: 5 of 5
"""
from fractions import Fraction


def share_below_mean(table):
    amounts = [Fraction(str(amount)) for amount in table["deposits"] if amount == amount]
    mean = sum(amounts) / len(amounts)
    count = 0
    for amount in amounts:
        if amount < mean:
            count += 1
    return Fraction(count, len(amounts))
