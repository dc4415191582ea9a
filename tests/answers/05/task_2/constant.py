"""
what: calls everybody amiable
points: 0 of 10
loses: test_1, test_2, test_3
"""
def styles(visits):
    host = visits["customer_id"].fillna(visits["lead_id"]).fillna(visits["firm_id"])
    return {who: "amiable" for who in host}
