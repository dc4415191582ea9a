"""A smooth function of a customer's frequency and age, computed at a few ages and read off for all.

A million customers have a few dozen frequencies. For each of them the function is computed at
Chebyshev points of the ages' logarithms and interpolated, exact to about twelve digits; with few
customers of a frequency it is computed for each of them.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.polynomial.chebyshev import chebfit, chebpts1, chebval
from numpy.typing import NDArray

from cmlib.clv.newton import Array


def rows_by_frequency(frequency: Array) -> Iterator[tuple[float, NDArray[np.intp]]]:
    """Every frequency that occurs, with the rows that have it."""
    if not len(frequency):
        return iter(())
    order = np.argsort(frequency, kind="stable")
    values, starts = np.unique(frequency[order], return_index=True)
    return zip(values.tolist(), np.split(order, starts[1:]), strict=True)


def read_off(function: Callable[[Array], Array], age: Array) -> Array:
    """``function(age)``, from a few places where there are many ages; ages are above zero."""
    logs = np.log(age)
    low, high = logs.min(), logs.max()
    half = (high - low) / 2
    degree = int(32 + 20 * half)
    if len(age) < 2 * degree:
        return function(age)
    if half == 0:
        return np.full(len(age), function(age[:1])[0])
    middle = (low + high) / 2
    places = chebpts1(degree + 1)
    coefficients = chebfit(places, function(np.exp(middle + half * places)), degree)
    return np.asarray(chebval((logs - middle) / half, coefficients))
