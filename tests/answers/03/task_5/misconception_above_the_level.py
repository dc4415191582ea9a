"""
what: names the ledgers that follow the law
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: B is not named
"""


def invented(ledger, level):
    used = ledger[ledger["amount"] != 0]
    p_values = {
        firm_and_year: benford(amounts).p_value
        for firm_and_year, amounts in used.groupby(["firm_id", used["date"].dt.year])["amount"]
        if len(amounts) >= 110
    }
    return sorted({firm for (firm, year), p in p_values.items() if p >= level / len(p_values)})
