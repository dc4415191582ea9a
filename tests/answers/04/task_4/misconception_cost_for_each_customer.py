"""
what: divides by the number of customers
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: the cost for each customer
"""
def cost_per_profit(leads, profits, first, last):
    found = leads[leads["found_on"].between(pd.Timestamp(first), pd.Timestamp(last))]
    brought = found["customer_id"].map(profits.set_index("customer_id")["profit"]).fillna(0)
    cost, profit = found.groupby("channel")["cost"].sum(), brought.groupby(found["channel"]).sum()
    return cost / found.groupby("channel")["customer_id"].count()
