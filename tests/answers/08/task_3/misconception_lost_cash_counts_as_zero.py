"""
what: takes a negative operating cash flow for 0
points: 6 of 12
loses: test_1, test_2
hint: operations lost 5
"""
def shortfall(statements, year):
    now, before = statements[statements["year"] == year], statements[statements["year"] == year - 1]
    both = now.merge(before[["firm_id", "current_portion_of_long_term_debt"]], on="firm_id", suffixes=("", "_before"))
    due = both["interest_paid"] + both["current_portion_of_long_term_debt_before"]
    both["shortfall"] = (due - both["operating_cash_flow"].clip(lower=0)).clip(lower=0)
    return both[["firm_id", "shortfall"]]
