"""
what: takes leads that signed in the period
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: was found in the period
"""
def cost_per_profit(leads, profits, first, last):
    found = leads[leads["signed_on"].fillna(leads["found_on"]).between(pd.Timestamp(first), pd.Timestamp(last))]
    brought = found["customer_id"].map(profits.set_index("customer_id")["profit"]).fillna(0)
    cost, profit = found.groupby("channel")["cost"].sum(), brought.groupby(found["channel"]).sum()
    return cost / profit.where(profit > 0)
