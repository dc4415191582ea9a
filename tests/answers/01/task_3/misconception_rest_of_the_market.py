"""
what: gives all who are still to come, without the months
points: 0 of 11
loses: test_1, test_2, test_3
hint: found
"""
from scipy.optimize import curve_fit


def still_to_come(counts, months):
    seen = counts.sort_values("month")["new_users"].to_numpy(dtype=float)
    last = len(seen)
    best, _ = curve_fit(bass_new_users, np.arange(1, last + 1), seen, p0=(0.01, 0.1, 2 * seen.sum()))
    return best[2] - seen.sum()
