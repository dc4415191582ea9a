"""
what: counts loans and funds among the deposits
points: 2 of 12
loses: test_2, test_3, test_4
hint: only business_line liability does
"""
def loss_makers(positions, costs, n):
    saved = positions.groupby("customer_id")["balance"].sum()
    profit = segments.profit_contribution(positions, costs=costs).set_index("customer_id")["profit"]
    biggest = profit.reindex(saved.nlargest(n).index)
    return biggest[biggest < 0].sort_values().index.tolist()
