"""
what: the formulas by hand with the rounded 1.96, largest remainders
points: 10 of 10
"""
from math import ceil, floor


def letters(customers_of, response_rate, margin):
    total = sum(customers_of.values())
    n_0 = 1.959964**2 * 0.25 / margin**2
    needed = ceil(n_0 / (1 + (n_0 - 1) / total))
    exact = {band: needed * size / total for band, size in customers_of.items()}
    whole = {band: floor(value) for band, value in exact.items()}
    left = needed - sum(whole.values())
    for band in sorted(exact, key=lambda band: whole[band] - exact[band])[:left]:
        whole[band] += 1
    return {band: min(ceil(whole[band] / response_rate[band]), customers_of[band]) for band in customers_of}
