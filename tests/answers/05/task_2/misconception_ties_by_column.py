"""
what: lets the order of the table's columns decide
points: 7 of 10
loses: test_3
hint: not the order of the table's columns
"""
def styles(visits):
    names = {"asks_for_detail": "analytical", "decides_fast": "driving", "talks_of_people": "amiable", "shows_enthusiasm": "expressive"}
    host = visits["customer_id"].fillna(visits["lead_id"]).fillna(visits["firm_id"])
    columns = [column for column in visits.columns if column in names]
    return visits[columns].groupby(host).mean().idxmax(axis=1).map(names).to_dict()
