"""
what: lists the smallest loss first
points: 4 of 12
loses: test_1, test_3, test_4
hint: smallest loss first
"""
def loss_makers(positions, costs, n):
    saved = positions[positions["business_line"] == "liability"].groupby("customer_id")["balance"].sum()
    profit = segments.profit_contribution(positions, costs=costs).set_index("customer_id")["profit"]
    biggest = profit.reindex(saved.nlargest(n).index)
    return biggest[biggest < 0].sort_values(ascending=False).index.tolist()
