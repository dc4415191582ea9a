"""
what: Decimal, piece by piece
points: 12 of 12
"""

from decimal import Decimal


def lendable(pieces, haircuts, coverage):
    left = {kind: 1 - Decimal(str(cut)) for kind, cut in zip(haircuts["kind"], haircuts["haircut"])}
    total = Decimal(0)
    for row in pieces.to_dict("records"):
        known = [row[name] for name in ("appraised_value", "found_on_site") if pd.notna(row[name])]
        counts = bool(row["registered"]) and pd.notna(row["appraised_value"])
        if row["kind"] == "inventory" and pd.isna(row["found_on_site"]):
            counts = False
        if counts:
            total += Decimal(str(min(known))) * left.get(row["kind"], 0)
    return total / Decimal(str(coverage))
