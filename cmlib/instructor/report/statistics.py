"""How hard a task was, and whether it tells strong students from weak ones: classical item analysis.

Source: the corrected item-total correlation after Henrysson, S. (1963), "Correction of item-total correlations in
item analysis", Psychometrika 28, 211–218; the groups of 27% after Kelley, T. L. (1939), "The selection of upper and
lower groups for the validation of test items", Journal of Educational Psychology 30, 17–24.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: The part of the class that is the upper group, and the lower one.
GROUP = 0.27
#: Two-sided 95% of a normal distribution.
_NORMAL_95 = 1.959964


@dataclass(frozen=True)
class ItemStatistics:
    """What the marks say of one task or check; NaN where they say nothing.

    ``difficulty`` is the mean share of the points: 1 for an item that everyone solved. ``discrimination`` is the
    correlation of the points with those of all other items, between ``low`` and ``high`` with 95% confidence (a
    rough interval: marks are not normal). ``upper_lower`` is the mean share of the best 27% of the students less
    that of the worst 27%, best and worst by all points; students who tie at the border count in part.
    """

    name: str
    most: float
    students: int
    mean: float
    difficulty: float
    discrimination: float
    low: float
    high: float
    upper_lower: float


def item_statistics(names: list[str], points: ArrayLike, most: ArrayLike) -> list[ItemStatistics]:
    """Statistics of each item. ``points`` has a row for each student, a column for each item; ``most`` an entry.

    Raises ``ValueError`` when there is no student, or when names, columns and ``most`` are not as many.

    >>> [first, _] = item_statistics(["a", "b"], [[2, 1], [1, 1], [0, 0]], [2, 1])
    >>> first.difficulty, round(first.discrimination, 3), first.upper_lower
    (0.5, 0.866, 1.0)
    """
    table = np.asarray(points, dtype=np.float64)
    worth = np.asarray(most, dtype=np.float64)
    if table.ndim != 2 or len(table) == 0 or table.shape[1] != len(names) or worth.shape != (len(names),):
        raise ValueError(
            f"item_statistics needs a row for each student and a column for each of {len(names)} items; "
            f"found points of shape {table.shape} and {worth.size} maxima"
        )
    total = table.sum(axis=1)
    upper, lower = _weights(total), _weights(-total)
    found = []
    for place, name in enumerate(names):
        own = table[:, place]
        share = own / worth[place] if worth[place] > 0 else np.full(len(own), math.nan)
        correlation = _correlation(own, total - own)
        found.append(
            ItemStatistics(
                name,
                float(worth[place]),
                len(own),
                float(own.mean()),
                float(share.mean()),
                correlation,
                *_interval(correlation, len(own)),
                float(upper @ share - lower @ share) if np.ptp(total) > 0 else math.nan,
            )
        )
    return found


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Pearson's; NaN where one of the two does not vary."""
    first, second = one - one.mean(), other - other.mean()
    size = math.sqrt(float(first @ first) * float(second @ second))
    scale = max(float(np.abs(one).max()), float(np.abs(other).max()), 1.0)
    return max(-1.0, min(1.0, float(first @ second) / size)) if size > 1e-12 * scale**2 else math.nan


def _interval(correlation: float, students: int) -> tuple[float, float]:
    """Fisher's interval of a correlation; all there is for three students or fewer."""
    if math.isnan(correlation):
        return math.nan, math.nan
    if students <= 3:
        return -1.0, 1.0
    if abs(correlation) == 1.0:
        return correlation, correlation
    middle, reach = math.atanh(correlation), _NORMAL_95 / math.sqrt(students - 3)
    return math.tanh(middle - reach), math.tanh(middle + reach)


def _weights(total: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weight of each student in the group of the highest totals; they add up to 1."""
    size = max(1.0, GROUP * len(total))
    border = np.sort(total)[::-1][math.ceil(size) - 1]
    above, at = total > border, total == border
    return (above + at * (size - above.sum()) / at.sum()) / size
