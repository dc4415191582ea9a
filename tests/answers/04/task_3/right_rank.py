"""
what: a rank in each year, then a merge
points: 12 of 12
"""
def still_best(profits, year, share):
    table = profits.sort_values(["profit", "customer_id"], ascending=[False, True]).copy()
    table["place"] = table.groupby("year").cumcount() + 1
    size = table.groupby("year")["place"].transform("max")
    table["best"] = table["place"] <= np.maximum(np.floor(size * share), 1)
    now, later = table[table["year"] == year], table[table["year"] == year + 1]
    if now.empty or later.empty:
        return float("nan")
    both = now[now["best"]].merge(later[["customer_id", "best"]], on="customer_id", how="left", suffixes=("", "_later"))
    return np.float64((both["best_later"] == True).mean())  # noqa: E712
