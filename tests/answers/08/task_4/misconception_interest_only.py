"""
what: forgets the instalments
points: 6 of 10
loses: test_2
hint: too small by the instalments
"""
def shortfall(statements, year):
    with_before = statements.loc[statements["year"] == year - 1, "firm_id"]
    now = statements[(statements["year"] == year) & statements["firm_id"].isin(with_before)].copy()
    now["shortfall"] = (now["interest_paid"] - now["operating_cash_flow"]).clip(lower=0)
    return now[["firm_id", "shortfall"]]
