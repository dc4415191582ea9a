"""
what: sorts from the highest ratio down
points: 2 of 10
loses: test_1, test_2, test_3
hint: the tightest firms have the lowest
"""
def tightest(statements, year, n):
    table = ratio_table(statements, "quick_ratio").dropna()
    table = table[table["year"] == year].sort_values("quick_ratio", ascending=False)
    return table["firm_id"].head(n).tolist()
