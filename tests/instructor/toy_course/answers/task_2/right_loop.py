"""
what: adds up in a dictionary
points: 7 of 7
"""
def best_customer(sales):
    totals = {}
    for customer, amount in sales:
        totals[customer] = totals.get(customer, 0) + amount
    return max(totals, key=totals.get)
