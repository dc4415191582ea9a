"""
what: three tables below each other, the answer as a Series
points: 10 of 10
"""
def styles(visits):
    marks = ["asks_for_detail", "decides_fast", "talks_of_people", "shows_enthusiasm"]
    parts = [visits.dropna(subset=[column]).rename(columns={column: "who"})[["who", *marks]] for column in ("firm_id", "customer_id", "lead_id")]
    means = pd.concat([part for part in parts if len(part)]).groupby("who").mean()
    names = np.array(["analytical", "driving", "amiable", "expressive"])
    return pd.Series(names[means.to_numpy().argmax(axis=1)], index=means.index)
