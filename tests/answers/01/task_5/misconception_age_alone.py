"""
what: ranks by one column
points: 0 of 12
loses: test_1, test_2, test_3
hint: alike otherwise
"""
from sklearn.linear_model import LogisticRegression


def call_list(past, coming, margin, cost):
    called = past[past["contacted"].astype(bool)]
    model = LogisticRegression(C=np.inf, solver="newton-cholesky").fit(called[["age"]], called["responded"].astype(bool))
    ranked = coming.assign(chance=model.predict_proba(coming[["age"]])[:, 1]).sort_values("chance", ascending=False)
    return ranked.loc[ranked["chance"] * margin > cost, "customer_id"].tolist()
