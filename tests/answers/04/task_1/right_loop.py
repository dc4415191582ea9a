"""
what: adds up row by row in dictionaries
points: 12 of 12
"""
def loss_makers(positions, costs, n):
    saved, profit = {}, {}
    for row in positions.to_dict("records"):
        who, line = row["customer_id"], row["business_line"]
        if line == "liability":
            gain = row["transfer_price"] - row["rate"]
            saved[who] = saved.get(who, 0) + row["balance"]
        elif line == "asset":
            gain = row["rate"] - row["transfer_price"]
        else:
            gain = row["fee_rate"] - row["transfer_price"]
        profit[who] = profit.get(who, 0) + row["balance"] * gain / 12
    for row in costs.to_dict("records"):
        if row["customer_id"] in profit:
            profit[row["customer_id"]] -= row["amount"]
    big = sorted(saved, key=saved.get, reverse=True)[:n]
    return sorted([one for one in big if profit[one] < 0], key=lambda one: profit[one])
