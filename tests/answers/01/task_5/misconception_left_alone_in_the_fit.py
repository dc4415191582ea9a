"""
what: fits on those who were left alone, too
points: 6 of 12
loses: test_2
hint: only rows of past that were contacted
"""
from sklearn.linear_model import LogisticRegression


def call_list(past, coming, margin, cost):
    called = past
    model = LogisticRegression(C=np.inf, solver="newton-cholesky").fit(called[known], called["responded"].astype(bool))
    ranked = coming.assign(chance=model.predict_proba(coming[known])[:, 1]).sort_values("chance", ascending=False)
    return ranked.loc[ranked["chance"] * margin > cost, "customer_id"].tolist()
