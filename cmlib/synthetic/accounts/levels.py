"""How much each customer keeps with the bank, month by month, next to his or her own average.

Two things are planted. Balances wander slowly around each customer's own level, so that the best
customers of this year are not all the best of the next. A drifting customer draws his balances down,
which is the sign by which a model can see the drift coming to its end.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.life import DRIFTING
from cmlib.synthetic.planted import Planted


@dataclass(frozen=True)
class LevelParameters(Planted):
    """Spread and memory of the logarithm of the level; growth and fading a month, as fractions."""

    level_spread: float = 0.55
    level_memory: float = 0.95  # from month to month
    level_growth: float = 0.004
    drift_fade_least: float = 0.15
    drift_fade_most: float = 0.20
    drift_recovery: float = 0.20  # of what is missing, a month, once the customer is active again


TRUTH = LevelParameters()

#: A customer who draws down keeps at least this part.
_LEAST_FADE = 0.02


@dataclass(frozen=True)
class Levels:
    """Arrays of shape (months, customers); 1 is the customer's own average."""

    level: np.ndarray  # wandering, growth and fading together
    fade: np.ndarray  # what drifting has left: 1 is all


def levels(rng: np.random.Generator, block: PeopleBlock, constant: int = -1) -> Levels:
    """The level of each customer in each month, whether or not he or she is there.

    It is 1 throughout for the customer at the place ``constant``.
    """
    months, count, p = block.calendar.months, block.count, TRUTH
    shocks = np.round(rng.standard_normal((months, count)), 6)
    fading = 1 - rng.uniform(p.drift_fade_least, p.drift_fade_most, (months, count))
    drifting = block.life.state == DRIFTING
    wander, fade = np.empty((months, count)), np.empty((months, count))
    log_level, left = p.level_spread * shocks[0], np.ones(count)
    fresh = p.level_spread * np.sqrt(1 - p.level_memory**2)
    for t in range(months):
        if t:
            log_level = p.level_memory * log_level + fresh * shocks[t]
        left = np.where(drifting[t], np.maximum(left * fading[t], _LEAST_FADE), left + p.drift_recovery * (1 - left))
        wander[t], fade[t] = log_level, left
    growth = p.level_growth * np.arange(months)[:, None]
    level = np.exp(wander + growth - 0.5 * p.level_spread**2) * fade
    if constant >= 0:
        level[:, constant] = 1.0
    return Levels(np.round(level, 6), np.round(fade, 6))
