"""
what: keeps the year and the year before, so that three-year growth is missing
points: 6 of 8
loses: test_4
hint: points lost are wrong
"""
def costliest(statements, judgements, firm_id, year, n):
    statements = statements[statements["year"].between(year - 1, year)]
    row = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    row = row.merge(judgements, on=["firm_id", "year"])
    row = row[(row["firm_id"] == firm_id) & (row["year"] == year)]
    lines = explain(row, ENTERPRISE_CARD, missing="zero")
    lines["lost"] = lines["maximum"] - lines["points"]
    return lines.sort_values("lost", ascending=False, kind="stable")[["column", "lost"]].head(n)
