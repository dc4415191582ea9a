"""
what: exact decimals; the year comes out as one too
points: 8 of 8
"""
from decimal import Decimal


def first_warning(statements, firm_id):
    exact = lambda amount: Decimal(repr(float(amount)))
    own = statements[statements["firm_id"] == firm_id].set_index("year")
    for year in np.sort(own.index.to_numpy()):
        if (own.index == year - 1).any():
            now, before = own.loc[year], own.loc[year - 1]
            excess = exact(now["receivables"]) / exact(before["receivables"])
            excess -= exact(now["revenue"]) / exact(before["revenue"])
            if excess > Decimal("0.10") and now["operating_cash_flow"] < now["net_income"]:
                return Decimal(int(year))
    return None
