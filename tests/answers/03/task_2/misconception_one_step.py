"""
what: takes the direct majority owner for the head
points: 3 of 12
loses: test_1, test_2, test_3
hint: A belongs to the group
"""


def group_debt(links, owed, firm_id):
    large = links[links["owner_firm_id"].notna() & (links["share"] > 0.5)]
    owner = dict(zip(large["firm_id"], large["owner_firm_id"]))
    head = owner.get(firm_id, firm_id)
    members = {head} | {firm for firm in owner if owner[firm] == head}
    return owed.loc[owed["firm_id"].isin(members), "outstanding"].sum()
