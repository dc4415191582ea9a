"""
what: filters the rows with query and counts with len
points: 5 of 5
"""
from decimal import Decimal


def share_below_mean(table):
    known = table[table["deposits"].notna()]
    mean = known["deposits"].mean()
    return Decimal(len(known.query("deposits < @mean"))) / Decimal(len(known))
