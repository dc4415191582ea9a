"""
what: gives percent
points: 0 of 11
loses: test_1, test_2, test_3, test_4
hint: something like a percentage
"""
def weighted_share(answers, invitations, item):
    replies = answers[["customer_id", item]].merge(invitations[["customer_id", "age_band"]], on="customer_id").dropna(subset=item)
    share = replies.assign(age_band=replies["age_band"].astype(str)).groupby("age_band")[item].mean().astype(float)
    weight = invitations["age_band"].astype(str).value_counts()[share.index]
    return 100 * (share * weight).sum() / weight.sum()
