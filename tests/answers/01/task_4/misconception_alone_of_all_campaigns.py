"""
what: takes those left alone in all campaigns
points: 2 of 11
loses: test_2, test_3, test_4
hint: take those of the same campaign
"""
def net_per_call(contacts, campaigns, campaign_id):
    terms = campaigns.set_index("campaign_id").loc[campaign_id]
    rows = contacts[contacts["campaign_id"] == campaign_id]
    called = rows["contacted"].astype(bool)
    unasked = contacts.loc[~contacts["contacted"].astype(bool), "responded"].astype(float).mean()
    share = {offer: rows.loc[called & (rows["offer"] == offer), "responded"].astype(float).mean() for offer in "AB"}
    return {offer: (share[offer] - unasked) * terms["margin_per_response"] - terms["cost_per_contact"] for offer in "AB"}
