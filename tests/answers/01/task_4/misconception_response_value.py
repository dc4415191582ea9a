"""
what: takes the value of responses for the margin
points: 2 of 11
loses: test_1, test_2, test_3
hint: expected A 2.00
"""
def net_per_call(contacts, campaigns, campaign_id):
    terms = campaigns.set_index("campaign_id").loc[campaign_id]
    rows = contacts[contacts["campaign_id"] == campaign_id]
    called = rows["contacted"].astype(bool)
    unasked = rows.loc[~called, "response_value"].mean()
    return {o: rows.loc[called & (rows["offer"] == o), "response_value"].mean() - unasked - terms["cost_per_contact"] for o in "AB"}
