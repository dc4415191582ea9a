"""
what: puts 0 for a ratio that cannot be computed
points: 8 of 10
loses: test_4
hint: must be left out
"""
def tightest(statements, year, n):
    table = ratio_table(statements, "quick_ratio").fillna(0)
    table = table[table["year"] == year].sort_values("quick_ratio")
    return table["firm_id"].head(n).tolist()
