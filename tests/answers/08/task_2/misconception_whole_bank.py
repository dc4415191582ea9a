"""
what: compares with all firms of the bank instead of the industry
points: 4 of 10
loses: test_2, test_3
hint: lower quartile of the firm's industry
"""
def lagging(table, firms, firm_id, year):
    peers = table[table["year"] == year].set_index("firm_id")
    own = peers.loc[firm_id]
    weak = [name for name in five if ratios.ALL[name].better == "higher" and own[name] < peers[name].quantile(0.25)]
    return weak + [
        name for name in five if ratios.ALL[name].better == "lower" and own[name] > peers[name].quantile(0.75)
    ]
