"""
what: takes 0 found for not visited
points: 8 of 12
loses: test_3
hint: 0 is not missing
"""


def lendable(pieces, haircuts, coverage):
    haircut = pieces["kind"].map(dict(zip(haircuts["kind"], haircuts["haircut"])))
    unseen = pieces["appraised_value"].where(pieces["kind"] != "inventory", 0.0)
    seen = (
        pieces["found_on_site"]
        .replace(0.0, np.nan)
        .fillna(pieces["appraised_value"].where((pieces["kind"] != "inventory") | (pieces["found_on_site"] == 0), 0.0))
    )
    value = np.minimum(pieces["appraised_value"], seen)
    counted = (value * (1 - haircut)).where(pieces["registered"].astype(bool), 0.0)
    return counted.fillna(0.0).sum() / coverage
