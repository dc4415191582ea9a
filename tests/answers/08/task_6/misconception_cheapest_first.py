"""
what: lists the smallest losses
points: 3 of 8
loses: test_2, test_3
hint: the largest losses come first
"""
def costliest(statements, judgements, firm_id, year, n):
    row = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    row = row.merge(judgements, on=["firm_id", "year"])
    row = row[(row["firm_id"] == firm_id) & (row["year"] == year)]
    lines = explain(row, ENTERPRISE_CARD, missing="zero")
    lines["lost"] = lines["maximum"] - lines["points"]
    return lines.sort_values("lost", kind="stable")[["column", "lost"]].head(n)
