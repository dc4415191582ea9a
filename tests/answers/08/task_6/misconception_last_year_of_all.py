"""
what: explains the newest year, whatever year is asked
points: 1 of 8
loses: test_2, test_3, test_4
hint: points lost are too
"""
def costliest(statements, judgements, firm_id, year, n):
    year = statements["year"].max()
    row = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    row = row.merge(judgements, on=["firm_id", "year"])
    row = row[(row["firm_id"] == firm_id) & (row["year"] == year)]
    lines = explain(row, ENTERPRISE_CARD, missing="zero")
    lines["lost"] = lines["maximum"] - lines["points"]
    return lines.sort_values("lost", ascending=False, kind="stable")[["column", "lost"]].head(n)
