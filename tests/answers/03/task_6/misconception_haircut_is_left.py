"""
what: counts the haircut instead of what is left
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: what is left after it counts
"""


def lendable(pieces, haircuts, coverage):
    haircut = pieces["kind"].map(dict(zip(haircuts["kind"], haircuts["haircut"])))
    unseen = pieces["appraised_value"].where(pieces["kind"] != "inventory", 0.0)
    seen = pieces["found_on_site"].fillna(unseen)
    value = np.minimum(pieces["appraised_value"], seen)
    counted = (value * haircut).where(pieces["registered"].astype(bool), 0.0)
    return counted.fillna(0.0).sum() / coverage
