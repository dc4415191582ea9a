"""
what: multiplies by the coverage
points: 7 of 12
loses: test_1, test_2
hint: divide by the coverage
"""


def lendable(pieces, haircuts, coverage):
    haircut = pieces["kind"].map(dict(zip(haircuts["kind"], haircuts["haircut"])))
    unseen = pieces["appraised_value"].where(pieces["kind"] != "inventory", 0.0)
    seen = pieces["found_on_site"].fillna(unseen)
    value = np.minimum(pieces["appraised_value"], seen)
    counted = (value * (1 - haircut)).where(pieces["registered"].astype(bool), 0.0)
    return counted.fillna(0.0).sum() * coverage
