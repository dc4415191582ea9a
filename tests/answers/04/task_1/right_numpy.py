"""
what: numpy select, groupby, a sorted array
points: 12 of 12
"""
def loss_makers(positions, costs, n):
    line = positions["business_line"].to_numpy()
    rate, price, fee = (positions[name].to_numpy(dtype=float) for name in ["rate", "transfer_price", "fee_rate"])
    spread = np.select([line == "liability", line == "asset"], [price - rate, rate - price], fee - price)
    table = pd.DataFrame({"who": positions["customer_id"].to_numpy(), "balance": positions["balance"].to_numpy(),
                          "saved": np.where(line == "liability", positions["balance"], 0.0), "deposit": line == "liability"})
    table["earned"] = table["balance"] * spread / 12
    table = table.groupby("who").agg(saved=("saved", "sum"), earned=("earned", "sum"), deposit=("deposit", "any")).query("deposit")
    spent = costs.groupby("customer_id")["amount"].sum().reindex(table.index, fill_value=0.0)
    table["profit"] = table["earned"] - spent
    table = table.sort_values("saved", ascending=False).head(n)
    return table[table["profit"] < 0].sort_values("profit").index.to_numpy()
