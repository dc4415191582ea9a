"""
what: one thing after the other
points: 12 of 12
"""


def lendable(pieces, haircuts, coverage):
    rates = haircuts.set_index("kind")["haircut"].to_dict()
    total = 0.0
    for piece in pieces.itertuples():
        value, seen = piece.appraised_value, piece.found_on_site
        if not piece.registered or value != value or piece.kind not in rates:
            continue
        if seen == seen:
            value = min(value, seen)
        elif piece.kind == "inventory":
            value = 0.0
        total += value * (1 - rates[piece.kind])
    return total / coverage
