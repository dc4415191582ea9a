"""Pre-bins of a numeric variable: fine intervals of its values, with the goods and bads of each.

A sample in memory is sorted once: the edges are exact quantiles, and all counts are read off the sorted
values. A value that holds a large share by itself (zero, a cap, a whole number) has a pre-bin of its own.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class PreBins:
    """Intervals from each edge up to the next, the edge included; the first is open below, the last above.

    ``edges`` are ascending, one fewer than the cells of ``goods`` and ``bads``. No cell is empty.
    """

    edges: NDArray[np.float64]
    goods: NDArray[np.float64]
    bads: NDArray[np.float64]


def count_sample(
    values: NDArray[np.float64],
    bad: NDArray[np.bool_],
    weights: NDArray[np.float64] | None,
    *,
    number: int,
    edges: NDArray[np.float64] | None,
) -> PreBins:
    """Pre-bins of a sample in memory; ``values`` are finite. ``edges`` are computed unless they are given.

    >>> found = count_sample(np.array([1.0, 1, 2, 3]), np.array([True, False, True, False]), None, number=4, edges=None)
    >>> found.edges, found.goods, found.bads
    (array([2., 3.]), array([1., 0., 1.]), array([1., 1., 0.]))
    """
    in_order = np.sort(values)
    cuts = quantile_edges(in_order, number) if edges is None else edges
    if weights is None:  # counting in sorted values is a matter of looking up the edges
        all_cases, bads = _counts(in_order, cuts), _counts(np.sort(values[bad]), cuts)
        return without_empty(cuts, all_cases - bads, bads)
    cell = np.searchsorted(cuts, values, side="right")
    weighed = [np.bincount(cell[of], weights[of], len(cuts) + 1).astype(float) for of in (~bad, bad)]
    return without_empty(cuts, *weighed)


def quantile_edges(in_order: NDArray[np.float64], number: int) -> NDArray[np.float64]:
    """Edges of about ``number`` cells of equal counts, each a value that occurs; every value's cases stay together.

    >>> quantile_edges(np.array([0.0, 0, 0, 0, 1, 2, 3, 4]), 4)
    array([1., 3.])
    """
    size = len(in_order)
    at = in_order[(np.arange(1, number) * size) // number]
    after = np.searchsorted(in_order, at, side="right")
    heavy = after - np.searchsorted(in_order, at, side="left") >= size / number
    behind = after[heavy & (after < size)]  # what comes after a heavy value begins a cell of its own
    edges = np.unique(np.concatenate([at, in_order[behind]]))
    return edges[edges > in_order[0]]


def without_empty(edges: NDArray[np.float64], goods: NDArray[np.float64], bads: NDArray[np.float64]) -> PreBins:
    """Pre-bins without empty cells: the cell before an empty one is extended over it."""
    filled = np.flatnonzero(goods + bads > 0)
    return PreBins(edges[filled[1:] - 1], goods[filled], bads[filled])


def _counts(in_order: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    below = np.searchsorted(in_order, edges, side="left")
    return np.diff(below, prepend=0, append=len(in_order)).astype(float)
