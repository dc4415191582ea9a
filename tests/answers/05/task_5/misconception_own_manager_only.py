"""
what: lets only the own manager go
points: 4 of 11
loses: test_2, test_3
hint: worth
"""
def plan_week(requests, half_days):
    pairs = requests.merge(half_days, on="district", suffixes=("", "_of_half_day"))
    pairs = pairs[(pairs["date"] >= pairs["earliest_on"]) & (pairs["date"] <= pairs["latest_on"])]
    own = pairs["manager_id"] == pairs["manager_id_of_half_day"]
    pairs = pairs.assign(value=pairs["expected_value"] * np.where(own, 1.0, 0.0))
    table = pairs.pivot(index="request_id", columns="half_day_id", values="value").fillna(0)
    rows, columns = linear_sum_assignment(table, maximize=True)
    values = table.to_numpy()
    return {table.index[i]: table.columns[j] for i, j in zip(rows, columns) if values[i, j] > 0}
