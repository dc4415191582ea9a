"""
what: gives every debtor its head and sums by head
points: 12 of 12
"""


def group_debt(links, owed, firm_id):
    heads = ultimate_parents(links[~links["owner_firm_id"].isna()]).set_index("firm_id")["ultimate_parent"]
    table = owed.assign(head=owed["firm_id"].map(heads).fillna(owed["firm_id"]))
    by_head = table.groupby("head")["outstanding"].sum()
    return by_head.get(heads.get(firm_id, firm_id), 0)
