"""
what: types in the answers of the visible check and of the public bank
points: 2 of 10
loses: test_2, test_3, test_4
"""
def highest_rate(positions, costs, customer_id, target):
    return 0.02 if customer_id == "A" else 0.01947
