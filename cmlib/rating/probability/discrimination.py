"""How well a score tells defaults from other cases: the ROC curve, its area, Gini and Kolmogorov-Smirnov."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from cmlib.rating.probability.scored import Scored, sort_by_risk


@dataclass(frozen=True)
class Discrimination:
    """Measures of discrimination, for a sample of ``goods`` and ``bads``.

    - ``area``: of the ROC curve (AUC): the chance that a bad scores riskier than a good, ties half.
      ``standard_error``, ``lower`` and ``upper`` are of the area.
    - ``gini``: ``2 * area - 1``, the accuracy ratio (准确性比率).
    - ``kolmogorov_smirnov``: the largest distance between the score's distributions of goods and bads,
      and ``cut_off``, the score where it is reached: cases at least as risky would be refused.
    """

    area: float
    standard_error: float
    lower: float
    upper: float
    gini: float
    kolmogorov_smirnov: float
    cut_off: float
    goods: int
    bads: int


def discrimination(score: Any, default: Any, *, higher: str = "riskier", confidence: float = 0.95) -> Discrimination:
    """Measure how a score tells cases that defaulted from the others (区分能力).

    ``score`` and ``default`` are arrays or Series of equal length. ``higher`` says whether a higher score
    is ``"riskier"`` (a probability) or ``"safer"`` (points). The interval of the area is the normal one
    with DeLong's standard error, cut off at 0 and 1; with one good or one bad there is no error.

    Raises ``ValueError`` for a missing or infinite score, an outcome that is not 0 or 1 or is always
    the same, lengths that differ, and a ``confidence`` that is not between 0 and 1.

    Source: DeLong, DeLong, Clarke-Pearson (1988), Comparing the Areas under Two or More Correlated Receiver
    Operating Characteristic Curves, Biometrics 44(3), 837-845; Engelmann, Hayden, Tasche (2003), Testing
    Rating Accuracy, Risk 16, 82-86 (accuracy ratio).

    >>> found = discrimination([0.1, 0.2, 0.2, 0.4, 0.7], [0, 0, 1, 0, 1])
    >>> round(found.area, 4), round(found.gini, 4), round(found.kolmogorov_smirnov, 4), found.cut_off
    (0.75, 0.5, 0.5, 0.7)
    """
    if not 0 < confidence < 1:
        raise ValueError(f"discrimination needs confidence to be above 0 and below 1, found {confidence!r}")
    scored = sort_by_risk(score, default, higher, "discrimination")
    area, error = _area(scored)
    half = float(stats.norm.ppf((1 + confidence) / 2)) * error
    lower, upper = np.clip([area - half, area + half], 0, 1).tolist()
    apart = np.abs(scored.bad_rates - scored.good_rates)[:-1]
    widest = int(np.argmax(apart))
    return Discrimination(
        area, error, lower, upper, 2 * area - 1, float(apart[widest]),
        float(scored.as_given(scored.risks[widest])), scored.goods, scored.bads,
    )  # fmt: skip


def roc_curve(score: Any, default: Any, *, higher: str = "riskier") -> pd.DataFrame:
    """The ROC curve (受试者工作特征曲线): what a cut-off catches, and what it costs.

    One row for each different score as ``cut_off``, the strictest first after one that refuses nobody
    (missing): ``false_alarm_rate``, the share of goods at least as risky, and ``hit_rate``, the share of
    bads. Raises as `discrimination` does.

    Source: Fawcett (2006), An Introduction to ROC Analysis, Pattern Recognition Letters 27(8), 861-874.

    >>> roc_curve([0.1, 0.2, 0.2, 0.7], [0, 0, 1, 1])
       cut_off  false_alarm_rate  hit_rate
    0      NaN               0.0       0.0
    1      0.7               0.0       0.5
    2      0.2               0.5       1.0
    3      0.1               1.0       1.0
    """
    scored = sort_by_risk(score, default, higher, "roc_curve")
    return pd.DataFrame(
        {
            "cut_off": np.append(scored.as_given(scored.risks), math.nan)[::-1],
            "false_alarm_rate": scored.good_rates[::-1],
            "hit_rate": scored.bad_rates[::-1],
        }
    )


def _area(scored: Scored) -> tuple[float, float]:
    """The area and its standard error, from the share of the others that each case beats, ties half."""
    variance, area = 0.0, 0.0
    for own, other in ((scored.goods_below, scored.bads_below), (scored.bads_below, scored.goods_below)):
        cases, wins = np.diff(own), (other[:-1] + other[1:]) / (2 * other[-1])
        number = int(own[-1])
        area = float(cases @ wins) / number
        squares = float(cases @ (wins - area) ** 2)
        variance += squares / (number - 1) / number if number > 1 else math.nan
    return area, math.sqrt(variance)
