"""
what: takes the current ratio, inventory and all
points: 0 of 10
loses: test_1, test_2, test_3, test_4
hint: inventory is no quick money
"""
def tightest(statements, year, n):
    table = ratio_table(statements, "current_ratio")
    table = table[table["year"] == year].dropna()
    return table.nsmallest(n, "current_ratio")["firm_id"].tolist()
