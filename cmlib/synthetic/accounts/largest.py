"""The biggest is not the best: the customer with the largest deposits of the bank, on whom the bank loses.

One customer of the first block who stays to the end keeps millions in time deposits, at rates bargained above
what the treasury pays for the money, and takes much of the managers' time.
"""

from dataclasses import dataclass, replace

import numpy as np

from cmlib.synthetic.accounts.choice import APPEAL
from cmlib.synthetic.accounts.plans import NEVER, Plans
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.life import DRIFTING
from cmlib.synthetic.planted import Planted


@dataclass(frozen=True)
class LargestParameters(Planted):
    """What is planted of the largest depositor."""

    largest_deposits: float = 15_000_000  # CNY, on average, shared evenly by the three kinds of time deposit
    largest_bargain: float = 1.25  # of the bank's margin; above 1 the bank pays more than the money is worth to it
    largest_advice_minutes: float = 240.0  # a month
    largest_counter_visits: float = 5.0  # a month


TRUTH = LargestParameters()

_ON_ACCOUNT = 1_500_000  # cents
_NOT_HELD = ("P45", "P46", "P47", "P48", "P49", "P50", "P51", "P52")


def largest_depositor(block: PeopleBlock) -> int:
    """The customer's place in the block; -1 in every block but the first."""
    if block.number:
        return -1
    stays = (block.life.left_month < 0) & (block.people.joined < block.calendar.first_days[0])
    stays &= ~(block.life.state == DRIFTING).any(axis=0)
    return int(np.argmax(np.where(stays, block.people.wealth, 0)))


def with_largest(plans: Plans, place: int) -> Plans:
    """The plans with those of the largest depositor."""
    if place < 0:
        return plans
    month, amount, on_account, bargain = (
        part.copy() for part in (plans.month, plans.amount, plans.on_account, plans.bargain)
    )
    mismatch = plans.mismatch.copy()
    for row, product in enumerate(APPEAL):
        if product in _NOT_HELD:
            month[row, place], amount[row, place], mismatch[row, place] = NEVER, 0, False
        if product in ("P02", "P03", "P04"):
            month[row, place], amount[row, place] = -1, round(TRUTH.largest_deposits * 100 / 3)
    renews = plans.renews.copy()
    on_account[place], bargain[place], renews[place] = _ON_ACCOUNT, TRUTH.largest_bargain, 1.0
    changed = {"month": month, "amount": amount, "on_account": on_account, "bargain": bargain, "mismatch": mismatch}
    return replace(plans, **changed, renews=renews)
