"""
what: types in the incomes of the public bank in 2025
points: 0 of 11
loses: test_1, test_2, test_3, test_4
"""
def line_income(products, income, year):
    return {"asset": 702.59e6, "liability": 342.69e6, "intermediary": 308.23e6}
