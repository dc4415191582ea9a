"""Are the probabilities right? Forecast and observed default rates, by groups, by grades and along a line."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import special, stats

from cmlib.rating.probability.groups import forecasts, grouped
from cmlib.rating.probability.logistic import fit_logistic
from cmlib.rating.probability.outcome import as_outcome


def calibration_table(probability: Any, default: Any, *, groups: int = 10, confidence: float = 0.95) -> pd.DataFrame:
    """Forecast against observed default rates (校准), in groups of about equal size.

    One row a group, the safest first: ``lowest`` and ``highest`` probability, ``count``, ``events``
    (defaults), ``expected_events``, ``forecast`` and ``observed`` rates, and Wilson's interval ``lower`` to
    ``upper`` of the observed one. Equal probabilities stay together.

    Raises ``ValueError`` for a probability outside 0 to 1 or missing, an outcome that is not 0 or 1,
    lengths that differ, and options out of their range.

    Source: Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference, Journal
    of the American Statistical Association 22(158), 209-212.

    >>> calibration_table([0.1, 0.1, 0.5, 0.5], [0, 0, 1, 0], groups=2)[["count", "events", "forecast", "observed"]]
       count  events  forecast  observed
    0    2.0     0.0       0.1       0.0
    1    2.0     1.0       0.5       0.5
    """
    if not 0 < confidence < 1:
        raise ValueError(f"calibration_table needs confidence to be above 0 and below 1, found {confidence!r}")
    found = grouped(*forecasts(probability, default, "calibration_table"), groups, "calibration_table")
    rate, z2 = found.events / found.count, float(stats.norm.ppf((1 + confidence) / 2)) ** 2
    middle = (rate + z2 / (2 * found.count)) / (1 + z2 / found.count)
    half = np.sqrt(z2 * (rate * (1 - rate) + z2 / (4 * found.count)) / found.count) / (1 + z2 / found.count)
    return pd.DataFrame(
        {
            "lowest": found.lowest,
            "highest": found.highest,
            "count": found.count,
            "events": found.events,
            "expected_events": found.expected,
            "forecast": found.expected / found.count,
            "observed": rate,
            "lower": np.maximum(0.0, middle - half),
            "upper": np.minimum(1.0, middle + half),
        }
    )


@dataclass(frozen=True)
class ChiSquareTest:
    """A chi-square statistic, its degrees of freedom, and the chance of one as large if the forecasts were right."""

    statistic: float
    degrees_of_freedom: int
    p_value: float


def hosmer_lemeshow(probability: Any, default: Any, *, groups: int = 10, fitted: bool = True) -> ChiSquareTest:
    """Hosmer and Lemeshow's test of calibration: squared differences of observed and expected defaults by groups.

    ``fitted`` says that the probabilities were fitted to these very cases, which costs two degrees of
    freedom; on cases that the model has not seen, say ``fitted=False``. The p-value is missing where no
    degree of freedom is left. Expected counts below about five a group make the test unreliable.

    Raises as `calibration_table` does, and ``ValueError`` for a group whose probabilities are all 0 or 1.

    Source: Hosmer, Lemeshow (1980), Goodness of Fit Tests for the Multiple Logistic Regression Model,
    Communications in Statistics: Theory and Methods 9(10), 1043-1069.

    >>> test = hosmer_lemeshow([0.2] * 10 + [0.5] * 10, [1, 1, 1] + [0] * 7 + [1] * 6 + [0] * 4, groups=2, fitted=False)
    >>> round(test.statistic, 4), test.degrees_of_freedom  # 1 / 1.6 + 1 / 2.5
    (1.025, 2)
    """
    found = grouped(*forecasts(probability, default, "hosmer_lemeshow"), groups, "hosmer_lemeshow")
    spread = found.expected * (1 - found.expected / found.count)
    if not (spread > 0).all():
        raise ValueError(
            "hosmer_lemeshow needs probabilities above 0 and below 1; found a group in which all are 0 or 1"
        )
    statistic = float(((found.events - found.expected) ** 2 / spread).sum())
    freedom = len(found.count) - (2 if fitted else 0)
    return ChiSquareTest(statistic, freedom, float(stats.chi2.sf(statistic, freedom)) if freedom > 0 else math.nan)


@dataclass(frozen=True)
class CalibrationLine:
    """Log odds of default as ``intercept + slope * log odds forecast``; 0 and 1 are perfect.

    A slope below 1: forecasts are too extreme, as of an overfitted model. ``in_the_large`` is the
    intercept beside a slope of 1: above 0, more default than was forecast. Each has its standard error.
    """

    intercept: float
    slope: float
    in_the_large: float
    intercept_standard_error: float
    slope_standard_error: float
    in_the_large_standard_error: float


def calibration_line(probability: Any, default: Any) -> CalibrationLine:
    """Regress outcomes on the forecasts' log odds.

    Raises as `calibration_table` does, and ``ValueError`` for a probability of 0 or 1, forecasts that
    are all equal, and outcomes that are all the same or separated by the forecasts.

    Source: Cox (1958), Two Further Applications of a Model for Binary Regression, Biometrika 45(3/4),
    562-565.

    >>> line = calibration_line([0.2] * 10 + [0.8] * 10, [1] * 2 + [0] * 8 + [1] * 8 + [0] * 2)
    >>> round(line.slope, 6), round(line.in_the_large, 6) + 0
    (1.0, 0.0)
    """
    chance, bad = forecasts(probability, default, "calibration_line")
    as_outcome(bad, "calibration_line")
    if ((chance == 0) | (chance == 1)).any():
        raise ValueError("calibration_line needs probabilities above 0 and below 1; those of 0 and 1 have no log odds")
    logit, ones = special.logit(chance), np.ones(len(chance))
    events, asked_by = bad.astype(float), "calibration_line"
    names = ["intercept", "log odds forecast"]
    line = fit_logistic(np.column_stack([ones, logit]), events, ones, names=names, asked_by=asked_by)
    large = fit_logistic(ones[:, None], events, ones, names=names[:1], offset=logit, asked_by=asked_by)
    if not (line.converged and large.converged):
        raise ValueError(
            "calibration_line finds no line: some probabilities are too close to 0 or 1 for their outcomes"
        )
    errors = np.sqrt(np.diag(line.covariance))
    return CalibrationLine(
        float(line.coefficients[0]), float(line.coefficients[1]), float(large.coefficients[0]),
        float(errors[0]), float(errors[1]), math.sqrt(float(large.covariance[0, 0])),
    )  # fmt: skip
