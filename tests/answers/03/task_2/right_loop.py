"""
what: follows the table of parents in a loop
points: 12 of 12
"""


def group_debt(links, owed, firm_id):
    head = {
        row.firm_id: row.ultimate_parent
        for row in ultimate_parents(links.dropna(subset=["owner_firm_id"])).itertuples()
    }
    mine = head.get(firm_id, firm_id)
    total = 0
    for row in owed.itertuples():
        if head.get(row.firm_id, row.firm_id) == mine:
            total += row.outstanding
    return total
