"""
what: believes the books, whatever was found
points: 7 of 12
loses: test_1, test_3
hint: only half of the stock was found
"""


def lendable(pieces, haircuts, coverage):
    haircut = pieces["kind"].map(dict(zip(haircuts["kind"], haircuts["haircut"])))
    unseen = pieces["appraised_value"].where(pieces["kind"] != "inventory", 0.0)
    seen = pieces["found_on_site"].fillna(unseen)
    value = pieces["appraised_value"]
    counted = (value * (1 - haircut)).where(pieces["registered"].astype(bool), 0.0)
    return counted.fillna(0.0).sum() / coverage
