"""
what: puts 0 for missing ratios, of the firm and of its peers
points: 8 of 10
loses: test_4
hint: a ratio that is missing for the firm is named
"""
def lagging(table, firms, firm_id, year):
    joined = table.fillna(0).merge(firms, on="firm_id")
    own = joined[(joined["firm_id"] == firm_id) & (joined["year"] == year)].iloc[0]
    peers = joined[(joined["industry"] == own["industry"]) & (joined["year"] == year)]
    weak = [name for name in five if ratios.ALL[name].better == "higher" and own[name] < peers[name].quantile(0.25)]
    return weak + [
        name for name in five if ratios.ALL[name].better == "lower" and own[name] > peers[name].quantile(0.75)
    ]
