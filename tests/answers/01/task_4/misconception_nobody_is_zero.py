"""
what: takes the share of nobody for zero
points: 7 of 11
loses: test_3, test_4
hint: is missing (nan)
"""
def net_per_call(contacts, campaigns, campaign_id):
    terms = campaigns.set_index("campaign_id").loc[campaign_id]
    rows = contacts[contacts["campaign_id"] == campaign_id]
    called = rows["contacted"].astype(bool)
    unasked = np.nan_to_num(rows.loc[~called, "responded"].astype(float).mean())
    share = {offer: rows.loc[called & (rows["offer"] == offer), "responded"].astype(float).sum() / max(1, (called & (rows["offer"] == offer)).sum()) for offer in "AB"}
    return {offer: (share[offer] - unasked) * terms["margin_per_response"] - terms["cost_per_contact"] for offer in "AB"}
