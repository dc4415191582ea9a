"""
what: counts what is not registered
points: 9 of 12
loses: test_4
hint: what is not registered counts 0
"""


def lendable(pieces, haircuts, coverage):
    haircut = pieces["kind"].map(dict(zip(haircuts["kind"], haircuts["haircut"])))
    unseen = pieces["appraised_value"].where(pieces["kind"] != "inventory", 0.0)
    seen = pieces["found_on_site"].fillna(unseen)
    value = np.minimum(pieces["appraised_value"], seen)
    counted = value * (1 - haircut)
    return counted.fillna(0.0).sum() / coverage
