"""
what: throws the years of a firm together
points: 5 of 12
loses: test_2, test_4
hint: test each year by itself
"""


def invented(ledger, level):
    used = ledger[ledger["amount"] != 0]
    p = {firm: benford(amounts).p_value for firm, amounts in used.groupby("firm_id")["amount"] if len(amounts) >= 110}
    return [firm for firm in p if p[firm] < level / len(p)]
