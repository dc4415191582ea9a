"""
what: sorts lists of pairs
points: 12 of 12
"""
def still_best(profits, year, share):
    lists = {year: [], year + 1: []}
    for customer, when, profit in zip(profits["customer_id"], profits["year"], profits["profit"]):
        if when in lists:
            lists[when].append((-profit, customer))
    if not lists[year] or not lists[year + 1]:
        return float("nan")
    best = {}
    for when, pairs in lists.items():
        number = int(share * len(pairs)) or 1
        best[when] = [customer for _, customer in sorted(pairs)[:number]]
    kept = sum(customer in best[year + 1] for customer in best[year])
    return kept / len(best[year])
