"""
what: types in the year of the public firm
points: 1 of 8
loses: test_2, test_3, test_4
"""
def first_warning(statements, firm_id):
    return 2023
