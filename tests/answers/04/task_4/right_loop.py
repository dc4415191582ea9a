"""
what: dictionaries, lead by lead
points: 12 of 12
"""
def cost_per_profit(leads, profits, first, last):
    worth = dict(zip(profits["customer_id"], profits["profit"]))
    cost, brought = {}, {}
    for row in leads.to_dict("records"):
        if pd.Timestamp(first) <= row["found_on"] <= pd.Timestamp(last):
            cost[row["channel"]] = cost.get(row["channel"], 0) + row["cost"]
            brought[row["channel"]] = brought.get(row["channel"], 0) + worth.get(row["customer_id"], 0)
    return {name: cost[name] / brought[name] if brought[name] > 0 else float("nan") for name in cost}
