"""
what: rounds the total before it looks up the grade
points: 8 of 12
loses: test_2
hint: the grades come out too high
"""
def grade_counts(statements, judgements, year):
    table = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    table = table.merge(judgements, on=["firm_id", "year"], how="left")
    scored = score(table[table["year"] == year], ENTERPRISE_CARD, missing="zero")
    grades = GRADES.grade(np.floor(scored["total"] + 0.5))
    return grades.value_counts().reindex(GRADES.order, fill_value=0)
