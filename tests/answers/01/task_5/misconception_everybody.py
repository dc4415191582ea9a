"""
what: gives everybody, ordered by chance
points: 4 of 12
loses: test_1, test_2
hint: worth it for nobody
"""
from sklearn.linear_model import LogisticRegression


def call_list(past, coming, margin, cost):
    called = past[past["contacted"].astype(bool)]
    model = LogisticRegression(C=np.inf, solver="newton-cholesky").fit(called[known], called["responded"].astype(bool))
    ranked = coming.assign(chance=model.predict_proba(coming[known])[:, 1]).sort_values("chance", ascending=False)
    return ranked["customer_id"].tolist()
