"""
what: a list of floats from plain loops
points: 12 of 12
"""

import math
import statistics

from scipy.stats import t


def excess_stock(statements, firm_id, year):
    past = []
    for row in statements.to_dict("records"):
        if row["firm_id"] == firm_id and row["year"] == year:
            now = row
        elif row["firm_id"] == firm_id and row["year"] < year and row["revenue"] > 0:
            if not math.isnan(row["inventory"]):
                past.append(row["inventory"] / row["revenue"])
    n = len(past)
    if n < 3:
        return None
    middle = now["inventory"] - statistics.mean(past) * now["revenue"]
    side = t.ppf(0.975, n - 1) * statistics.stdev(past) * math.sqrt(1 + 1 / n) * now["revenue"]
    return [middle - side, middle, middle + side]
