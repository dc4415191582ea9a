"""
what: leaves loans and fees out of the profit
points: 2 of 12
loses: test_2, test_3, test_4
hint: loans and fees of the same customer
"""
def loss_makers(positions, costs, n):
    saved = positions[positions["business_line"] == "liability"].groupby("customer_id")["balance"].sum()
    profit = segments.profit_contribution(positions[positions["business_line"] == "liability"], costs=costs).set_index("customer_id")["profit"]
    biggest = profit.reindex(saved.nlargest(n).index)
    return biggest[biggest < 0].sort_values().index.tolist()
