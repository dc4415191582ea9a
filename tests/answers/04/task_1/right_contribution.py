"""
what: cmlib's profit_contribution and nlargest
points: 12 of 12
"""
def loss_makers(positions, costs, n):
    profit = segments.profit_contribution(positions, costs=costs).set_index("customer_id")["profit"]
    deposits = positions.loc[positions["business_line"].eq("liability")].groupby("customer_id")["balance"].sum()
    names = deposits.nlargest(n).index
    losses = profit.loc[names]
    return losses[losses < 0].sort_values().index
