"""
what: weights each close by what its style weighs in all closes
points: 12 of 12
"""
def fair_rates(visits):
    own = visits.loc[(visits["stage"] == "close") & (visits["randomised"] == False)].copy()
    share = own.groupby("style").size() / len(own)
    cell = own.groupby(["technique", "style"]).size()
    own["weight"] = [share[s] / cell[t, s] for t, s in zip(own["technique"], own["style"])]
    own["yes"] = own["weight"] * own["agreed"]
    rates = own.groupby("technique")["yes"].sum()
    for way in rates.index:
        if own.loc[own["technique"] == way, "style"].nunique() < own["style"].nunique():
            rates[way] = np.nan
    return rates
