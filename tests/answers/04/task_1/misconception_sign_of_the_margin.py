"""
what: takes rate paid minus transfer price
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: look at the sign
"""
def loss_makers(positions, costs, n):
    saved = positions[positions["business_line"] == "liability"].groupby("customer_id")["balance"].sum()
    turned = positions.assign(rate=positions["transfer_price"], transfer_price=positions["rate"])
    turned = turned.where(positions["business_line"] == "liability", positions)
    profit = segments.profit_contribution(turned, costs=costs).set_index("customer_id")["profit"]
    biggest = profit.reindex(saved.nlargest(n).index)
    return biggest[biggest < 0].sort_values().index.tolist()
