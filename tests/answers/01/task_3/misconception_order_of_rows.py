"""
what: takes the rows as they come
points: 7 of 11
loses: test_3
hint: put the months in order first
"""
from scipy.optimize import curve_fit


def still_to_come(counts, months):
    seen = counts["new_users"].to_numpy(dtype=float)
    last = len(seen)
    best, _ = curve_fit(bass_new_users, np.arange(1, last + 1), seen, p0=(0.01, 0.1, 2 * seen.sum()))
    return bass_users(last + months, *best) - bass_users(last, *best)
