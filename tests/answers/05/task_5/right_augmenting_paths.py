"""
what: shortest augmenting paths (Bellman-Ford) instead of scipy
points: 11 of 11
"""
def plan_week(requests, half_days):
    value = {}
    for ask in requests.itertuples():
        for half in half_days.itertuples():
            if ask.district == half.district and ask.earliest_on <= half.date <= ask.latest_on:
                value[ask.request_id, half.half_day_id] = ask.expected_value * (1.0 if ask.manager_id == half.manager_id else 0.5)
    plan = {}
    while True:
        taken = {half: ask for ask, half in plan.items()}
        cost, back = {("r", ask): 0.0 for ask in requests["request_id"] if ask not in plan}, {}
        for _ in range(2 * len(requests) + 2):
            changed = False
            for (ask, half), worth in value.items():
                if plan.get(ask) == half:
                    start, end, step = ("h", half), ("r", ask), worth
                else:
                    start, end, step = ("r", ask), ("h", half), -worth
                if start in cost and cost[start] + step < cost.get(end, 1e18) - 1e-9:
                    cost[end], back[end], changed = cost[start] + step, start, True
            if not changed:
                break
        ends = [(cost[node], node) for node in cost if (node[0] == "h" and node[1] not in taken) or (node[0] == "r" and node[1] in plan)]
        if not ends or min(ends)[0] > -1e-9:
            return plan
        node, path = min(ends)[1], []
        while node in back:
            path.append((back[node], node))
            node = back[node]
        for start, end in path:
            if start[0] == "h":
                del plan[end[1]]
        for start, end in path:
            if start[0] == "r":
                plan[start[1]] = end[1]
