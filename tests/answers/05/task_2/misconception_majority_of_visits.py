"""
what: takes the style that most visits show
points: 0 of 10
loses: test_1, test_2, test_3
hint: in most visits
"""
def styles(visits):
    names = {"asks_for_detail": "analytical", "decides_fast": "driving", "talks_of_people": "amiable", "shows_enthusiasm": "expressive"}
    host = visits["customer_id"].fillna(visits["lead_id"]).fillna(visits["firm_id"])
    of_visit = visits[list(names)].idxmax(axis=1).map(names)
    return of_visit.groupby(host).agg(lambda values: values.value_counts().index[0]).to_dict()
