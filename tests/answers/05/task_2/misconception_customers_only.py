"""
what: leaves out leads and firms
points: 0 of 10
loses: test_1, test_2, test_3
hint: expected an entry for C1, C2 and F1
"""
def styles(visits):
    names = {"asks_for_detail": "analytical", "decides_fast": "driving", "talks_of_people": "amiable", "shows_enthusiasm": "expressive"}
    host = visits["customer_id"].fillna(visits["lead_id"]).fillna(visits["firm_id"])
    means = visits[list(names)].groupby(visits["customer_id"]).mean()
    return means.idxmax(axis=1).map(names).to_dict()
