"""
what: takes the share of those who answered
points: 0 of 11
loses: test_1, test_2, test_3, test_4
hint: that is the share of those who answered
"""
def weighted_share(answers, invitations, item):
    return answers[item].dropna().astype(float).mean()
