"""
what: firm by firm with plain lists
points: 12 of 12
"""

import statistics


def untaxed(statements, months, year):
    answer = {}
    receipts = months[months["month"].dt.year == year]
    for firm, own in statements.groupby("firm_id"):
        now, before = own[own["year"] == year], own[(own["year"] < year) & (own["profit_before_tax"] > 0)]
        mine = receipts.loc[receipts["firm_id"] == firm, "income_tax_paid"]
        if now.empty or before.empty or len(mine) != 12:
            continue
        profit = float(now["profit_before_tax"].iloc[0])
        usual = statistics.median(before["income_tax"] / before["profit_before_tax"])
        if profit > 0 and usual > 0 and profit - mine.sum() / usual > 0.1 * profit:
            answer[firm] = profit - mine.sum() / usual
    return answer
