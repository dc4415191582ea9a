"""
what: leaves open leads out
points: 6 of 12
loses: test_1, test_2
hint: have cost money too
"""
def cost_per_profit(leads, profits, first, last):
    found = leads[leads["found_on"].between(pd.Timestamp(first), pd.Timestamp(last))]
    found = found[found["signed_on"].notna() | found.get("lost_on", found["signed_on"]).notna()]
    brought = found["customer_id"].map(profits.set_index("customer_id")["profit"]).fillna(0)
    cost, profit = found.groupby("channel")["cost"].sum(), brought.groupby(found["channel"]).sum()
    return cost / profit.where(profit > 0)
