"""
what: divides by all customers chosen, those left alone included
points: 0 of 11
loses: test_1, test_2, test_3, test_4
hint: found
"""
def net_per_call(contacts, campaigns, campaign_id):
    terms = campaigns.set_index("campaign_id").loc[campaign_id]
    rows = contacts[contacts["campaign_id"] == campaign_id]
    alone = rows.loc[~rows["contacted"].astype(bool), "responded"].sum() / len(rows)
    share = {o: rows.loc[rows["offer"] == o, "responded"].sum() / len(rows) for o in "AB"}
    return {o: (share[o] - alone) * terms["margin_per_response"] - terms["cost_per_contact"] for o in "AB"}
