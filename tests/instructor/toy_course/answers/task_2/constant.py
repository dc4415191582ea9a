"""
what: names the best customer of the public list
points: 3 of 7
loses: test_2
hint: some other list
"""
def best_customer(sales):
    return "C1"
