"""Weight of evidence and information value of counts: the arithmetic, and the correction of empty cells."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Added to both cells of a bin in which one is empty, so that the logarithm exists.
#: Source: Haldane (1956), The Estimation and Significance of the Logarithm of a Ratio of Frequencies,
#: Annals of Human Genetics 20(4), 309-311.
EMPTY_CELL = 0.5


def evidence(
    goods: ArrayLike, bads: ArrayLike, total_goods: float | None = None, total_bads: float | None = None
) -> NDArray[np.float64]:
    """Weight of evidence (证据权重) of bins: ln(share of all goods / share of all bads).

    ``bads`` are each bin's defaults, ``goods`` its cases without default; the totals are their sums
    where not given. Above zero: safer than the whole. A bin without goods or without bads counts half
    a case more of each (``EMPTY_CELL``).

    Source: Siddiqi (2006), Credit Risk Scorecards, Wiley, chapter 6.

    >>> evidence(goods=[45, 35], bads=[5, 15]).round(4)
    array([ 0.8109, -0.539 ])
    """
    good, bad = _shares(goods, bads, total_goods, total_bads)
    return np.log(good / bad)


def information_values(
    goods: ArrayLike, bads: ArrayLike, total_goods: float | None = None, total_bads: float | None = None
) -> NDArray[np.float64]:
    """Information value (信息值) of bins: (share of all goods - share of all bads) * weight of evidence.

    Never below zero. Arguments and correction as for `evidence`; the variable's value is the sum.

    Source: Siddiqi (2006), Credit Risk Scorecards, Wiley, chapter 6.

    >>> information_values(goods=[45, 35], bads=[5, 15]).round(4)
    array([0.2534, 0.1684])
    """
    good, bad = _shares(goods, bads, total_goods, total_bads)
    return (good - bad) * np.log(good / bad)


def _shares(
    goods: ArrayLike, bads: ArrayLike, total_goods: float | None, total_bads: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    good, bad = np.asarray(goods, dtype=float), np.asarray(bads, dtype=float)
    empty = np.where((good == 0) | (bad == 0), EMPTY_CELL, 0.0)
    whole = good.sum() if total_goods is None else total_goods, bad.sum() if total_bads is None else total_bads
    return (good + empty) / whole[0], (bad + empty) / whole[1]
