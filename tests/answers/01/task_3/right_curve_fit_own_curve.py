"""
what: curve_fit with bounds on an own curve
points: 11 of 11
"""
from scipy.optimize import curve_fit


def total(t, p, q, m):
    e = np.exp(-(p + q) * np.asarray(t, dtype=float))
    return m * p * (1 - e) / (p + q * e)


def still_to_come(counts, months):
    y = counts.set_index("month").sort_index()["new_users"].to_numpy(dtype=float)
    n = len(y)
    flow = lambda t, p, q, m: total(t, p, q, m) - total(t - 1, p, q, m)
    best = curve_fit(flow, np.arange(1.0, n + 1), y, p0=(0.01, 0.1, 2 * y.sum()), bounds=(1e-9, [1, 2, 1e9]), x_scale=[0.01, 0.1, y.sum()])[0]
    return float(total(n + months, *best) - total(n, *best))
