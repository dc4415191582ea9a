"""
what: types in the share of the public bank
points: 0 of 11
loses: test_1, test_2, test_3, test_4
"""
def weighted_share(answers, invitations, item):
    return 0.43467
