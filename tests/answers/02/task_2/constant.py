"""
what: types in the letters for the public bank
points: 0 of 10
loses: test_1, test_2, test_3, test_4
"""
def letters(customers_of, response_rate, margin):
    return {"under 30": 83, "30 to 44": 470, "45 to 59": 136, "60 and over": 56}
