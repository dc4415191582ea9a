"""How well the items of a questionnaire measure one thing."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from cmlib.survey.checks import require_fraction
from cmlib.survey.item_matrix import item_covariances
from cmlib.survey.one_factor import one_factor


@dataclass(frozen=True)
class Reliability:
    """Cronbach's alpha of a set of items, and how each item bears on it.

    ``lower`` and ``upper`` are the ends of Feldt's interval at ``confidence``. ``standardised_alpha`` is the
    alpha of items brought to equal variance. ``left_out`` counts people with a missing answer. ``items`` is a
    table with one row an item: ``item``, ``alpha_without_it``, and ``item_rest_correlation``, its correlation
    with the sum of the other items.
    """

    alpha: float
    lower: float
    upper: float
    confidence: float
    standardised_alpha: float
    people: int
    left_out: int
    items: pd.DataFrame


@dataclass(frozen=True)
class Omega:
    """McDonald's omega with the one-factor model behind it: a loading and a unique variance for every item."""

    omega: float
    loadings: dict[str, float]
    unique_variances: dict[str, float]
    people: int
    left_out: int


def cronbach_alpha(items: object, *, confidence: float = 0.95) -> Reliability:
    """Internal consistency of a questionnaire's items (克朗巴赫系数), with its interval.

    ``items`` is an array (people, items) or a table of any engine with one column an item, all keyed in the
    same direction. Only people with an answer to every item count.

    Alpha is k/(k-1) (1 - sum of the items' variances / variance of the sum). It is at most 1 and may fall below
    0 when items contradict each other. It is missing when the sum does not vary, and ``alpha_without_it`` when one
    item would be left.

    Raises ``TypeError`` for what is no table or array of numbers, ``ValueError`` for fewer than two items or two
    complete people, text among the answers, and a confidence that is not between 0 and 1.

    Source: Cronbach (1951), Coefficient alpha and the internal structure of tests, Psychometrika 16(3), 297-334;
    interval: Feldt (1965), The approximate sampling distribution of Kuder-Richardson reliability coefficient
    twenty, Psychometrika 30(3), 357-370.

    >>> found = cronbach_alpha([[1, 2, 1], [2, 2, 3], [3, 4, 3], [4, 5, 5], [5, 4, 5]])
    >>> round(found.alpha, 3), found.people
    (0.945, 5)
    """
    require_fraction(confidence, "cronbach_alpha", "confidence")
    found = item_covariances(items, "cronbach_alpha")
    count, alpha = len(found.names), _alpha(found.matrix)
    f = stats.f(found.people - 1, (found.people - 1) * (count - 1))
    tail = (1 - confidence) / 2
    keep = [np.delete(np.arange(count), place) for place in range(count)]
    by_item = pd.DataFrame(
        {
            "item": list(found.names),
            "alpha_without_it": [_alpha(found.matrix[np.ix_(rest, rest)]) for rest in keep],
            "item_rest_correlation": [_rest_correlation(found.matrix, place, rest) for place, rest in enumerate(keep)],
        }
    )
    return Reliability(
        alpha=alpha,
        lower=float(1 - (1 - alpha) * f.ppf(1 - tail)),
        upper=float(1 - (1 - alpha) * f.ppf(tail)),
        confidence=confidence,
        standardised_alpha=_alpha(_correlations(found.matrix)),
        people=found.people,
        left_out=found.left_out,
        items=by_item,
    )


def mcdonald_omega(items: object) -> Omega:
    """Share of the sum's variance that one common factor explains (麦克唐纳系数), by maximum likelihood.

    Unlike alpha it lets every item measure the factor more or less sharply; where all do so alike, the two agree.
    Omega is (sum of loadings)^2 / ((sum of loadings)^2 + sum of unique variances). ``items`` is what
    `cronbach_alpha` takes, three items at least. Omega is missing when an item's unique variance falls to nothing,
    for then the one-factor model does not fit the items.

    Raises as `cronbach_alpha` does, and ``ValueError`` for fewer than three items or one that does not vary.

    Source: McDonald (1999), Test Theory: A Unified Treatment, Erlbaum, ch. 6.

    >>> truth = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
    >>> noise = np.array([[1, -1, 1, -1, 1, -1, 1, -1], [1, 1, -1, -1, 1, 1, -1, -1], [1, 1, 1, 1, -1, -1, -1, -1]])
    >>> round(mcdonald_omega((truth + noise).T).omega, 2)
    0.92
    """
    found = item_covariances(items, "mcdonald_omega")
    variances = np.diag(found.matrix)
    if len(found.names) < 3 or not (variances > 0).all():
        raise ValueError(
            f"mcdonald_omega needs three items at least, and each must vary; found {len(found.names)} items, "
            f"of which {int((variances <= 0).sum())} do not vary"
        )
    model = one_factor(found.matrix)
    common, unique = model.loadings.sum() ** 2, model.unique_variances.sum()
    return Omega(
        omega=float(common / (common + unique)) if model.proper else math.nan,
        loadings=dict(zip(found.names, model.loadings.tolist(), strict=True)),
        unique_variances=dict(zip(found.names, model.unique_variances.tolist(), strict=True)),
        people=found.people,
        left_out=found.left_out,
    )


def _alpha(matrix: NDArray[np.float64]) -> float:
    count, whole = len(matrix), matrix.sum()
    if count < 2 or not whole > 0:
        return math.nan
    return float(count / (count - 1) * (1 - np.trace(matrix) / whole))


def _correlations(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = np.sqrt(np.diag(matrix))
    if not (spread > 0).all():
        return np.full(matrix.shape, np.nan)
    return matrix / np.outer(spread, spread)


def _rest_correlation(matrix: NDArray[np.float64], place: int, rest: NDArray[np.int64]) -> float:
    variance = matrix[place, place] * matrix[np.ix_(rest, rest)].sum()
    return float(matrix[place, rest].sum() / math.sqrt(variance)) if variance > 0 else math.nan
