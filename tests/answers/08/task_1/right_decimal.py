"""
what: exact decimals in a dictionary; gives a Series
points: 10 of 10
"""
from decimal import Decimal


def tightest(statements, year, n):
    quick = {}
    for firm, when, assets, stock, owed in zip(
        statements.firm_id,
        statements.year,
        statements.current_assets,
        statements.inventory,
        statements.current_liabilities,
    ):
        amounts = [Decimal(str(amount)) for amount in (assets, stock, owed)]
        if when == year and not any(amount.is_nan() for amount in amounts) and amounts[2] > 0:
            quick[firm] = (amounts[0] - amounts[1]) / amounts[2]
    return pd.Series(sorted(quick, key=quick.get)[:n])
