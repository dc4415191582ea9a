"""
what: uses the notebook's statements instead of those it is given
points: 1 of 8
loses: test_2, test_3, test_4
hint: some firms that are named have a higher quick ratio
"""
def tightest(table, year, n):
    quick = ratio_table(statements, "quick_ratio").dropna()
    return quick[quick["year"] == year].nsmallest(n, "quick_ratio")["firm_id"].tolist()
