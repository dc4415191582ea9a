"""
what: rates the newest statements, whatever year is asked
points: 2 of 12
loses: test_2, test_3, test_4
hint: look at the year that is given
"""
def grade_counts(statements, judgements, year):
    table = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    table = table.merge(judgements, on=["firm_id", "year"], how="left")
    scored = score(table[table["year"] == judgements["year"].max()], ENTERPRISE_CARD, missing="zero")
    return scored["grade"].value_counts().reindex(GRADES.order, fill_value=0)
