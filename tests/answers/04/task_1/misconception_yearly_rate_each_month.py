"""
what: takes a whole year's interest for every month
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: a year's rate for one month
"""
def loss_makers(positions, costs, n):
    saved = positions[positions["business_line"] == "liability"].groupby("customer_id")["balance"].sum()
    profit = segments.profit_contribution(positions, costs=costs, months_per_row=12).set_index("customer_id")["profit"]
    biggest = profit.reindex(saved.nlargest(n).index)
    return biggest[biggest < 0].sort_values().index.tolist()
