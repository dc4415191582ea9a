"""
what: one wide table by merging
points: 12 of 12
"""


def untaxed(statements, months, year):
    past = statements[(statements["year"] < year) & (statements["profit_before_tax"] > 0)].copy()
    past["rate"] = past["income_tax"] / past["profit_before_tax"]
    usual = past.groupby("firm_id", as_index=False)["rate"].median()
    of_year = months[months["month"].dt.strftime("%Y") == str(year)]
    whole = of_year.groupby("firm_id").filter(lambda rows: len(rows) == 12)
    paid = whole.groupby("firm_id", as_index=False)["income_tax_paid"].sum()
    now = statements.loc[statements["year"] == year, ["firm_id", "profit_before_tax"]]
    table = now.merge(usual, on="firm_id").merge(paid, on="firm_id").query("profit_before_tax > 0 and rate > 0")
    table["gap"] = table["profit_before_tax"] - table["income_tax_paid"] / table["rate"]
    table = table[table["gap"] > 0.1 * table["profit_before_tax"]]
    return dict(zip(table["firm_id"], table["gap"]))
