"""
what: uses the notebook's positions instead of those it is given
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: of the table that the function was given
"""
def loss_makers(table, spent, n):
    saved = positions[positions["business_line"] == "liability"].groupby("customer_id")["balance"].sum()
    profit = segments.profit_contribution(positions, costs=costs).set_index("customer_id")["profit"]
    biggest = profit.reindex(saved.nlargest(n).index)
    return biggest[biggest < 0].sort_values().index.tolist()
