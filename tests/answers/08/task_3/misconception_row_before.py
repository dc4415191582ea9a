"""
what: takes the row before for the year before
points: 9 of 12
loses: test_4
hint: an older year or 0 cannot stand in
"""
def shortfall(statements, year):
    table = statements.sort_values(["firm_id", "year"])
    instalments = table.groupby("firm_id")["current_portion_of_long_term_debt"].shift()
    table["shortfall"] = (table["interest_paid"] + instalments - table["operating_cash_flow"]).clip(lower=0)
    return table.loc[table["year"] == year, ["firm_id", "shortfall"]].dropna()
