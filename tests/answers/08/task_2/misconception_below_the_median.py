"""
what: compares with the median of the industry
points: 3 of 10
loses: test_1, test_2, test_4
hint: on the quartile is not worse
"""
def lagging(table, firms, firm_id, year):
    joined = table.merge(firms, on="firm_id")
    own = joined[(joined["firm_id"] == firm_id) & (joined["year"] == year)].iloc[0]
    peers = joined[(joined["industry"] == own["industry"]) & (joined["year"] == year)]
    weak = [name for name in five if ratios.ALL[name].better == "higher" and own[name] < peers[name].median()]
    return weak + [name for name in five if ratios.ALL[name].better == "lower" and own[name] > peers[name].median()]
