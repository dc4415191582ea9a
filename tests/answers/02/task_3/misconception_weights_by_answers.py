"""
what: weights the bands by their answers
points: 0 of 11
loses: test_1, test_2, test_3, test_4
hint: that is the share of those who answered
"""
def weighted_share(answers, invitations, item):
    replies = answers[["customer_id", item]].merge(invitations[["customer_id", "age_band"]]).dropna()
    groups = replies.astype({"age_band": str, item: float}).groupby("age_band")[item]
    return (groups.mean() * groups.count()).sum() / groups.count().sum()
