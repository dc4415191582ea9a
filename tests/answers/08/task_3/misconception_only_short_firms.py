"""
what: leaves out the firms that are covered
points: 4 of 12
loses: test_1, test_3, test_4
hint: also for one whose operations paid everything
"""
def shortfall(statements, year):
    now, before = statements[statements["year"] == year], statements[statements["year"] == year - 1]
    both = now.merge(before[["firm_id", "current_portion_of_long_term_debt"]], on="firm_id", suffixes=("", "_before"))
    both["shortfall"] = (
        both["interest_paid"] + both["current_portion_of_long_term_debt_before"] - both["operating_cash_flow"]
    )
    return both.loc[both["shortfall"] > 0, ["firm_id", "shortfall"]]
