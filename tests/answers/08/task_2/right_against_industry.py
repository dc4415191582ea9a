"""
what: filters what against_industry says
points: 8 of 8
"""
def lagging(table, firms, firm_id, year):
    compared = against_industry(table, firms[["firm_id", "industry"]], columns=five)
    own = compared.query("firm_id == @firm_id and year == @year")
    return own.loc[own["standing"] == "worst quarter", "ratio"]
