"""
what: sums of marks in a dictionary
points: 10 of 10
"""
def styles(visits):
    names = {"asks_for_detail": "analytical", "decides_fast": "driving", "talks_of_people": "amiable", "shows_enthusiasm": "expressive"}
    sums = {}
    for _, visit in visits.iterrows():
        for column in ("customer_id", "lead_id", "firm_id"):
            if pd.notna(visit[column]):
                who = visit[column]
        sums.setdefault(who, [0, 0, 0, 0])
        for place, mark in enumerate(names):
            sums[who][place] += visit[mark]
    return {who: list(names.values())[marks.index(max(marks))] for who, marks in sums.items()}
