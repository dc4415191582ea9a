"""
what: looks at two of the four shares
points: 4 of 10
loses: test_2, test_4
hint: rule 1 holds for four columns
"""


def doubtful(files, firms):
    shares = ["largest_shareholder_share", "market_share"]
    known = files.merge(firms[["firm_id", "founded"]], on="firm_id", how="left")
    broken = known[shares].gt(1).any(axis=1)
    broken |= known["paid_in_capital"] > known["registered_capital"]
    broken |= known["customer_since"].dt.year < known["founded"]
    broken |= known["project_amount"].notna() & known["main_project"].isna()
    return known.loc[broken, "firm_id"].tolist()
