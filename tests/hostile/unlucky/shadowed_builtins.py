"""
what: the names sum, max, list, abs and len are used for figures
points: 17 of 19
says: your code raised TypeError
"""
sum, abs, str, type, print = 0, 1, "text", "kind", None


def growth(before, after):
    return (after - before) / before
