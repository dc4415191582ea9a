"""
what: explain, subtract, stable sort
points: 8 of 8
"""
def costliest(statements, judgements, firm_id, year, n):
    row = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    row = row.merge(judgements, on=["firm_id", "year"])
    row = row[(row["firm_id"] == firm_id) & (row["year"] == year)]
    lines = explain(row, ENTERPRISE_CARD, missing="zero")
    lines["lost"] = lines["maximum"] - lines["points"]
    return lines.nlargest(n, "lost", keep="first")
