"""
what: names the ratios in which the firm leads
points: 1 of 8
loses: test_2, test_3, test_4
hint: is not named, although it is below the lower quartile
"""
def lagging(table, firms, firm_id, year):
    compared = against_industry(table, firms[["firm_id", "industry"]])
    compared = compared[(compared["firm_id"] == firm_id) & (compared["year"] == year)]
    return compared.loc[compared["standing"] == "best quarter", "ratio"].tolist()
