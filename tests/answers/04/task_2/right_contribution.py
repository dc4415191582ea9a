"""
what: solves with the profit at the present rate: raises it by what is left
points: 10 of 10
"""
def highest_rate(positions, costs, customer_id, target):
    own = positions[positions["customer_id"] == customer_id]
    saved = own[own["business_line"] == "liability"]
    base = saved["balance"].sum() / 12
    if base == 0:
        return np.nan
    profit = segments.profit_contribution(own)["profit"].iloc[0]
    profit -= costs[costs["customer_id"] == customer_id]["amount"].sum()
    paid = (saved["balance"] * saved["rate"]).sum() / 12
    return (paid + profit - target) / base
