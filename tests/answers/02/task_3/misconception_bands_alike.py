"""
what: takes the plain mean of the bands
points: 0 of 11
loses: test_1, test_2, test_3, test_4
hint: the bands do not count alike
"""
def weighted_share(answers, invitations, item):
    replies = answers[["customer_id", item]].merge(invitations[["customer_id", "age_band"]]).dropna()
    return replies.groupby(replies["age_band"].astype(str))[item].mean().mean()
