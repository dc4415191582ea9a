"""
what: lists the grades in the order of the alphabet
points: 10 of 12
loses: test_1
hint: in the order from AAA to C
"""
def grade_counts(statements, judgements, year):
    table = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    table = table.merge(judgements, on=["firm_id", "year"], how="left")
    scored = score(table[table["year"] == year], ENTERPRISE_CARD, missing="zero")
    return scored.groupby("grade").size().reindex(sorted(GRADES.order), fill_value=0)
