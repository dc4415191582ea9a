"""
what: sorts a table made by ratio_table
points: 10 of 10
"""
def tightest(statements, year, n):
    table = ratio_table(statements, "quick_ratio")
    table = table.loc[table["year"] == year].dropna(subset="quick_ratio")
    return list(table.sort_values("quick_ratio").head(n)["firm_id"])
