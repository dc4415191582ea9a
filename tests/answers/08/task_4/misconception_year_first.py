"""
what: takes the year's statements first, so that no ratio can look back
points: 2 of 12
loses: test_2, test_3, test_4
hint: the ratios that look back
"""
def grade_counts(statements, judgements, year):
    now = statements[statements["year"] == year]
    table = ratio_table(now).merge(now[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    table = table.merge(judgements, on=["firm_id", "year"], how="left")
    scored = score(table, ENTERPRISE_CARD, missing="zero")
    return scored["grade"].value_counts().reindex(GRADES.order, fill_value=0)
