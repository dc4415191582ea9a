"""
what: takes the last of equal marks
points: 0 of 10
loses: test_1, test_2, test_3
hint: take the one that comes first
"""
def styles(visits):
    names = {"asks_for_detail": "analytical", "decides_fast": "driving", "talks_of_people": "amiable", "shows_enthusiasm": "expressive"}
    host = visits["customer_id"].fillna(visits["lead_id"]).fillna(visits["firm_id"])
    return visits[list(names)[::-1]].groupby(host).mean().idxmax(axis=1).map(names).to_dict()
