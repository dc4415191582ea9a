"""Means of a population from answers that do not count alike."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from cmlib.survey.checks import require_fraction
from cmlib.survey.item_matrix import numbers_of
from cmlib.survey.weights import checked_weights, effective_sample_size, placed


@dataclass(frozen=True)
class Estimate:
    """A mean estimated from a sample, with the ends of its normal interval at ``confidence``.

    ``answers`` counts the answers; ``effective_answers`` how many equally weighted ones would tell as much.
    """

    estimate: float
    standard_error: float
    lower: float
    upper: float
    confidence: float
    answers: int
    effective_answers: float


def weighted_mean(values: ArrayLike, weights: ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """Weighted mean with its linearised standard error (加权均值).

    The weights are taken as known, and answers as drawn independently. A missing value is left out with its weight.

    Raises ``TypeError`` for what are no numbers, ``ValueError`` for columns of unequal length, weights that are
    missing, below 0 or all 0, fewer than two answers, and a confidence that is not between 0 and 1.

    Source: Särndal, Swensson, Wretman (1992), Model Assisted Survey Sampling, Springer, section 5.6.

    >>> found = weighted_mean([1, 0, 0], [2.0, 0.5, 0.5])
    >>> round(found.estimate, 4), round(found.standard_error, 4), found.effective_answers
    (0.6667, 0.3333, 2.0)
    """
    require_fraction(confidence, "weighted_mean", "confidence")
    y = numbers_of(values, "weighted_mean", "values")
    w = checked_weights(weights, "weighted_mean", len(y))
    given = ~np.isnan(y)
    y, w = y[given], w[given]
    if len(y) < 2 or not w.sum() > 0:
        raise ValueError(f"weighted_mean needs two answers with weight at least; found {len(y)}")
    estimate = float((w * y).sum() / w.sum())
    variance = len(y) / (len(y) - 1) * ((w * (y - estimate)) ** 2).sum() / w.sum() ** 2
    return _estimate(estimate, float(variance), confidence, len(y), effective_sample_size(w))


def poststratified_mean(
    values: ArrayLike, strata: ArrayLike, population: Mapping[object, float], *, confidence: float = 0.95
) -> Estimate:
    """Mean of a population from the means of its strata (事后分层估计), with the standard error.

    ``population`` counts the members of each stratum, those who answered included: what was asked of a large part
    of a stratum is known the better. The error is that of a stratified sample, given how many answered where.

    Raises as `poststratification_weights` does; ``ValueError`` also for a missing value, a stratum with fewer than
    two answers or more answers than members, and a confidence that is not between 0 and 1.

    Source: Cochran (1977), Sampling Techniques, 3rd ed., Wiley, section 5A.9; Holt, Smith (1979).

    >>> found = poststratified_mean([1, 0, 1, 1], ["a", "a", "b", "b"], {"a": 20, "b": 60})
    >>> found.estimate, round(found.standard_error, 3)
    (0.875, 0.119)
    """
    asked_by = "poststratified_mean"
    require_fraction(confidence, asked_by, "confidence")
    y = numbers_of(values, asked_by, "values")
    place, sizes = placed(strata, population, asked_by, "strata")
    if len(y) != len(place) or np.isnan(y).any():
        raise ValueError(f"{asked_by} needs a value and a stratum for every answer; leave missing answers out first")
    answers = np.bincount(place)
    if not ((answers >= 2) & (answers <= sizes)).all():
        raise ValueError(
            f"{asked_by} needs two answers in every stratum at least, and not more than members; "
            f"found {answers.tolist()} of {sizes.tolist()}"
        )
    means = np.bincount(place, y) / answers
    variances = np.bincount(place, (y - means[place]) ** 2) / (answers - 1)
    share = sizes / sizes.sum()
    variance = float((share**2 * variances / answers * (1 - answers / sizes)).sum())
    weights = (share / answers)[place]
    return _estimate(float((share * means).sum()), variance, confidence, len(y), effective_sample_size(weights))


def _estimate(value: float, variance: float, confidence: float, answers: int, effective: float) -> Estimate:
    error = math.sqrt(variance)
    reach = float(stats.norm.ppf(0.5 + confidence / 2)) * error
    return Estimate(value, error, value - reach, value + reach, confidence, answers, effective)
