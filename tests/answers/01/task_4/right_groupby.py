"""
what: groupby on the offer, reindexed; gives a Series
points: 11 of 11
"""
def net_per_call(contacts, campaigns, campaign_id):
    rows = contacts.loc[contacts.campaign_id == campaign_id]
    group = rows["offer"].where(rows["contacted"].astype(bool), "alone")
    rate = rows["responded"].astype(float).groupby(group).mean().reindex(["A", "B", "alone"])
    terms = campaigns.loc[campaigns.campaign_id == campaign_id].squeeze()
    return ((rate - rate["alone"]) * float(terms["margin_per_response"]) - float(terms["cost_per_contact"]))[["A", "B"]]
