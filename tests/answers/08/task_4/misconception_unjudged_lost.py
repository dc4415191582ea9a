"""
what: joins so that firms without judgements are lost
points: 9 of 12
loses: test_4
hint: no judgements must be counted
"""
def grade_counts(statements, judgements, year):
    table = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    table = table.merge(judgements, on=["firm_id", "year"])
    scored = score(table[table["year"] == year], ENTERPRISE_CARD, missing="zero")
    return scored["grade"].value_counts().reindex(GRADES.order, fill_value=0)
