"""
what: Newton's method by hand, a sorted list of pairs
points: 14 of 14
"""
def call_list(leads, n):
    done = leads[leads["signed_on"].notna() | leads["lost_on"].notna()]
    x = np.column_stack([np.ones(len(done)), done[marks]]).astype(float)
    y = done["signed_on"].notna().to_numpy(dtype=float)
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-x @ weights))
        weights += np.linalg.solve(x.T @ (x * (chance * (1 - chance))[:, None]), x.T @ (y - chance))
    pairs = []
    for row in leads.to_dict("records"):
        if pd.isna(row["signed_on"]) and pd.isna(row["lost_on"]):
            z = weights[0] + sum(w * row[name] for w, name in zip(weights[1:], marks))
            pairs.append((-row["estimated_assets"] / (1 + np.exp(-z)), row["lead_id"]))
    return tuple(name for _, name in sorted(pairs)[:n])
