"""Targets, pay plans, and how managers play with them.

Under the first plan pay rises evenly with what is achieved. Under the second nothing is paid below the
target and nothing more above a cap. From then on some managers who fall a little short pull sales of
the next month into the last month of the quarter, and hold sales back once they are past the cap.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.calendar import Calendar
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.staff.words import PLANS

#: The plans' rules, CNY a quarter: pay at the target, and above it for another 100%; the cap as a share of the target.
PAY_AT_TARGET, PAY_ABOVE, CAP = 12_000.0, 40_000.0, 1.15

_TARGET_STEP = 10_000


@dataclass(frozen=True)
class GamingParameters(Planted):
    """Who plays, and how near the target must be."""

    gaming_share: float = 0.70  # of managers
    gaming_reach: float = 0.10  # at most so much of the target is missing
    gaming_landing: float = 0.015  # they stop at most so far above the target


TRUTH = GamingParameters()


def first_quarter_of_cliff(quarters: int) -> int:
    """The quarter, counted from 0, from which on the second plan holds."""
    return quarters // 2


def plan_of_quarter(quarters: int) -> np.ndarray:
    """The plan of each quarter, an index into `PLANS`."""
    return (np.arange(quarters) >= first_quarter_of_cliff(quarters)).astype(int)


def bonus(plan: np.ndarray, target: np.ndarray, achieved: np.ndarray) -> np.ndarray:
    """The bonus of a quarter in CNY, by the rule of each plan.

    >>> bonus(np.array([0, 1, 1, 1]), np.full(4, 100), np.array([90, 99, 110, 130])).tolist()
    [10800.0, 0.0, 16000.0, 18000.0]
    """
    ratio = np.round(achieved / target, 6)
    cliff = np.where(achieved >= target, PAY_AT_TARGET + PAY_ABOVE * (np.minimum(ratio, CAP) - 1), 0.0)
    return np.round(np.where(plan == PLANS.index("slope"), PAY_AT_TARGET * ratio, cliff), 2)


def targets(expected_deposits: np.ndarray, known_ability: np.ndarray) -> np.ndarray:
    """Targets of each complete quarter, shape (quarters, managers), in whole CNY.

    ``expected_deposits`` is what the market promises in each month; ``known_ability`` what the bank
    knows of a manager, on the logarithm.
    """
    quarters = len(expected_deposits) // 3
    promised = expected_deposits[: 3 * quarters].reshape(quarters, 3, -1).sum(axis=1)
    steps = np.round(promised * np.exp(known_ability) / _TARGET_STEP)
    return (np.maximum(steps, 1) * _TARGET_STEP).astype(np.int64)


def draw_gamers(rng: np.random.Generator, managers: int) -> np.ndarray:
    """Which managers play with the plan."""
    return rng.random(managers) < TRUTH.gaming_share


def play(rng, deposits: np.ndarray, target: np.ndarray, gamer: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Deposits after all pulling and holding back, and what was pulled into each quarter (less than 0: held back)."""
    quarters, managers = target.shape
    deposits, moved = deposits.copy(), np.zeros((quarters, managers), dtype=np.int64)
    landing = np.round(TRUTH.gaming_landing * rng.random((quarters, managers)), 6)
    for quarter in range(first_quarter_of_cliff(quarters), quarters):
        last, after = 3 * quarter + 2, 3 * quarter + 3
        achieved = deposits[last - 2 : last + 1].sum(axis=0)
        next_month = deposits[after] if after < len(deposits) else np.full(managers, achieved)
        short = gamer & (achieved < target[quarter]) & (achieved >= (1 - TRUTH.gaming_reach) * target[quarter])
        pull = np.ceil((target[quarter] * (1 + landing[quarter]) - achieved) / 100).astype(np.int64) * 100
        past = gamer & (achieved > CAP * target[quarter])
        hold = np.floor((achieved - target[quarter] * (CAP + landing[quarter])) / 100).astype(np.int64) * 100
        hold = np.clip(hold, 0, deposits[last] * 6 // 10 // 100 * 100)
        moved[quarter] = np.where(short & (pull < 0.8 * next_month), pull, 0) - np.where(past, hold, 0)
        deposits[last] += moved[quarter]
        if after < len(deposits):
            deposits[after] -= moved[quarter]
    return deposits, moved


def quarter_names(calendar: Calendar) -> np.ndarray:
    """The complete quarters of the calendar, as in "2025Q4"."""
    quarters = np.arange(calendar.months // 3)
    years = calendar.years[3 * quarters].astype(str)
    return np.char.add(np.char.add(years, "Q"), ((calendar.month_of_year[3 * quarters] + 2) // 3).astype(str))
