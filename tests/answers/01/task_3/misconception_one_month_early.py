"""
what: begins with the last month that is known
points: 0 of 11
loses: test_1, test_2, test_3
hint: one month too early
"""
from scipy.optimize import curve_fit


def still_to_come(counts, months):
    seen = counts.sort_values("month")["new_users"].to_numpy(dtype=float)
    last = len(seen)
    best, _ = curve_fit(bass_new_users, np.arange(1, last + 1), seen, p0=(0.01, 0.1, 2 * seen.sum()))
    return bass_users(last + months - 1, *best) - bass_users(last - 1, *best)
