"""
what: gives the name of the mark, not of the style
points: 0 of 10
loses: test_1, test_2, test_3
hint: expected the four styles as values
"""
def styles(visits):
    names = {"asks_for_detail": "analytical", "decides_fast": "driving", "talks_of_people": "amiable", "shows_enthusiasm": "expressive"}
    host = visits["customer_id"].fillna(visits["lead_id"]).fillna(visits["firm_id"])
    return visits[list(names)].groupby(host).mean().idxmax(axis=1).to_dict()
