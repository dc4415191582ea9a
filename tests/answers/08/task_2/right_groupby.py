"""
what: groupby and transform over the whole table, with signs turned where less is better
points: 10 of 10
"""
def lagging(table, firms, firm_id, year):
    sign = pd.Series({name: 1 if ratios.ALL[name].better == "higher" else -1 for name in five})
    joined = table.merge(firms, on="firm_id")
    good = joined[five] * sign
    quartile = good.groupby([joined["industry"], joined["year"]])[five].transform(lambda values: values.quantile(0.25))
    worse = (good < quartile)[(joined["firm_id"] == firm_id) & (joined["year"] == year)]
    return set(worse.columns[worse.any()])
