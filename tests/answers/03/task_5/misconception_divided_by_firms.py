"""
what: divides by the number of firms
points: 8 of 12
loses: test_3
hint: of ledgers tested, not of firms
"""


def invented(ledger, level):
    used = ledger[ledger["amount"] != 0]
    p_values = {
        firm_and_year: benford(amounts).p_value
        for firm_and_year, amounts in used.groupby(["firm_id", used["date"].dt.year])["amount"]
        if len(amounts) >= 110
    }
    return sorted({firm for (firm, year), p in p_values.items() if p < level / len({firm for firm, year in p_values})})
