"""
what: drops customers without a row in costs
points: 9 of 12
loses: test_4
hint: without a row in costs costs nothing
"""
def loss_makers(positions, costs, n):
    saved = positions[positions["business_line"] == "liability"].groupby("customer_id")["balance"].sum().nlargest(n)
    earned = segments.profit_contribution(positions)[["customer_id", "profit"]]
    both = earned.merge(costs.groupby("customer_id")["amount"].sum().reset_index(), on="customer_id")
    both["profit"] -= both["amount"]
    both = both[both["customer_id"].isin(saved.index) & (both["profit"] < 0)]
    return both.sort_values("profit")["customer_id"].tolist()
