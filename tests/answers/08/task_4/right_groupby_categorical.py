"""
what: groupby on an ordered category, with numpy integers in a dictionary
points: 12 of 12
"""
def grade_counts(statements, judgements, year):
    table = ratio_table(statements).set_index(["firm_id", "year"])
    table = table.join(statements.set_index(["firm_id", "year"])["equity"]).join(
        judgements.set_index(["firm_id", "year"])
    )
    now = table.xs(year, level="year").reset_index()
    grades = pd.Categorical(score(now, ENTERPRISE_CARD, missing="zero")["grade"], GRADES.order, ordered=True)
    return now.groupby(grades, observed=False).size()
