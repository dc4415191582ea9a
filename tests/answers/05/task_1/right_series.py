"""
what: sets later dates to missing, groups once a step, returns a Series
points: 10 of 10
"""
def leaks(leads, today, least):
    known = leads[leads["found_on"] <= today].copy()
    dates = ["found_on", "appointment_on", "visit_on", "proposal_on", "signed_on"]
    for name in dates[1:] + ["lost_on"]:
        known[name] = known[name].where(known[name] <= today)
    table = pd.DataFrame()
    for before, after in zip(dates, dates[1:]):
        there = known[known[before].notna()]
        decided = there[there[after].notna() | there["lost_on"].notna()]
        rate = decided[after].notna().groupby(decided["channel"]).agg(["mean", "size"])
        table[after[:-3]] = rate["mean"].where(rate["size"] >= least).reindex(leads["channel"].unique())
    table = table.dropna(how="all")
    return table.idxmin(axis=1)
