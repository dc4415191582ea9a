"""
what: counts short-term loans as due, too
points: 3 of 12
loses: test_1, test_2, test_3
hint: F000003 owed 10 + 30
"""
def shortfall(statements, year):
    now, before = statements[statements["year"] == year], statements[statements["year"] == year - 1]
    both = now.merge(before, on="firm_id", suffixes=("", "_before"))
    due = both["interest_paid"] + both["current_portion_of_long_term_debt_before"] + both["short_term_debt_before"]
    both["shortfall"] = (due - both["operating_cash_flow"]).clip(lower=0)
    return both[["firm_id", "shortfall"]]
