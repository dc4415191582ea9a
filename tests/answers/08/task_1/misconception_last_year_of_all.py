"""
what: looks at the newest statements, whatever year is asked
points: 2 of 10
loses: test_2, test_3, test_4
hint: look at the year that is given
"""
def tightest(statements, year, n):
    table = ratio_table(statements, "quick_ratio").dropna()
    table = table[table["year"] == table["year"].max()]
    return table.sort_values("quick_ratio")["firm_id"].head(n).tolist()
