"""
what: fills the matrix with two loops
points: 11 of 11
"""
def plan_week(requests, half_days):
    asks, free = requests.to_dict("records"), half_days.to_dict("records")
    value = np.zeros((len(asks), len(free)))
    for i, ask in enumerate(asks):
        for j, half in enumerate(free):
            if ask["district"] == half["district"] and ask["earliest_on"] <= half["date"] <= ask["latest_on"]:
                value[i, j] = ask["expected_value"] / (1 if ask["manager_id"] == half["manager_id"] else 2)
    return {asks[i]["request_id"]: free[j]["half_day_id"] for i, j in zip(*linear_sum_assignment(-value)) if value[i, j]}
