"""
what: score, value_counts and reindex
points: 12 of 12
"""
def grade_counts(statements, judgements, year):
    on = ["firm_id", "year"]
    table = ratio_table(statements).merge(statements[[*on, "equity"]], on=on).merge(judgements, on=on, how="left")
    scored = score(table, ENTERPRISE_CARD, missing="zero").query("year == @year")
    return scored["grade"].value_counts().reindex(list(GRADES.order)).fillna(0)
