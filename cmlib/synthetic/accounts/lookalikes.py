"""Honest customers who look like a laundering ring: shop owners with much cash, friends in a savings club.

The friends pay each other round in a circle; what they pay comes from their accounts at other banks the day before.
Amounts know no reporting threshold. No account ever holds less than it would without these movements.

Uses the streams "fraud" 2 (shop owners) and 3 (savings clubs).
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.accounts.labelled import Labelled, chosen, labelled, part_of
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.words import OCCUPATIONS
from cmlib.synthetic.planted import Planted


@dataclass(frozen=True)
class LookalikeParameters(Planted):
    """How many, how often (a month), how much (CNY)."""

    shop_owner_share: float = 0.30  # of the self-employed and the business owners
    shop_deposits_a_month: float = 1.6
    shop_deposit_median: float = 21_000
    shop_deposit_spread: float = 0.60  # of the logarithm
    savings_clubs_a_thousand: float = 2.0


TRUTH = LookalikeParameters()

_TRADES = [OCCUPATIONS.index("self-employed"), OCCUPATIONS.index("business owner")]


def shop_owners(block: PeopleBlock) -> list[Labelled]:
    """Shops bring their takings and, late in the month, pay those who supply them."""
    rng, p, calendar, people = block.stream("fraud", 2), TRUTH, block.calendar, block.people
    has_shop = np.isin(people.occupation, _TRADES) & (rng.random(block.count) < p.shop_owner_share)
    month, owner = np.nonzero(has_shop & block.life.present() & (people.joined <= calendar.first_days[:, None]))
    times = rng.poisson(p.shop_deposits_a_month, len(month))
    place = np.repeat(np.arange(len(month)), times)  # among the shops' months
    noise = np.round(rng.standard_normal(len(place)), 6)
    takings = 100 * p.shop_deposit_median * np.round(np.exp(p.shop_deposit_spread * noise), 6)
    cents = np.clip(np.round(takings / 10_000), 10, 4_000).astype(np.int64) * 10_000  # whole hundreds of CNY
    day = calendar.first_days[month[place]] + rng.integers(0, 24, len(place))
    second = 3_600 * (9 + 8 * rng.random(len(place)))
    at_counter = rng.random(len(place)) < 0.6
    brought = [
        labelled(owner[place], day, second, cents * here, "cash deposit", channel, "cash")
        for channel, here in (("counter", at_counter), ("cash machine", ~at_counter))
    ]
    total = np.bincount(place, cents, minlength=len(month)).astype(np.int64)
    paid = part_of(total, 0.75 + 0.2 * rng.random(len(month)))
    day = calendar.first_days[month] + rng.integers(24, 27, len(month))  # before the last day, on which some leave
    second = 3_600 * (9 + 11 * rng.random(len(month)))
    return [*brought, labelled(owner, day, second, -paid, "transfer out", "internet banking", "other bank")]


def savings_clubs(block: PeopleBlock) -> list[Labelled]:
    """Each month every friend pays the same sum to one of them, whose turn it is."""
    rng, free, parts = block.stream("fraud", 3), np.ones(block.count, dtype=bool), []
    for _ in range(round(TRUTH.savings_clubs_a_thousand * block.count / 1_000)):
        size = int(rng.integers(6, 10))
        month, due = int(rng.integers(0, block.calendar.months - size + 1)), 50_000 * int(rng.integers(2, 13))
        friendly = np.round(rng.gumbel(size=block.count) + 0.6 * block.people.sociability, 6)
        friends = chosen(block, free, friendly, size, month, size)
        if len(friends):
            free[friends] = False
            parts += _one_club(rng, block.calendar.first_days[month : month + size], friends, due)
    return parts


def _one_club(rng, months: np.ndarray, friends: np.ndarray, due: int) -> list[Labelled]:
    """The movements of a club: arrays of shape (months, friends), as many months as friends."""
    size = len(friends)
    day = (months + rng.integers(2, 20, size))[:, None]
    second = 3_600 * (17 + 5 * rng.random((size, size)))
    paid, turn = np.where(np.eye(size, dtype=bool), 0, due), friends[:, None]  # nobody pays himself
    taken = (size - 1) * due * (rng.random((size, 1)) < 0.7)  # or left on the account
    return [
        labelled(friends, day - 1, second, paid, "transfer in", "automatic", "other bank"),
        labelled(friends, day, second, -paid, "transfer out", "mobile banking", "customer", turn),
        labelled(turn, day, second, paid, "transfer in", "automatic", "customer", friends),
        labelled(turn, day + 2, 43_200, -taken, "transfer out", "mobile banking", "other bank"),
    ]
