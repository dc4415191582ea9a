"""
what: compares with the median of the industry
points: 3 of 8
loses: test_2, test_4
hint: is named, although it is not below the lower quartile
"""
def lagging(table, firms, firm_id, year):
    joined = table.merge(firms, on="firm_id")
    own = joined[(joined["firm_id"] == firm_id) & (joined["year"] == year)].iloc[0]
    peers = joined[(joined["industry"] == own["industry"]) & (joined["year"] == year)]
    weak = [name for name in five if ratios.ALL[name].better == "higher" and own[name] < peers[name].median()]
    return weak + [name for name in five if ratios.ALL[name].better == "lower" and own[name] > peers[name].median()]
