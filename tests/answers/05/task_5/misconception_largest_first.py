"""
what: the most valuable request chooses first
points: 3 of 11
loses: test_1, test_3, test_4
hint: request 2 has no place
"""
def plan_week(requests, half_days):
    plan, taken = {}, set()
    for ask in requests.sort_values('expected_value', ascending=False).to_dict("records"):
        fits = [half for half in half_days.to_dict("records") if half["district"] == ask["district"]
                and ask["earliest_on"] <= half["date"] <= ask["latest_on"] and half["half_day_id"] not in taken]
        fits.sort(key=lambda half: (half["manager_id"] != ask["manager_id"], half["date"], half["half_day_id"]))
        if fits:
            plan[ask["request_id"]] = fits[0]["half_day_id"]
            taken.add(fits[0]["half_day_id"])
    return plan
