"""
what: types in an offer of the public bank
points: 0 of 10
loses: test_1, test_2, test_3
"""
def next_offer(holdings, products, customer_id, highest_level):
    return "P42"
