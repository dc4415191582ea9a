"""
what: uses the notebook's statements instead of those it is given
points: 0 of 10
loses: test_1, test_2, test_3, test_4
hint: of the table that the function was given
"""
def tightest(table, year, n):
    quick = ratio_table(statements, "quick_ratio").dropna()
    return quick[quick["year"] == year].nsmallest(n, "quick_ratio")["firm_id"].tolist()
