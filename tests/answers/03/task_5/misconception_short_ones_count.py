"""
what: counts the ledgers that are too short when it divides
points: 9 of 12
loses: test_4
hint: they do not count when the level is divided
"""


def invented(ledger, level):
    used = ledger[ledger["amount"] != 0]
    p_values = {
        firm_and_year: benford(amounts).p_value
        for firm_and_year, amounts in used.groupby(["firm_id", used["date"].dt.year])["amount"]
        if len(amounts) >= 110
    }
    return sorted(
        {
            firm
            for (firm, year), p in p_values.items()
            if p < level / used.groupby(["firm_id", used["date"].dt.year]).ngroups
        }
    )
