"""
what: merge, filter, numpy scalar
points: 12 of 12
"""


def lendable(pieces, haircuts, coverage):
    table = pieces.merge(haircuts, on="kind")
    table = table[table["registered"] & table["appraised_value"].notna()]
    table = table[(table["kind"] != "inventory") | table["found_on_site"].notna()]
    lower = table[["appraised_value", "found_on_site"]].min(axis=1)
    return np.float64((lower - lower * table["haircut"]).sum()) / coverage
