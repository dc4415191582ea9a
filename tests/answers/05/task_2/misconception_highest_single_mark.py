"""
what: takes the highest single mark instead of the mean
points: 0 of 10
loses: test_1, test_2, test_3
hint: single highest mark
"""
def styles(visits):
    names = {"asks_for_detail": "analytical", "decides_fast": "driving", "talks_of_people": "amiable", "shows_enthusiasm": "expressive"}
    host = visits["customer_id"].fillna(visits["lead_id"]).fillna(visits["firm_id"])
    return visits[list(names)].groupby(host).max().idxmax(axis=1).map(names).to_dict()
