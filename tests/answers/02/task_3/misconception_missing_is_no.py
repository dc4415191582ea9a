"""
what: counts a question that was left out as a no
points: 5 of 11
loses: test_3, test_4
hint: a question that was left out is not a no
"""
def weighted_share(answers, invitations, item):
    replies = answers[["customer_id", item]].merge(invitations[["customer_id", "age_band"]], on="customer_id").fillna({item: 0})
    share = replies.assign(age_band=replies["age_band"].astype(str)).groupby("age_band")[item].mean().astype(float)
    weight = invitations["age_band"].astype(str).value_counts()[share.index]
    return (share * weight).sum() / weight.sum()
