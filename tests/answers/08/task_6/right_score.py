"""
what: subtracts the points of a scored table from the card's maxima; column is the index
points: 8 of 8
"""
def costliest(statements, judgements, firm_id, year, n):
    row = ratio_table(statements).merge(statements[["firm_id", "year", "equity"]], on=["firm_id", "year"])
    row = row.merge(judgements, on=["firm_id", "year"])
    row = row[(row["firm_id"] == firm_id) & (row["year"] == year)]
    points = score(row, ENTERPRISE_CARD, missing="zero").iloc[0]
    lost = {one.column: one.points - points[one.points_column] for one in ENTERPRISE_CARD.indicators}
    lost = pd.Series(lost, name="lost").sort_values(ascending=False, kind="stable").head(n)
    return lost.rename_axis("column").to_frame()
