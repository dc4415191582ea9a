"""
what: forgets the instalments
points: 6 of 12
loses: test_1, test_2
hint: F000001 owed 10 + 30
"""
def shortfall(statements, year):
    with_before = statements.loc[statements["year"] == year - 1, "firm_id"]
    now = statements[(statements["year"] == year) & statements["firm_id"].isin(with_before)].copy()
    now["shortfall"] = (now["interest_paid"] - now["operating_cash_flow"]).clip(lower=0)
    return now[["firm_id", "shortfall"]]
