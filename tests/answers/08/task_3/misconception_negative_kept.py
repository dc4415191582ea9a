"""
what: keeps negative amounts where cash flow is more than enough
points: 7 of 12
loses: test_1, test_3
hint: an amount is negative
"""
def shortfall(statements, year):
    now, before = statements[statements["year"] == year], statements[statements["year"] == year - 1]
    both = now.merge(before[["firm_id", "current_portion_of_long_term_debt"]], on="firm_id", suffixes=("", "_before"))
    both["shortfall"] = (
        both["interest_paid"] + both["current_portion_of_long_term_debt_before"] - both["operating_cash_flow"]
    )
    return both[["firm_id", "shortfall"]]
