"""The planted truth about distress: who slides, who recovers, who defaults.

A healthy firm begins to slide with a probability that depends on its drivers and the economy. Each
year of the slide eats margin, slows collection and fills the warehouse (`accounts` does that). From
the state at the end of a year follows the probability of default in the next.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.firms.drivers import Drivers
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.planted import Planted


@dataclass(frozen=True)
class DistressParameters(Planted):
    """Coefficients of three logistic models, on standardised drivers and years of slide."""

    slide_intercept: float = -3.35
    slide_appetite: float = 0.45
    slide_quality: float = -0.60
    slide_ambition: float = 0.25
    slide_economy: float = -0.35
    recovery_intercept: float = -1.0
    recovery_quality: float = 0.6
    default_intercept: float = -5.3
    default_slide_years: float = 1.55  # for each year of slide, counted up to three
    default_appetite: float = 0.35
    default_quality: float = -0.25


TRUTH = DistressParameters()


def slide_probability(drivers: Drivers, economy: float) -> np.ndarray:
    """Probability that a healthy firm begins to slide in a year with this state of the economy."""
    p = TRUTH
    return logistic(
        p.slide_intercept
        + p.slide_appetite * drivers.appetite
        + p.slide_quality * drivers.quality
        + p.slide_ambition * drivers.ambition
        + p.slide_economy * economy
    )


def recovery_probability(drivers: Drivers) -> np.ndarray:
    """Probability that a sliding firm is healthy again a year later."""
    return logistic(TRUTH.recovery_intercept + TRUTH.recovery_quality * drivers.quality)


def default_probability(drivers: Drivers, slide_years: np.ndarray) -> np.ndarray:
    """Probability of default in the coming year, from the state at the end of this one."""
    p = TRUTH
    return logistic(
        p.default_intercept
        + p.default_slide_years * np.minimum(slide_years, 3)
        + p.default_appetite * drivers.appetite
        + p.default_quality * drivers.quality
    )


@dataclass(frozen=True)
class History:
    """The state of a block of firms over the simulated years; arrays of shape (years, firms)."""

    slide_years: np.ndarray  # 0 healthy, 1 in the first year of a slide, ...
    default_probability: np.ndarray  # of defaulting in the following year; 0 once defaulted
    defaulted: np.ndarray  # True in the year of default
    since_default: np.ndarray  # -1 before, 0 in the year of default, then 1, 2, ...


def live(drivers: Drivers, economy: np.ndarray, draws: np.ndarray) -> History:
    """Let a block of firms live through the years.

    ``draws`` are uniform numbers of shape (years, 3, firms): slide, recovery, default.
    """
    years, _, firms = draws.shape
    slide, since = np.zeros(firms, dtype=int), np.full(firms, -1)
    probability = default_probability(drivers, slide)
    states: list[tuple[np.ndarray, ...]] = []
    for year in range(years):
        slide_draw, recovery_draw, default_draw = draws[year]
        at_risk = since < 0
        defaults = at_risk & (default_draw < probability)
        begins = (slide == 0) & (slide_draw < slide_probability(drivers, economy[year]))
        recovers = (slide > 0) & (recovery_draw < recovery_probability(drivers)) & ~defaults
        slide = np.where(recovers, 0, np.where((slide > 0) | begins | defaults, slide + 1, 0))
        since = np.where(defaults, 0, np.where(since >= 0, since + 1, since))
        probability = np.where(since < 0, default_probability(drivers, slide), 0.0)
        states.append((slide, probability, defaults, since))
    return History(*(np.array(column) for column in zip(*states, strict=True)))
