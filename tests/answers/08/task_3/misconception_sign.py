"""
what: subtracts what fell due from the cash flow
points: 3 of 12
loses: test_1, test_2, test_3
hint: F000003 owed 10 + 30
"""
def shortfall(statements, year):
    now, before = statements[statements["year"] == year], statements[statements["year"] == year - 1]
    both = now.merge(before[["firm_id", "current_portion_of_long_term_debt"]], on="firm_id", suffixes=("", "_before"))
    due = both["interest_paid"] + both["current_portion_of_long_term_debt_before"]
    both["shortfall"] = (both["operating_cash_flow"] - due).clip(lower=0)
    return both[["firm_id", "shortfall"]]
