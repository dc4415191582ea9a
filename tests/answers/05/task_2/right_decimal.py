"""
what: exact means with Decimal
points: 10 of 10
"""
from decimal import Decimal


def styles(visits):
    marks = [("asks_for_detail", "analytical"), ("decides_fast", "driving"), ("talks_of_people", "amiable"), ("shows_enthusiasm", "expressive")]
    who = visits["customer_id"].combine_first(visits["lead_id"]).combine_first(visits["firm_id"])
    answer = {}
    for host, rows in visits.groupby(who.to_numpy(dtype=object)):
        best = None
        for mark, style in marks:
            mean = Decimal(int(rows[mark].sum())) / len(rows)
            if best is None or mean > best:
                best, answer[host] = mean, style
    return answer
