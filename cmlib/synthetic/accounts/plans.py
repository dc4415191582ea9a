"""Plans: which products a customer will hold, from which month, and for how much money.

From these the files on services, time deposits and investments make holdings.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.accounts.choice import APPEAL, CERTIFICATE_WEALTH, TRUTH, choose
from cmlib.synthetic.accounts.days import Days, days_of
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.words import MOTIVES

#: In no month.
NEVER = 1_000_000

#: A time deposit that was repaid is placed again with this probability.
RENEWED = 0.80

#: The part of the money that stays on the current account, by motive, before the products' weights are added.
_ON_ACCOUNT = dict(zip(MOTIVES, (0.10, 0.42, 0.14, 0.60), strict=True))
_WEIGHT = {"P02": 0.50, "P03": 0.45, "P04": 0.70, "P45": 0.30, "P46": 0.45, "P47": 0.30, "P48": 0.25, "P49": 0.12}
_WEIGHT |= {"P50": 0.12}

#: No customer keeps more than this on the current account or in one kind of deposit, CNY; beyond it the big
#: ones go to other banks. (The largest depositor of the bank is planted apart.)
_MOST = 2_000_000
_CERTIFICATE_PIECE = 200_000


@dataclass(frozen=True)
class Plans:
    """Arrays of shape (products, customers), products in the order of `choice.APPEAL`; money in whole cents."""

    month: np.ndarray  # of opening: -1 before the first month shown, NEVER for not at all
    mismatch: np.ndarray  # whether it is sold against the suitability check
    amount: np.ndarray  # the customer's own average in it; 0 where there is no balance
    on_account: np.ndarray  # the same for the current account; shape (customers,)
    join_month: np.ndarray  # -1 before the first month
    last_month: np.ndarray  # the month of leaving, or NEVER
    renews: np.ndarray  # probability that a repaid deposit is placed again
    bargain: np.ndarray  # the part of the bank's margin on time deposits that the customer bargained away


def draw_plans(rng: np.random.Generator, block: PeopleBlock) -> Plans:
    """What the customers of a block will hold."""
    people, days = block.people, days_of(block.calendar)
    choices = choose(rng, people, block.calendar.first_days[0])
    join_month = days.month(days.number(people.joined))
    last_month = np.where(block.life.left_month >= 0, block.life.left_month, NEVER)
    month = _months(rng, choices, join_month, last_month, days)
    weights = np.array([_WEIGHT.get(product, 0.0) for product in APPEAL])[:, None] * (month < NEVER)
    weights = weights * np.round(rng.gamma(2.5, 1 / 2.5, weights.shape), 6)
    own = np.array(list(_ON_ACCOUNT.values()))[people.motive] * np.round(rng.gamma(4.0, 1 / 4.0, len(people)), 6)
    share = np.vstack([weights, own]) / (weights.sum(axis=0) + own)
    amount = np.round(share * people.wealth, 2)
    deposit = np.array([product in ("P02", "P03", "P04") for product in APPEAL])[:, None]
    amount[:-1] = np.where(deposit, np.minimum(amount[:-1], _MOST), amount[:-1])
    certificate = list(APPEAL).index("P04")
    amount[certificate] = np.maximum(amount[certificate], _CERTIFICATE_PIECE) * (month[certificate] < NEVER)
    rich = people.wealth >= CERTIFICATE_WEALTH
    bargain = np.where(rich & (rng.random(len(people)) < 0.6), rng.integers(2, 9, len(people)) / 10, 0.0)
    cents = np.rint(amount * 100).astype(np.int64)
    on_account = np.clip(cents[-1], 1_000, _MOST * 100)
    renews = np.full(len(people), RENEWED)
    return Plans(month, choices.mismatch, cents[:-1], on_account, join_month, last_month, renews, bargain)


def _months(rng, choices, join_month, last_month, days: Days) -> np.ndarray:
    """When each product is opened.

    Who was a customer before the months shown holds his first choices by then; a newcomer opens the two
    everyday products at once and the others within half a year. Later purchases come one by one.
    """
    shape = choices.first.shape
    everyday = np.array([product in ("P41", "P43") for product in APPEAL])[:, None]
    delay = np.where(everyday, 0, 1 + rng.integers(0, 6, shape))
    first = np.where(join_month < 0, -1, join_month + delay)
    hazard = TRUTH.later_purchase * np.maximum(choices.probability, 1e-6)
    wait = np.floor(np.round(np.log(1 - rng.random(shape)) / np.log1p(-hazard), 6))
    later = np.where(choices.probability > 0, np.minimum(join_month + 1 + wait, NEVER), NEVER).astype(np.int64)
    month = np.where(choices.first, first, later)
    shown = (month < days.calendar.months) & (month < last_month)
    return np.where(shown, month, NEVER)
