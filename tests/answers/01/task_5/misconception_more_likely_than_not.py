"""
what: calls who responds more likely than not
points: 0 of 12
loses: test_1, test_2, test_3
hint: worth it for all 40
"""
from sklearn.linear_model import LogisticRegression


def call_list(past, coming, margin, cost):
    called = past[past["contacted"].astype(bool)]
    model = LogisticRegression(C=np.inf, solver="newton-cholesky").fit(called[known], called["responded"].astype(bool))
    ranked = coming.assign(chance=model.predict_proba(coming[known])[:, 1]).sort_values("chance", ascending=False)
    return ranked.loc[ranked["chance"] > 0.5, "customer_id"].tolist()
