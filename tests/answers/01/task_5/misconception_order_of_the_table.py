"""
what: leaves the list in the order of the table
points: 6 of 12
loses: test_1, test_3
hint: comes first
"""
from sklearn.linear_model import LogisticRegression


def call_list(past, coming, margin, cost):
    called = past[past["contacted"].astype(bool)]
    model = LogisticRegression(C=np.inf, solver="newton-cholesky").fit(called[known], called["responded"].astype(bool))
    ranked = coming.assign(chance=model.predict_proba(coming[known])[:, 1])
    return ranked.loc[ranked["chance"] * margin > cost, "customer_id"].tolist()
