"""
what: two tables, rates where there are enough cases
points: 10 of 10
"""
def best_strategies(visits, least):
    pilot = visits.loc[visits["randomised"].astype(bool) & (visits["stage"] == "close")].assign(agreed=lambda rows: rows["agreed"].astype(float))
    rate = pilot.pivot_table(index="style", columns="technique", values="agreed", aggfunc="mean")
    size = pilot.pivot_table(index="style", columns="technique", values="agreed", aggfunc="count")
    rate = rate.where(size >= least).dropna(how="all")
    return rate[sorted(rate.columns)].idxmax(axis=1)
