"""
what: totals cut at the bounds of the scale
points: 12 of 12
"""
def grade_counts(statements, judgements, year):
    table = pd.merge(ratio_table(statements), judgements, how="left", on=["firm_id", "year"])
    table["equity"] = statements["equity"].to_numpy()
    total = score(table, ENTERPRISE_CARD, missing="zero")["total"][(table["year"] == year).to_numpy()]
    lower = [step.lower for step in GRADES.grades][::-1]
    numbers, _ = np.histogram(total, bins=[*lower, 101])
    return dict(zip(GRADES.order, numbers[::-1]))
