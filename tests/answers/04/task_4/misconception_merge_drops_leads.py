"""
what: an inner merge drops all leads without a profit row
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: that did not sign have cost money too
"""
def cost_per_profit(leads, profits, first, last):
    found = leads[leads["found_on"].between(first, last)].merge(profits, on="customer_id")
    table = found.groupby("channel")[["cost", "profit"]].sum()
    return (table["cost"] / table["profit"]).where(table["profit"] > 0)
