"""
what: names the customers with the lowest profit, big or small
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: not among the three biggest
"""
def loss_makers(positions, costs, n):
    profit = segments.profit_contribution(positions, costs=costs).set_index("customer_id")["profit"]
    return profit[profit < 0].nsmallest(n).index.tolist()
