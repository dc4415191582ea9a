"""
what: loses the indicators whose value is missing
points: 6 of 8
loses: test_4
hint: what is missing earns no points
"""
def costliest(statements, judgements, firm_id, year, n):
    row = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    row = row.merge(judgements, on=["firm_id", "year"])
    row = row[(row["firm_id"] == firm_id) & (row["year"] == year)]
    lines = explain(row, ENTERPRISE_CARD)
    lines["lost"] = lines["maximum"] - lines["points"]
    return lines.sort_values("lost", ascending=False, kind="stable")[["column", "lost"]].head(n)
