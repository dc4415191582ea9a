"""
what: Nelder and Mead's simplex on the sum of squares, m solved at each step
points: 11 of 11
"""
from scipy.optimize import minimize


def still_to_come(counts, months):
    table = counts.sort_values("month").reset_index(drop=True)
    y, t = table["new_users"].astype(float).to_numpy(), table.index.to_numpy() + 1.0

    def fit_m(x):
        shape = bass_new_users(t, *np.exp(x), 1.0)
        return shape @ y / (shape @ shape), shape

    def distance(x):
        m, shape = fit_m(x)
        return ((y - m * shape) ** 2).sum() / (y @ y)

    best = minimize(distance, np.log([0.01, 0.1]), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-14, "maxiter": 4000})
    m, _ = fit_m(best.x)
    ahead = np.arange(len(y) + 1, len(y) + months + 1)
    return np.array([bass_new_users(ahead, *np.exp(best.x), m).sum()])[0]
