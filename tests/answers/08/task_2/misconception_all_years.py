"""
what: compares with the industry's values of all years
points: 4 of 10
loses: test_2, test_3
hint: lower quartile of the firm's industry
"""
def lagging(table, firms, firm_id, year):
    joined = table.merge(firms, on="firm_id")
    own = joined[(joined["firm_id"] == firm_id) & (joined["year"] == year)].iloc[0]
    peers = joined[joined["industry"] == own["industry"]]
    weak = [name for name in five if ratios.ALL[name].better == "higher" and own[name] < peers[name].quantile(0.25)]
    return weak + [
        name for name in five if ratios.ALL[name].better == "lower" and own[name] > peers[name].quantile(0.75)
    ]
