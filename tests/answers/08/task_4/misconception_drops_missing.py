"""
what: leaves firms with a missing ratio without a grade
points: 4 of 12
loses: test_1, test_3, test_4
hint: the counts do not add up
"""
def grade_counts(statements, judgements, year):
    table = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    table = table.merge(judgements, on=["firm_id", "year"], how="left")
    scored = score(table[table["year"] == year], ENTERPRISE_CARD)
    return scored["grade"].value_counts().reindex(GRADES.order, fill_value=0)
