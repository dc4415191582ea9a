"""
what: finds the right firms and lists them by id
points: 7 of 10
loses: test_3
hint: the order is not that of the quick ratios
"""
def tightest(statements, year, n):
    table = ratio_table(statements, "quick_ratio").dropna()
    table = table[table["year"] == year].nsmallest(n, "quick_ratio")
    return sorted(table["firm_id"])
