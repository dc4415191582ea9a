"""
what: ends before the last day
points: 5 of 12
loses: test_2, test_3
hint: the first and the last day belong
"""
def cost_per_profit(leads, profits, first, last):
    found = leads[(leads["found_on"] >= first) & (leads["found_on"] < last)]
    brought = found["customer_id"].map(profits.set_index("customer_id")["profit"]).fillna(0)
    cost, profit = found.groupby("channel")["cost"].sum(), brought.groupby(found["channel"]).sum()
    return cost / profit.where(profit > 0)
