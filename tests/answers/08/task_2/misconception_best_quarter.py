"""
what: names the ratios in which the firm leads
points: 0 of 10
loses: test_1, test_2, test_3, test_4
hint: mind ratios.ALL[name].better
"""
def lagging(table, firms, firm_id, year):
    compared = against_industry(table, firms[["firm_id", "industry"]])
    compared = compared[(compared["firm_id"] == firm_id) & (compared["year"] == year)]
    return compared.loc[compared["standing"] == "best quarter", "ratio"].tolist()
