"""
what: reads the style from the last row of each host
points: 0 of 10
loses: test_1, test_2, test_3
hint: but the mean over all visits counts
"""
def styles(visits):
    names = {"asks_for_detail": "analytical", "decides_fast": "driving", "talks_of_people": "amiable", "shows_enthusiasm": "expressive"}
    host = visits["customer_id"].fillna(visits["lead_id"]).fillna(visits["firm_id"])
    last = visits[list(names)].groupby(host).tail(1)
    return dict(zip(host[last.index], last.idxmax(axis=1).map(names)))
