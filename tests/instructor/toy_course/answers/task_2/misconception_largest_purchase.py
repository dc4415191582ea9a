"""
what: takes the largest single purchase for the best customer
points: 2 of 7
loses: test_1, test_2
hint: add up all purchases
"""
def best_customer(sales):
    return max(sales, key=lambda sale: sale[1])[0]
