"""
what: arrays, nanmean; a numpy number
points: 5 of 5
"""
def share_below_mean(table):
    amounts = table["deposits"].to_numpy(dtype=float)
    below = amounts < np.nanmean(amounts)
    return np.float32(below.sum() / np.isfinite(amounts).sum())
