"""
what: takes the current portion at the end of the same year
points: 6 of 12
loses: test_1, test_2
hint: take that of the year before
"""
def shortfall(statements, year):
    with_before = statements.loc[statements["year"] == year - 1, "firm_id"]
    now = statements[(statements["year"] == year) & statements["firm_id"].isin(with_before)].copy()
    due = now["interest_paid"] + now["current_portion_of_long_term_debt"]
    now["shortfall"] = (due - now["operating_cash_flow"]).clip(lower=0)
    return now[["firm_id", "shortfall"]]
