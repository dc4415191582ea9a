"""
what: sorts customers by their sum
points: 7 of 7
"""
def best_customer(sales):
    customers = {customer for customer, _ in sales}
    return sorted(customers, key=lambda one: sum(amount for customer, amount in sales if customer == one))[-1]
