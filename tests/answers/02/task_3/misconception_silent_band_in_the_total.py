"""
what: divides by all customers, silent bands included
points: 8 of 11
loses: test_4
hint: the silent band counts in your total
"""
def weighted_share(answers, invitations, item):
    replies = answers[["customer_id", item]].merge(invitations[["customer_id", "age_band"]], on="customer_id").dropna(subset=item)
    share = replies.assign(age_band=replies["age_band"].astype(str)).groupby("age_band")[item].mean().astype(float)
    weight = invitations["age_band"].astype(str).value_counts()[share.index]
    return (share * weight).sum() / len(invitations)
