"""
what: filters what against_industry says
points: 10 of 10
"""
def lagging(table, firms, firm_id, year):
    compared = against_industry(table, firms[["firm_id", "industry"]], columns=five)
    own = compared.query("firm_id == @firm_id and year == @year")
    return own.loc[own["standing"] == "worst quarter", "ratio"]
