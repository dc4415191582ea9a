"""
what: counts the cost of signed leads only
points: 3 of 12
loses: test_1, test_2, test_3
hint: that did not sign have cost money too
"""
def cost_per_profit(leads, profits, first, last):
    found = leads[leads["found_on"].between(pd.Timestamp(first), pd.Timestamp(last))]
    brought = found["customer_id"].map(profits.set_index("customer_id")["profit"]).fillna(0)
    cost, profit = found[found["signed_on"].notna()].groupby("channel")["cost"].sum(), brought.groupby(found["channel"]).sum()
    return cost / profit.where(profit > 0)
