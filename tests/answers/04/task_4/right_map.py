"""
what: map, groupby and where
points: 12 of 12
"""
def cost_per_profit(leads, profits, first, last):
    period = leads.query("@first <= found_on <= @last")
    worth = profits.set_index("customer_id")["profit"]
    table = period.assign(brought=period["customer_id"].map(worth).fillna(0.0)).groupby("channel")[["cost", "brought"]].sum()
    return (table["cost"] / table["brought"]).where(table["brought"] > 0)
