"""
what: returns the tax that is missing, not the profit
points: 4 of 12
loses: test_1, test_3, test_4
hint: 20 is the tax that is missing
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
    return (missing * usual)[missing[missing > 0.10 * profit.reindex(missing.index)].index].to_dict()
