"""Holdings without a balance that a customer chooses: debit card, mobile banking, insurance."""

import numpy as np

from cmlib.synthetic.accounts.choice import APPEAL
from cmlib.synthetic.accounts.days import days_of
from cmlib.synthetic.accounts.holdings import NO_DAY, PRODUCT, Holdings, holdings, opening_channel
from cmlib.synthetic.accounts.plans import NEVER, Plans
from cmlib.synthetic.people.block import PeopleBlock

#: An insurance contract is cancelled with this probability a month.
CANCELLED = 0.004

_SERVICES = ("P41", "P43", "P51", "P52")


def draw_services(rng: np.random.Generator, block: PeopleBlock, plans: Plans) -> Holdings:
    """The debit cards, then mobile banking, then the two kinds of insurance."""
    days = days_of(block.calendar)
    end_of_life = np.append(days.last, NO_DAY)[np.where(plans.last_month < NEVER, plans.last_month, -1)]
    joined = days.number(block.people.joined)
    parts = []
    for product in _SERVICES:
        month = plans.month[list(APPEAL).index(product)]
        customer = np.flatnonzero(month < NEVER)
        place, wait, where = rng.random((3, len(customer)))
        month, first = month[customer], joined[customer]
        before = first + (place * (0 - first) * (product != "P41")).astype(np.int64)
        opened = np.where(
            month < 0,
            before,
            np.where(month == plans.join_month[customer], first, days.business_day(np.maximum(month, 0), place)),
        )
        closed = end_of_life[customer]
        if product in ("P51", "P52"):
            months_kept = np.floor(np.round(np.log(1 - wait) / np.log1p(-CANCELLED), 6)).astype(np.int64)
            cancelled = np.maximum(month, -1) + 1 + months_kept
            early = (cancelled < days.calendar.months) & (cancelled < plans.last_month[customer])
            day = days.business_day(np.where(early, cancelled, 0), where)
            closed = np.where(early, day, closed)
        channel = opening_channel(where, block.people.digital[customer], product != "P43")
        parts.append(holdings(PRODUCT[product], customer, opened, closed, channel))
    return Holdings.together(parts)
