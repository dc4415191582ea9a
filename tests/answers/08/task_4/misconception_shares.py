"""
what: gives shares instead of numbers of firms
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: not shares
"""
def grade_counts(statements, judgements, year):
    table = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    table = table.merge(judgements, on=["firm_id", "year"], how="left")
    scored = score(table[table["year"] == year], ENTERPRISE_CARD, missing="zero")
    return scored["grade"].value_counts(normalize=True).reindex(GRADES.order, fill_value=0)
