"""
what: lets the years of loss into the usual rate
points: 5 of 12
loses: test_3, test_4
hint: median of the earlier years
"""


def untaxed(statements, months, year):
    profitable = statements[statements["profit_before_tax"] > 0]
    past = statements[statements["year"] < year]
    usual = (past["income_tax"] / past["profit_before_tax"]).groupby(past["firm_id"]).mean()
    seen = months[months["month"].dt.year == year].groupby("firm_id")["income_tax_paid"].agg(["sum", "count"])
    paid = seen.loc[seen["count"] == 12, "sum"]
    profit = profitable[profitable["year"] == year].set_index("firm_id")["profit_before_tax"]
    missing = (profit - paid / usual[usual > 0]).dropna()
    return missing[missing > 0.10 * profit.reindex(missing.index)].to_dict()
