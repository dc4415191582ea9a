"""
what: takes the biggest of the last month
points: 5 of 12
loses: test_2, test_3
hint: add the balances of all months
"""
def loss_makers(positions, costs, n):
    last = positions[positions["month"] == positions["month"].max()]
    saved = last[last["business_line"] == "liability"].groupby("customer_id")["balance"].sum()
    profit = segments.profit_contribution(positions, costs=costs).set_index("customer_id")["profit"]
    biggest = profit.reindex(saved.nlargest(n).index)
    return biggest[biggest < 0].sort_values().index.tolist()
