"""
what: holds a customer since the year of the foundation for impossible
points: 7 of 10
loses: test_3
hint: the year of the foundation is possible
"""


def doubtful(files, firms):
    shares = ["largest_shareholder_share", "market_share", "top_five_customer_share", "export_share"]
    known = files.merge(firms[["firm_id", "founded"]], on="firm_id", how="left")
    broken = known[shares].gt(1).any(axis=1)
    broken |= known["paid_in_capital"] > known["registered_capital"]
    broken |= known["customer_since"].dt.year <= known["founded"]
    broken |= known["project_amount"].notna() & known["main_project"].isna()
    return known.loc[broken, "firm_id"].tolist()
