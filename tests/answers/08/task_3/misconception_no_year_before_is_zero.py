"""
what: takes 0 for the instalments of a firm without the year before
points: 9 of 12
loses: test_4
hint: must be left out
"""
def shortfall(statements, year):
    now, before = statements[statements["year"] == year], statements[statements["year"] == year - 1]
    both = now.merge(
        before[["firm_id", "current_portion_of_long_term_debt"]], on="firm_id", how="left", suffixes=("", "_before")
    )
    due = both["interest_paid"] + both["current_portion_of_long_term_debt_before"].fillna(0)
    both["shortfall"] = (due - both["operating_cash_flow"]).clip(lower=0)
    return both[["firm_id", "shortfall"]]
