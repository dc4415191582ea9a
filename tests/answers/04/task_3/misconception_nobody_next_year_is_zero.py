"""
what: says that nobody stays where the next year is missing
points: 9 of 12
loses: test_4
hint: expected a missing value
"""
def still_best(profits, year, share):
    def best(when):
        now = profits[profits["year"] == when].sort_values(["profit", "customer_id"], ascending=[False, True])
        return set(now["customer_id"].head(max(int(len(now) * share), 1)))

    one, other = best(year), best(year + 1)
    return len(one & other) / max(len(one), 1)
