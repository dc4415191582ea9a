"""
what: draws a straight line through the monthly numbers
points: 0 of 11
loses: test_1, test_2, test_3
hint: found
"""
def still_to_come(counts, months):
    seen = counts.sort_values("month")["new_users"].to_numpy(dtype=float)
    slope, start = np.polyfit(np.arange(1, len(seen) + 1), seen, 1)
    ahead = np.arange(len(seen) + 1, len(seen) + months + 1)
    return float((start + slope * ahead).sum())
