"""
what: gives the share that is lost
points: 2 of 12
loses: test_2, test_3, test_4
hint: expected the share that stays
"""
def still_best(profits, year, share):
    def best(when):
        now = profits[profits["year"] == when].sort_values(["profit", "customer_id"], ascending=[False, True])
        return set(now["customer_id"].head(max(int(len(now) * share), 1)))

    one, other = best(year), best(year + 1)
    if not one or not other:
        return float("nan")
    return 1 - len(one & other) / len(one)
