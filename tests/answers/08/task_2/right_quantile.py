"""
what: quartiles of the peers with pandas, ratio by ratio
points: 10 of 10
"""
def lagging(table, firms, firm_id, year):
    industry = firms.set_index("firm_id")["industry"]
    peers = table[(table["year"] == year) & (table["firm_id"].map(industry) == industry[firm_id])]
    own = peers[peers["firm_id"] == firm_id].iloc[0]
    names = []
    for name in five:
        if ratios.ALL[name].better == "higher" and own[name] < peers[name].quantile(0.25):
            names.append(name)
        if ratios.ALL[name].better == "lower" and own[name] > peers[name].quantile(0.75):
            names.append(name)
    return names
