"""
what: takes the year's statements first, so that no ratio can look back
points: 1 of 8
loses: test_2, test_3, test_4
hint: look back to earlier years
"""
def costliest(statements, judgements, firm_id, year, n):
    now = statements[(statements["year"] == year) & (statements["firm_id"] == firm_id)]
    row = ratio_table(now).merge(now[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    row = row.merge(judgements, on=["firm_id", "year"])
    lines = explain(row, ENTERPRISE_CARD, missing="zero")
    lines["lost"] = lines["maximum"] - lines["points"]
    return lines.sort_values("lost", ascending=False, kind="stable")[["column", "lost"]].head(n)
