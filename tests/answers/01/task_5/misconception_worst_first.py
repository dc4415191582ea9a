"""
what: puts the lowest chance first
points: 6 of 12
loses: test_1, test_3
hint: upside down
"""
from sklearn.linear_model import LogisticRegression


def call_list(past, coming, margin, cost):
    called = past[past["contacted"].astype(bool)]
    model = LogisticRegression(C=np.inf, solver="newton-cholesky").fit(called[known], called["responded"].astype(bool))
    ranked = coming.assign(chance=model.predict_proba(coming[known])[:, 1]).sort_values("chance", ascending=True)
    return ranked.loc[ranked["chance"] * margin > cost, "customer_id"].tolist()
