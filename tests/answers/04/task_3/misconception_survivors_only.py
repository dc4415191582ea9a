"""
what: divides by those who are still there
points: 6 of 12
loses: test_1, test_2
hint: A has left and counts as lost
"""
def still_best(profits, year, share):
    def best(when):
        now = profits[profits["year"] == when].sort_values(["profit", "customer_id"], ascending=[False, True])
        return set(now["customer_id"].head(max(int(len(now) * share), 1)))

    one, other = best(year), best(year + 1)
    if not one or not other:
        return float("nan")
    there = set(profits.loc[profits["year"] == year + 1, "customer_id"])
    return len(one & other) / max(len(one & there), 1)
