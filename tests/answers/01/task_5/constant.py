"""
what: types in customers of the public bank
points: 0 of 12
loses: test_1, test_2, test_3
"""
def call_list(past, coming, margin, cost):
    return ["C0000009", "C0000010", "C0000013"]
