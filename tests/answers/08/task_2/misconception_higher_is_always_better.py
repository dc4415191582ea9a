"""
what: takes the lower quarter for the worst of every ratio
points: 3 of 10
loses: test_1, test_3, test_4
hint: mind ratios.ALL[name].better
"""
def lagging(table, firms, firm_id, year):
    joined = table.merge(firms, on="firm_id")
    own = joined[(joined["firm_id"] == firm_id) & (joined["year"] == year)].iloc[0]
    peers = joined[(joined["industry"] == own["industry"]) & (joined["year"] == year)]
    return [name for name in five if own[name] < peers[name].quantile(0.25)]
