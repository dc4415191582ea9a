"""Agreement of many raters on ranks and scales, gaps in the data allowed or not."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cmlib.survey.ratings import complete_subjects, rating_matrix

_LEVELS = ("nominal", "ordinal", "interval", "ratio")


@dataclass(frozen=True)
class Concordance:
    """Kendall's W, from 0 to 1, with the chi-square test that the raters rank at random."""

    w: float
    chi_square: float
    p_value: float
    subjects: int
    raters: int


def kendall_w(
    ratings: object, *, subject: str | None = None, rater: str | None = None, rating: str | None = None
) -> Concordance:
    """Agreement of raters on the order of subjects (肯德尔和谐系数): 1 when all rank alike.

    ``ratings`` comes in the forms that `intraclass_correlation` takes; long form needs ``rater``. Subjects without
    all their ratings are left out. Ties share their ranks, and W is corrected for them. It is missing when every
    rater marks all subjects alike.

    Raises as `intraclass_correlation` does, and ``ValueError`` for fewer than three subjects.

    Source: Kendall, Babington Smith (1939), The problem of m rankings, Annals of Mathematical Statistics 10(3),
    275-287.

    >>> round(kendall_w([[1, 1, 2], [2, 3, 1], [3, 2, 3]]).w, 3)
    0.444
    """
    matrix = rating_matrix(ratings, "kendall_w", subject=subject, rater=rater, rating=rating)
    if not matrix.same_raters:
        raise ValueError("kendall_w needs the same raters for all subjects; name the column rater")
    kept = complete_subjects(matrix.values, "kendall_w")
    subjects, raters = kept.shape
    if subjects < 3:
        raise ValueError(f"kendall_w needs three subjects with all their ratings at least; found {subjects}")
    if (kept == kept[0]).all():
        return Concordance(math.nan, math.nan, math.nan, subjects, raters)
    test = stats.friedmanchisquare(*kept)
    chi_square = float(test.statistic)
    return Concordance(chi_square / (raters * (subjects - 1)), chi_square, float(test.pvalue), subjects, raters)


def krippendorff_alpha(
    ratings: object,
    *,
    level: str,
    subject: str | None = None,
    rater: str | None = None,
    rating: str | None = None,
) -> float:
    """Agreement of any number of raters with any gaps in their ratings (克里彭多夫系数).

    ``ratings`` comes in the forms that `intraclass_correlation` takes, as numbers. ``level`` says how two ratings
    differ: ``"nominal"`` (the same or not), ``"ordinal"``, ``"interval"`` (squared difference) or ``"ratio"``. A
    subject with a single rating says nothing and is passed over. Alpha is 1 for full agreement and 0 for what chance
    brings; missing when all ratings are the same.

    Raises as `intraclass_correlation` does, and ``ValueError`` for an unknown level, when no subject has two ratings,
    and for ratings below 0 on the ratio level.

    Source: Krippendorff (2004), Content Analysis: An Introduction to Its Methodology, 2nd ed., Sage, ch. 11.

    >>> krippendorff_alpha([[1, 1], [2, 2], [3, np.nan]], level="nominal")
    1.0
    """
    if level not in _LEVELS:
        raise ValueError(f"krippendorff_alpha needs level to be one of {_LEVELS}; found {level!r}")
    matrix = rating_matrix(ratings, "krippendorff_alpha", subject=subject, rater=rater, rating=rating).values
    matrix = np.where(np.isfinite(matrix), matrix, np.nan)
    number = (~np.isnan(matrix)).sum(axis=1)
    matrix, number = matrix[number >= 2], number[number >= 2]
    if not len(matrix):
        raise ValueError("krippendorff_alpha needs a subject with two ratings at least; found none")
    if level == "ratio" and np.nanmin(matrix) < 0:
        raise ValueError(
            f"krippendorff_alpha needs ratings not below 0 on the ratio level; found {np.nanmin(matrix):g}"
        )
    values = np.unique(matrix[~np.isnan(matrix)])
    counts = np.column_stack([(matrix == value).sum(axis=1) for value in values]).astype(float)
    # How often two values meet in one subject, each pair of its ratings weighted so that a subject counts by its size.
    meetings = (counts / (number - 1)[:, None]).T @ counts - np.diag((counts / (number - 1)[:, None]).sum(axis=0))
    totals = counts.sum(axis=0)
    difference = _squared_difference(values, totals, level)
    expected = (np.outer(totals, totals) * difference).sum() / (totals.sum() - 1)
    return float(1 - (meetings * difference).sum() / expected) if expected > 0 else math.nan


def _squared_difference(values: NDArray[np.float64], totals: NDArray[np.float64], level: str) -> NDArray[np.float64]:
    if level == "nominal":
        return 1.0 - np.eye(len(values))
    if level == "ordinal":  # ratings between two values, half of those on the values themselves
        middle = np.cumsum(totals) - totals / 2
        return np.subtract.outer(middle, middle) ** 2
    difference, total = np.subtract.outer(values, values), np.add.outer(values, values)
    if level == "ratio":
        difference = np.divide(difference, total, out=np.zeros_like(total), where=total > 0)
    return difference**2
