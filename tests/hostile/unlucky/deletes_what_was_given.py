"""
what: deletes and overwrites the given names before the last task uses them; tests keep the instructor's
points: 15 of 19
says: exposure
"""
def growth(before, after):
    return (after - before) / before


del loans, sales, close
# %% task_2
def best_customer(sales):
    totals = {}
    for customer, amount in sales:
        totals[customer] = totals.get(customer, 0) + amount
    return max(totals, key=totals.get)
