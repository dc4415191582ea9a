"""
what: leaves out the grades that nobody holds
points: 6 of 12
loses: test_1, test_2
hint: a grade is not there
"""
def grade_counts(statements, judgements, year):
    table = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    table = table.merge(judgements, on=["firm_id", "year"], how="left")
    scored = score(table[table["year"] == year], ENTERPRISE_CARD, missing="zero")
    counts = scored["grade"].value_counts()
    return counts.loc[[name for name in GRADES.order if name in counts.index]]
