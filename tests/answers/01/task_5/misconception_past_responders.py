"""
what: calls whoever responded before, without a model
points: 0 of 12
loses: test_1, test_2, test_3
hint: worth it for all 40
"""
def call_list(past, coming, margin, cost):
    ranked = coming.sort_values("previous_responses", ascending=False)
    return ranked.loc[ranked["previous_responses"] > 0, "customer_id"].tolist()
