"""
what: divides by the best of the next year
points: 3 of 12
loses: test_1, test_2, test_3
hint: divide by all four
"""
def still_best(profits, year, share):
    def best(when):
        now = profits[profits["year"] == when].sort_values(["profit", "customer_id"], ascending=[False, True])
        return set(now["customer_id"].head(max(int(len(now) * share), 1)))

    one, other = best(year), best(year + 1)
    if not one or not other:
        return float("nan")
    return len(one & other) / len(other)
