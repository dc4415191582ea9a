"""
what: counts a profit of exactly 0 as a loss
points: 9 of 12
loses: test_4
hint: exactly 0 does not lose money
"""
def loss_makers(positions, costs, n):
    saved = positions[positions["business_line"] == "liability"].groupby("customer_id")["balance"].sum()
    profit = segments.profit_contribution(positions, costs=costs).set_index("customer_id")["profit"]
    biggest = profit.reindex(saved.nlargest(n).index)
    return biggest[biggest <= 0].sort_values().index.tolist()
