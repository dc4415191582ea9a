"""
what: goes through the rows and adds up
points: 10 of 10
"""
def highest_rate(positions, costs, customer_id, target):
    base = money = 0.0
    for row in positions.to_dict("records"):
        if row["customer_id"] != customer_id:
            continue
        month = row["balance"] / 12
        if row["business_line"] == "liability":
            base += month
            money += month * row["transfer_price"]
        elif row["business_line"] == "asset":
            money += month * (row["rate"] - row["transfer_price"])
        else:
            money += month * (row["fee_rate"] - row["transfer_price"])
    for name, amount in zip(costs["customer_id"], costs["amount"]):
        money -= amount if name == customer_id else 0
    return float("nan") if base <= 0 else (money - target) / base
