"""How far raters agree on categories, beyond what chance would bring."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from cmlib.survey.checks import require_fraction

_WEIGHTS = ("linear", "quadratic")


@dataclass(frozen=True)
class Agreement:
    """A kappa with its parts: ``observed`` agreement, and the ``expected`` one if raters only guessed.

    ``lower`` and ``upper`` are the ends of the normal interval at ``confidence``, cut at 1.
    """

    kappa: float
    standard_error: float
    lower: float
    upper: float
    confidence: float
    observed: float
    expected: float
    subjects: int


def cohen_kappa(
    first: ArrayLike,
    second: ArrayLike,
    *,
    weights: str | None = None,
    categories: Sequence | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Agreement of two raters who sort the same subjects into categories (科恩卡帕系数).

    ``first`` and ``second`` are Series of any engine, arrays or lists of equal length; a pair with a missing mark is
    left out. ``weights`` counts near misses in part: ``"linear"`` or ``"quadratic"`` in the distance of two
    categories; without it only the same category counts. ``categories`` lists them in order; by default those found,
    sorted. Kappa is 1 for full agreement, 0 for what chance brings; missing when both raters use one category only.

    Raises ``ValueError`` for unequal lengths, no complete pair, an unknown weight, a mark that is no category, and a
    confidence that is not between 0 and 1.

    Source: Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement
    20(1), 37-46; weights: Cohen (1968), Psychological Bulletin 70(4), 213-220; standard error: Fleiss, Cohen,
    Everitt (1969), Psychological Bulletin 72(5), 323-327.

    >>> found = cohen_kappa(["good", "good", "bad", "bad"], ["good", "bad", "bad", "bad"])
    >>> found.kappa, found.observed, found.expected
    (0.5, 0.75, 0.5)
    """
    require_fraction(confidence, "cohen_kappa", "confidence")
    if weights is not None and weights not in _WEIGHTS:
        raise ValueError(f"cohen_kappa needs weights to be None or one of {_WEIGHTS}; found {weights!r}")
    shares, subjects = _joint_shares(_objects(first), _objects(second), categories)
    credit = _credit(len(shares), weights)
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed = float((credit * shares).sum())
    expected = float((credit * np.outer(rows, columns)).sum())
    if 1 - expected <= 0:
        return Agreement(*(math.nan,) * 4, confidence, observed, expected, subjects)
    kappa = (observed - expected) / (1 - expected)
    mean_credit = (credit @ columns)[:, None] + (rows @ credit)[None, :]
    inner = (shares * (credit - mean_credit * (1 - kappa)) ** 2).sum() - (kappa - expected * (1 - kappa)) ** 2
    error = math.sqrt(max(inner, 0) / subjects) / (1 - expected)
    reach = float(stats.norm.ppf(0.5 + confidence / 2)) * error
    return Agreement(
        kappa, error, kappa - reach, min(kappa + reach, 1.0), confidence, observed, expected, subjects
    )  # fmt: skip


def fleiss_kappa(counts: ArrayLike, *, confidence: float = 0.95) -> Agreement:
    """Agreement of several raters on categories (弗莱斯卡帕系数).

    ``counts``, shape (subjects, categories), says how many raters put a subject into a category; every subject has
    the same number of raters, at least two, not necessarily the same persons. The standard error is that of a
    jackknife over subjects. Kappa is missing when all ratings fall into one category.

    Raises ``ValueError`` for what are no such counts, fewer than two subjects, and a confidence that is not between
    0 and 1.

    Source: Fleiss (1971), Measuring nominal scale agreement among many raters, Psychological Bulletin 76(5), 378-382.

    >>> round(fleiss_kappa([[3, 0], [0, 3], [2, 1]]).kappa, 3)
    0.55
    """
    require_fraction(confidence, "fleiss_kappa", "confidence")
    table = np.asarray(counts)
    if table.ndim != 2 or table.dtype.kind not in "iuf" or len(table) < 2:
        raise ValueError(
            f"fleiss_kappa needs counts in two dimensions (subjects, categories), two subjects at least; "
            f"found shape {table.shape} of {table.dtype}"
        )
    table = table.astype(float)
    raters = table.sum(axis=1)
    if not (np.isfinite(table).all() and (table >= 0).all() and (table == np.floor(table)).all()):
        raise ValueError("fleiss_kappa needs whole numbers not below 0; found others")
    if (raters != raters[0]).any() or raters[0] < 2:
        raise ValueError(
            f"fleiss_kappa needs the same number of raters for every subject, two at least; "
            f"found {int(raters.min())} to {int(raters.max())}"
        )
    kappa, observed, expected = _fleiss(table)
    subjects = len(table)
    others = np.array([_fleiss(np.delete(table, place, axis=0))[0] for place in range(subjects)])
    error = math.sqrt((subjects - 1) / subjects * float(((others - others.mean()) ** 2).sum()))
    reach = float(stats.norm.ppf(0.5 + confidence / 2)) * error
    return Agreement(
        kappa, error, kappa - reach, min(kappa + reach, 1.0), confidence, observed, expected, subjects
    )  # fmt: skip


def _fleiss(table: NDArray[np.float64]) -> tuple[float, float, float]:
    raters = table[0].sum()
    observed = float(((table**2).sum(axis=1) - raters).mean() / (raters * (raters - 1)))
    expected = float(((table.sum(axis=0) / table.sum()) ** 2).sum())
    return ((observed - expected) / (1 - expected) if expected < 1 else math.nan), observed, expected


def _objects(marks: ArrayLike) -> list:
    series = nw.from_native(marks, series_only=True, pass_through=True)
    values = series.to_list() if isinstance(series, nw.Series) else list(np.asarray(marks, dtype=object))
    return [None if value is None or value != value else value for value in values]  # NaN is not itself


def _joint_shares(first: list, second: list, categories: Sequence | None) -> tuple[NDArray[np.float64], int]:
    if len(first) != len(second):
        raise ValueError(f"cohen_kappa needs both raters on the same subjects; found {len(first)} and {len(second)}")
    pairs = [(one, other) for one, other in zip(first, second, strict=True) if one is not None and other is not None]
    if not pairs:
        raise ValueError("cohen_kappa needs at least one subject that both raters marked; found none")
    known = sorted({mark for pair in pairs for mark in pair}) if categories is None else list(categories)
    place = {name: number for number, name in enumerate(known)}
    unknown = [mark for pair in pairs for mark in pair if mark not in place]
    if unknown:
        raise ValueError(f"cohen_kappa needs marks among {known}; found {unknown[0]!r}")
    joint = np.zeros((len(known), len(known)))
    for one, other in pairs:
        joint[place[one], place[other]] += 1
    return joint / len(pairs), len(pairs)


def _credit(categories: int, weights: str | None) -> NDArray[np.float64]:
    """What a pair of categories counts towards agreement: 1 for the same one."""
    if weights is None or categories == 1:
        return np.eye(categories)
    distance = np.abs(np.subtract.outer(np.arange(categories), np.arange(categories))) / (categories - 1)
    return 1 - (distance if weights == "linear" else distance**2)
