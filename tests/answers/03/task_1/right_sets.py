"""
what: a set of firms for each rule, joined at the end
points: 10 of 10
"""


def doubtful(files, firms):
    wrong = set()
    for name in ("largest_shareholder_share", "market_share", "top_five_customer_share", "export_share"):
        wrong |= set(files.loc[files[name] > 1, "firm_id"])
    wrong |= set(files.query("paid_in_capital > registered_capital")["firm_id"])
    both = files.merge(firms, on="firm_id")
    wrong |= set(both[both["customer_since"].dt.year < both["founded"]]["firm_id"])
    wrong |= set(files[files["project_amount"].notnull() & files["main_project"].isnull()]["firm_id"])
    return wrong
