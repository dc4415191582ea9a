"""
what: forgets the intercept
points: 2 of 12
loses: test_2, test_3
hint: fit with an intercept
"""
from sklearn.linear_model import LogisticRegression


def call_list(past, coming, margin, cost):
    called = past[past["contacted"].astype(bool)]
    model = LogisticRegression(C=np.inf, fit_intercept=False, solver="newton-cholesky").fit(called[known], called["responded"].astype(bool))
    ranked = coming.assign(chance=model.predict_proba(coming[known])[:, 1]).sort_values("chance", ascending=False)
    return ranked.loc[ranked["chance"] * margin > cost, "customer_id"].tolist()
