"""
what: takes the response rate for the effect
points: 0 of 11
loses: test_1, test_2, test_3, test_4
hint: those who come unasked are still in it
"""
def net_per_call(contacts, campaigns, campaign_id):
    terms = campaigns.set_index("campaign_id").loc[campaign_id]
    rows = contacts[contacts["campaign_id"] == campaign_id]
    called = rows["contacted"].astype(bool)
    unasked = rows.loc[~called, "responded"].astype(float).mean()
    share = {offer: rows.loc[called & (rows["offer"] == offer), "responded"].astype(float).mean() for offer in "AB"}
    return {offer: share[offer] * terms["margin_per_response"] - terms["cost_per_contact"] for offer in "AB"}
