"""
what: types in the result of the public check-up campaign
points: 0 of 11
loses: test_1, test_2, test_3, test_4
"""
def net_per_call(contacts, campaigns, campaign_id):
    return {"A": -0.62, "B": 14.31}
