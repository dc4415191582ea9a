"""
what: counts a kind without a haircut in full
points: 9 of 12
loses: test_4
hint: a kind without a haircut counts 0
"""


def lendable(pieces, haircuts, coverage):
    haircut = pieces["kind"].map(dict(zip(haircuts["kind"], haircuts["haircut"]))).fillna(0.0)
    unseen = pieces["appraised_value"].where(pieces["kind"] != "inventory", 0.0)
    seen = pieces["found_on_site"].fillna(unseen)
    value = np.minimum(pieces["appraised_value"], seen)
    counted = (value * (1 - haircut)).where(pieces["registered"].astype(bool), 0.0)
    return counted.fillna(0.0).sum() / coverage
