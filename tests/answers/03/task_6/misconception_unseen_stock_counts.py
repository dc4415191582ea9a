"""
what: counts stock that nobody has seen
points: 8 of 12
loses: test_3
hint: stock that nobody has counted counts 0
"""


def lendable(pieces, haircuts, coverage):
    haircut = pieces["kind"].map(dict(zip(haircuts["kind"], haircuts["haircut"])))
    unseen = pieces["appraised_value"]
    seen = pieces["found_on_site"].fillna(unseen)
    value = np.minimum(pieces["appraised_value"], seen)
    counted = (value * (1 - haircut)).where(pieces["registered"].astype(bool), 0.0)
    return counted.fillna(0.0).sum() / coverage
