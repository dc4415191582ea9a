"""
what: takes as many best next year as this year
points: 6 of 12
loses: test_1, test_2
hint: half of the seven customers of 2025
"""
def still_best(profits, year, share):
    def best(when):
        number = max(int((profits["year"] == year).sum() * share), 1)
        now = profits[profits["year"] == when].sort_values(["profit", "customer_id"], ascending=[False, True])
        return set(now["customer_id"].head(number))

    one, other = best(year), best(year + 1)
    if not one or not other:
        return float("nan")
    return len(one & other) / len(one)
