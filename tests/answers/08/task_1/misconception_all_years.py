"""
what: sorts the statements of all years together
points: 2 of 10
loses: test_2, test_3, test_4
hint: look at the year that is given
"""
def tightest(statements, year, n):
    table = ratio_table(statements, "quick_ratio").dropna().sort_values("quick_ratio")
    return table["firm_id"].drop_duplicates().head(n).tolist()
