"""
what: sorted tables and sets
points: 12 of 12
"""
def still_best(profits, year, share):
    def best(when):
        now = profits[profits["year"] == when].sort_values("customer_id").sort_values("profit", ascending=False, kind="stable")
        return set(now["customer_id"].iloc[: max(1, int(share * len(now)))])

    one, other = best(year), best(year + 1)
    return len(one & other) / len(one) if one and other else np.nan
