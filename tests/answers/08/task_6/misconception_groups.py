"""
what: names the groups of the card instead of its indicators
points: 0 of 8
loses: test_1, test_2, test_3, test_4
hint: give columns of the card
"""
from cmlib.rating import group_points


def costliest(statements, judgements, firm_id, year, n):
    row = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    row = row.merge(judgements, on=["firm_id", "year"])
    row = row[(row["firm_id"] == firm_id) & (row["year"] == year)]
    groups = group_points(explain(row, ENTERPRISE_CARD, missing="zero"))
    groups = groups.assign(column=groups["group"], lost=groups["maximum"] - groups["points"])
    return groups.sort_values("lost", ascending=False)[["column", "lost"]].head(n)
