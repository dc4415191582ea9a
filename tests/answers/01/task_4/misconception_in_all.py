"""
what: gives the sum over all contacts
points: 2 of 11
loses: test_1, test_2, test_3
hint: for all contacts together
"""
def net_per_call(contacts, campaigns, campaign_id):
    terms = campaigns.set_index("campaign_id").loc[campaign_id]
    rows = contacts[contacts["campaign_id"] == campaign_id]
    called = rows["contacted"].astype(bool)
    unasked = rows.loc[~called, "responded"].astype(float).mean()
    share = {offer: rows.loc[called & (rows["offer"] == offer), "responded"].astype(float).mean() for offer in "AB"}
    number = rows["offer"].value_counts()
    return {offer: number.get(offer, 0) * ((share[offer] - unasked) * terms["margin_per_response"] - terms["cost_per_contact"]) for offer in "AB"}
