"""The Brier score and its parts."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from cmlib.rating.probability.groups import forecasts, grouped


@dataclass(frozen=True)
class BrierScore:
    """Mean squared difference of forecast and outcome: 0 is perfect, ``uncertainty`` what the mere rate would earn.

    ``score = reliability - resolution + uncertainty + within_groups``, exactly. ``reliability`` is how far
    the groups' rates lie from their forecasts (0 is best), ``resolution`` how far they lie apart (more
    is better), ``uncertainty`` the variance of the outcome, ``within_groups`` what forecasts that differ
    within a group add or spare.
    """

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    within_groups: float


def brier_score(probability: Any, default: Any, *, groups: int = 10) -> BrierScore:
    """The Brier score of probabilities of default, split into its parts over groups of about equal size.

    Raises ``ValueError`` for a probability outside 0 to 1 or missing, an outcome that is not 0 or 1,
    and lengths that differ.

    Source: Brier (1950), Verification of Forecasts Expressed in Terms of Probability, Monthly Weather
    Review 78(1), 1-3; Murphy (1973), A New Vector Partition of the Probability Score, Journal of Applied
    Meteorology 12(4), 595-600; Stephenson, Coelho, Jolliffe (2008), Two Extra Components in the Brier
    Score Decomposition, Weather and Forecasting 23(4), 752-757.

    >>> found = brier_score([0.1, 0.1, 0.5, 0.5], [0, 0, 1, 0], groups=2)
    >>> round(found.score, 6), round(found.reliability, 6), round(found.resolution, 6), found.uncertainty
    (0.13, 0.005, 0.0625, 0.1875)
    """
    chance, bad = forecasts(probability, default, "brier_score")
    found = grouped(chance, bad, groups, "brier_score")
    share, rate = found.count / len(bad), float(bad.mean())
    reliability = float(share @ (found.expected / found.count - found.events / found.count) ** 2)
    resolution = float(share @ (found.events / found.count - rate) ** 2)
    uncertainty = rate * (1 - rate)
    score = float(np.mean((chance - bad) ** 2))
    return BrierScore(score, reliability, resolution, uncertainty, score - (reliability - resolution + uncertainty))
