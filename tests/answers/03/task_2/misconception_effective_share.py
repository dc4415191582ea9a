"""
what: asks for more than half of the profit instead of the votes
points: 3 of 12
loses: test_1, test_2, test_3
hint: that is the firm alone
"""


def group_debt(links, owed, firm_id):
    between_firms = links[links["owner_firm_id"].notna()]
    table = ultimate_parents(between_firms)
    parents = table[table["effective_share"] > 0.5].set_index("firm_id")["ultimate_parent"]
    top = parents.get(firm_id, firm_id)
    members = {top, *parents.index[parents == top]}
    return owed.loc[owed["firm_id"].isin(members), "outstanding"].sum()
