"""
what: types in the Gini of the public bank
points: 1 of 8
loses: test_2, test_3
"""
def card_gini(statements, judgements, defaults, year):
    return 0.66
