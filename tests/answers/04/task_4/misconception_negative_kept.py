"""
what: gives a negative number where the customers lose money
points: 9 of 12
loses: test_4
hint: expected a missing value
"""
def cost_per_profit(leads, profits, first, last):
    found = leads[leads["found_on"].between(pd.Timestamp(first), pd.Timestamp(last))]
    brought = found["customer_id"].map(profits.set_index("customer_id")["profit"]).fillna(0)
    cost, profit = found.groupby("channel")["cost"].sum(), brought.groupby(found["channel"]).sum()
    return cost / profit.where(profit != 0)
