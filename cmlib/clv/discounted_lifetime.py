"""Discounted lifetimes under the shifted-beta-geometric model, where ready-made hypergeometric functions give up.

The infinite sum is the hypergeometric function 2F1(1, beta; alpha + beta; v) of the discount factor v. Its usual
transformations lose all digits when alpha is a whole number or beta is large. Gauss's continued fraction has positive
parts only, and converges for every v below 1.
"""

import math

import numpy as np

from cmlib.clv.arguments import Array

#: So many pairs of parts over sqrt(1 - v): what the fraction leaves out is then below exp(-48).
_STEPS = 12.0


def discounted_lifetime(alpha: float, beta: Array, factor: float) -> Array:
    """Sum over t = 0, 1, 2, … of survival to t times ``factor ** t``; missing where it has no end.

    Source: Fader, Hardie (2010), Marketing Science 29(1), 85-93, equation for the discounted expected lifetime;
    Cuyt and others (2008), Handbook of Continued Fractions for Special Functions, Springer, ch. 15.

    >>> discounted_lifetime(1.0, np.array([1.0]), 0.5).round(9)  # 2 ln 2
    array([1.38629436])
    """
    total = alpha + beta
    if factor > 1 or (factor == 1 and alpha <= 1):
        return np.full_like(total, np.nan)
    if factor == 1:
        return (total - 1) / (alpha - 1)
    # 2F1(1, b; c) = 1 + (b / c) v 2F1(1, b + 1; c + 1), and the latter is the continued fraction.
    steps = 2 * (math.ceil(_STEPS / math.sqrt(1 - factor)) + 10)
    fraction = total + steps
    for step in range(steps, 0, -1):
        half = step // 2
        part = (beta + 1 + half) * (total + half) if step % 2 else half * (alpha + half - 1)
        fraction = total + (step - 1) - part * factor / fraction
    return 1 + beta * factor / fraction


def lifetime_within(payments: int, alpha: float, beta: Array, factor: float) -> tuple[Array, Array]:
    """The same sum over t = 0 to ``payments - 1``, and over t = 1 to ``payments``.

    >>> start, end = lifetime_within(2, 1.0, np.array([1.0]), 1.0)
    >>> start, end.round(4)
    (array([1.5]), array([0.8333]))
    """
    value, start, end = np.ones_like(beta), np.zeros_like(beta), np.zeros_like(beta)
    for before in range(payments):
        start += value
        value = value * (beta + before) / (alpha + beta + before) * factor
        end += value
    return start, end
