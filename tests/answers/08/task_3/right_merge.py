"""
what: joins the year with the year before
points: 12 of 12
"""
def shortfall(statements, year):
    now = statements[statements["year"] == year]
    before = statements[statements["year"] == year - 1]
    both = now.merge(before, on="firm_id", suffixes=("", "_before"))
    both["shortfall"] = (
        both["interest_paid"] + both["current_portion_of_long_term_debt_before"] - both["operating_cash_flow"]
    )
    both.loc[both["shortfall"] < 0, "shortfall"] = 0
    return both
