"""Points: a straight line through the log odds, so that equal distances in points are equal odds ratios."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from cmlib.rule_file import RuleFile


@dataclass(frozen=True)
class PointsScale(RuleFile):
    """How points read: ``points`` at ``odds`` goods to one bad, and ``points_to_double`` more double the odds.

    ``decimals`` are those of the points of a bin, which are rounded; ``None`` keeps them as they are.
    Raises ``ValueError`` unless odds and points to double the odds are finite and above 0.

    Source: Siddiqi (2006), Credit Risk Scorecards, Wiley, chapter 6 (scorecard scaling).

    >>> scale = PointsScale(points=600, odds=19, points_to_double=20)
    >>> round(scale.factor, 4), scale.at(0.05).round(6)  # odds 19 : 1 are a default probability of 5%
    (28.8539, np.float64(600.0))
    """

    points: float = 600
    odds: float = 19
    points_to_double: float = 20
    decimals: int | None = 0

    def __post_init__(self) -> None:
        for name in ("odds", "points_to_double"):
            value = getattr(self, name)
            if not 0 < value < math.inf:
                raise ValueError(f"points scale needs {name} to be finite and above 0, found {value!r}")
        if not math.isfinite(self.points):
            raise ValueError(f"points scale needs points to be finite, found {self.points!r}")

    @property
    def factor(self) -> float:
        """Points for each unit of the log odds: ``points_to_double / ln 2``."""
        return self.points_to_double / math.log(2)

    @property
    def offset(self) -> float:
        """Points at odds of 1 : 1."""
        return self.points - self.factor * math.log(self.odds)

    def at(self, probability: ArrayLike) -> NDArray[np.float64]:
        """Points, not rounded, at a probability of default; missing unless it lies between 0 and 1."""
        chance = np.asarray(probability, dtype=float)
        inside = np.where((chance > 0) & (chance < 1), chance, np.nan)
        return self.offset + self.factor * np.log((1 - inside) / inside)

    def probability(self, points: ArrayLike) -> NDArray[np.float64]:
        """The probability of default that points stand for; the inverse of `at`.

        >>> PointsScale(points=600, odds=19).probability([600, 620]).round(4)
        array([0.05  , 0.0256])
        """
        return special.expit((self.offset - np.asarray(points, dtype=float)) / self.factor)


#: 600 points at 19 goods to one bad (a default probability of 5%), and 20 points more double the odds.
POINTS_SCALE = PointsScale()
