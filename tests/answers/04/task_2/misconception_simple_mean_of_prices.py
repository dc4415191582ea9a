"""
what: takes the plain mean of the transfer prices
points: 4 of 10
loses: test_1, test_2
hint: the larger balance must count more
"""
def highest_rate(positions, costs, customer_id, target):
    own = positions[positions["customer_id"] == customer_id]
    saved = own[own["business_line"] == "liability"]
    base = saved["balance"].sum() / 12
    if base == 0:
        return float("nan")
    income = saved["transfer_price"].mean() * base
    others = own[own["business_line"] != "liability"]
    other = segments.profit_contribution(others)["profit"].sum() if len(others) else 0
    spent = costs.loc[costs["customer_id"] == customer_id, "amount"].sum()
    return (income + other - spent - target) / base
