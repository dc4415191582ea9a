"""
what: sorted arrays and the quartile interpolated by hand
points: 10 of 10
"""
import math


def lagging(table, firms, firm_id, year):
    kind = dict(zip(firms["firm_id"], firms["industry"]))
    rows = [row for row in table.to_dict("records") if row["year"] == year and kind[row["firm_id"]] == kind[firm_id]]
    own = next(row for row in rows if row["firm_id"] == firm_id)
    weak = ()
    for name in five:
        turn = {"higher": 1, "lower": -1}[ratios.ALL[name].better]
        values = sorted(turn * row[name] for row in rows if not math.isnan(row[name]))
        place = 0.25 * (len(values) - 1)
        below, part = int(place), place - int(place)
        quartile = values[below] if part == 0 else values[below] + part * (values[below + 1] - values[below])
        if turn * own[name] < quartile:
            weak += (name,)
    return weak
