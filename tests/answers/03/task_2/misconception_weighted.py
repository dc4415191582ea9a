"""
what: weighs each debt with the share of the profit
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: together they owe 17
"""


def group_debt(links, owed, firm_id):
    table = ultimate_parents(links[links["owner_firm_id"].notna()]).set_index("firm_id")
    top = table["ultimate_parent"].get(firm_id, firm_id)
    weight = table.loc[table["ultimate_parent"] == top, "effective_share"].to_dict() | {top: 1.0}
    amounts = owed.set_index("firm_id")["outstanding"]
    return sum(weight[firm] * amounts.get(firm, 0.0) for firm in weight)
