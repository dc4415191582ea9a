"""
what: types in the Gini of the public bank
points: 0 of 12
loses: test_1, test_2, test_3
"""
def card_gini(statements, judgements, defaults, year):
    return 0.66
