"""
what: counts a value on the quartile as worse
points: 6 of 10
loses: test_1, test_4
hint: on the quartile is not worse
"""
def lagging(table, firms, firm_id, year):
    joined = table.merge(firms, on="firm_id")
    own = joined[(joined["firm_id"] == firm_id) & (joined["year"] == year)].iloc[0]
    peers = joined[(joined["industry"] == own["industry"]) & (joined["year"] == year)]
    weak = [name for name in five if ratios.ALL[name].better == "higher" and own[name] <= peers[name].quantile(0.25)]
    return weak + [
        name for name in five if ratios.ALL[name].better == "lower" and own[name] >= peers[name].quantile(0.75)
    ]
