"""
what: divides where it should multiply by the customers invited
points: 0 of 11
loses: test_1, test_2, test_3, test_4
hint: expected (5 x 0 + 2 x 1) / 7
"""
def weighted_share(answers, invitations, item):
    replies = answers[["customer_id", item]].merge(invitations[["customer_id", "age_band"]]).dropna()
    share = replies.astype({"age_band": str, item: float}).groupby("age_band")[item].mean()
    weight = 1 / invitations["age_band"].astype(str).value_counts()[share.index]
    return (share * weight).sum() / weight.sum()
