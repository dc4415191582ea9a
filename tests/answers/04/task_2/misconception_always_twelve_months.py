"""
what: takes the average balance for a whole year, whatever the months
points: 4 of 10
loses: test_1, test_3, test_4
hint: a row is a month
"""
def highest_rate(positions, costs, customer_id, target):
    own = positions[positions["customer_id"] == customer_id]
    saved = own[own["business_line"] == "liability"]
    base = saved["balance"].sum() / own["month"].nunique() if len(own) else 0
    if base == 0:
        return float("nan")
    earned = segments.profit_contribution(own)["profit"].sum() + (saved["balance"] * saved["rate"]).sum() / 12
    spent = costs.loc[costs["customer_id"] == customer_id, "amount"].sum()
    return (earned - spent - target) / base
