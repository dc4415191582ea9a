"""
what: explains the firms one by one and counts in a dictionary
points: 12 of 12
"""
def grade_counts(statements, judgements, year):
    measured = [one.column for one in ENTERPRISE_CARD.indicators if one.bands and one.column != "equity"]
    table = ratio_table(statements, measured)
    table["equity"] = statements["equity"].array
    marks = {(mark["firm_id"], mark["year"]): mark for mark in judgements.to_dict("records")}
    nothing = {one.column: None for one in ENTERPRISE_CARD.indicators if one.levels}
    counts = {name: 0 for name in GRADES.order}
    for row in table[table["year"] == year].to_dict("records"):
        row = row | nothing | marks.get((row["firm_id"], year), {})
        total = 0
        for one in ENTERPRISE_CARD.indicators:
            value = row[one.column]
            if value is not None and value == value:
                total += one.place(value).points
        counts[GRADES.grade(total)] += 1
    return counts
