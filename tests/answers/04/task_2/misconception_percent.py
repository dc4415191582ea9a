"""
what: gives percent
points: 0 of 10
loses: test_1, test_2, test_3, test_4
hint: 100 times too large
"""
def highest_rate(positions, costs, customer_id, target):
    own = positions[positions["customer_id"] == customer_id]
    saved = own[own["business_line"] == "liability"]
    base = saved["balance"].sum() / 12
    if base == 0:
        return float("nan")
    income = (saved["balance"] * saved["transfer_price"]).sum() / 12
    others = own[own["business_line"] != "liability"]
    other = segments.profit_contribution(others)["profit"].sum() if len(others) else 0
    spent = costs.loc[costs["customer_id"] == customer_id, "amount"].sum()
    return 100 * (income + other - spent - target) / base
