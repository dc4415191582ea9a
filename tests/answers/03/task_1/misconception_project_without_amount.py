"""
what: turns rule 4 round: a project whose amount is missing
points: 7 of 10
loses: test_3
hint: project amount without a project is not named
"""


def doubtful(files, firms):
    shares = ["largest_shareholder_share", "market_share", "top_five_customer_share", "export_share"]
    known = files.merge(firms[["firm_id", "founded"]], on="firm_id", how="left")
    broken = known[shares].gt(1).any(axis=1)
    broken |= known["paid_in_capital"] > known["registered_capital"]
    broken |= known["customer_since"].dt.year < known["founded"]
    broken |= known["project_amount"].isna() & known["main_project"].notna()
    return known.loc[broken, "firm_id"].tolist()
