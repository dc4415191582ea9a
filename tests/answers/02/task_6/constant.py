"""
what: types in loans of the public bank
points: 0 of 11
loses: test_1, test_2, test_3, test_4
"""
def to_mend(collateral, loans, today):
    return ["L000010322", "L000000052", "L000010010"]
