"""
what: types in offers of the public bank
points: 0 of 12
loses: test_1, test_2, test_3, test_4
"""
def offers(applications):
    return {512: 160000, 520: 360000, 525: 260000}
