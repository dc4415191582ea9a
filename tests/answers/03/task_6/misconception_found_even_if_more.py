"""
what: takes what was found, even when it is more
points: 8 of 12
loses: test_3
hint: the lower value counts
"""


def lendable(pieces, haircuts, coverage):
    haircut = pieces["kind"].map(dict(zip(haircuts["kind"], haircuts["haircut"])))
    unseen = pieces["appraised_value"].where(pieces["kind"] != "inventory", 0.0)
    seen = pieces["found_on_site"].fillna(unseen)
    value = seen.where(pieces["appraised_value"].notna())
    counted = (value * (1 - haircut)).where(pieces["registered"].astype(bool), 0.0)
    return counted.fillna(0.0).sum() / coverage
