"""
what: the same with a Series as result and 1 - ratio
points: 12 of 12
"""


def untaxed(statements, months, year):
    profitable = statements[statements["profit_before_tax"] > 0]
    rate = profitable["income_tax"] / profitable["profit_before_tax"]
    earlier = profitable["year"] < year
    usual = rate[earlier].groupby(profitable.loc[earlier, "firm_id"]).median()
    seen = months[months["month"].dt.year == year].groupby("firm_id")["income_tax_paid"].agg(["sum", "count"])
    paid = seen.loc[seen["count"] == 12, "sum"]
    profit = profitable[profitable["year"] == year].set_index("firm_id")["profit_before_tax"]
    missing = (profit - paid / usual[usual > 0]).dropna()
    return missing[missing > 0.10 * profit.reindex(missing.index)]
