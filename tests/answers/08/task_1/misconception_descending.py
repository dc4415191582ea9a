"""
what: sorts from the highest ratio down
points: 3 of 8
loses: test_2, test_3
hint: these are the highest ratios
"""
def tightest(statements, year, n):
    table = ratio_table(statements, "quick_ratio").dropna()
    table = table[table["year"] == year].sort_values("quick_ratio", ascending=False)
    return table["firm_id"].head(n).tolist()
