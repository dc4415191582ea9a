"""When customers can act, and the draws that all everyday movements share: how often, when, how much, from where."""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.accounts.days import Days, days_of
from cmlib.synthetic.accounts.holdings import PRODUCT, Holdings
from cmlib.synthetic.accounts.movements import CHANNEL, Movements
from cmlib.synthetic.accounts.plans import NEVER, Plans
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.life import DRIFTING

#: A drifting customer does this part of what he did.
USE_WHILE_DRIFTING = 0.35


@dataclass(frozen=True)
class Windows:
    """Arrays of shape (months, customers)."""

    first: np.ndarray  # the day from which something can happen in the month
    last: np.ndarray  # the last such day; one before the last day as a customer
    usage: np.ndarray  # 1 for an active customer, less for a drifting one, 0 for none
    has_card: np.ndarray
    has_mobile: np.ndarray


def windows(block: PeopleBlock, plans: Plans, services: Holdings) -> Windows:
    """When and with what each customer can act."""
    days, months = days_of(block.calendar), np.arange(block.calendar.months)[:, None]
    first = np.maximum(days.first[:, None], days.number(block.people.joined))
    last = days.last[:, None] - (months == plans.last_month)
    usage = block.life.present() * np.where(block.life.state == DRIFTING, USE_WHILE_DRIFTING, 1.0)
    held = []
    for product in ("P41", "P43"):
        own = services.product == PRODUCT[product]
        since = np.full(block.count, NEVER)
        since[services.customer[own]] = days.month(services.opened[own])
        held.append(months > since)
    return Windows(first, last, usage, *held)


class Scene:
    """What every kind of movement is drawn with."""

    def __init__(self, rng, block: PeopleBlock, days: Days, window: Windows):
        self.rng, self.block, self.days, self.window = rng, block, days, window
        self.people = block.people

    def events(self, rate: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Customer and month of events that come at a rate of so many a month, for a customer in full use."""
        counts = self.rng.poisson(np.round(rate * self.window.usage, 6))
        flat = np.repeat(np.arange(counts.size), counts.ravel())
        return flat % self.block.count, flat // self.block.count

    def day(self, customer, month) -> np.ndarray:
        """A day on which the customer is there, more often a weekend."""
        window = self.window
        return self.days.spending_day(
            window.first[month, customer], window.last[month, customer], self.rng.random(len(customer))
        )

    def second(self, count: int, opens: int = 7, closes: int = 23) -> np.ndarray:
        """A second between two hours, most often in the middle."""
        return (3_600 * (opens + (closes - opens) * self.rng.random((2, count)).mean(axis=0))).astype(np.int64)

    def cents(self, count: int, middle, spread: float) -> np.ndarray:
        """Amounts that scatter around ``middle`` CNY."""
        return np.rint(np.round(100 * middle * np.exp(spread * self.rng.standard_normal(count)), 4)).astype(np.int64)

    def remote(self, customer, month, counter_share: float = 1.0):
        """Channel and device of what can be done from home."""
        draw, strange = self.rng.random((2, len(customer)))
        mobile = self.window.has_mobile[month, customer]
        at_home = draw < np.clip(0.72 + 0.20 * self.people.digital[customer], 0.08, 0.97)
        offline = np.where(draw > 1 - 0.6 * counter_share, CHANNEL["counter"], CHANNEL["cash machine"])
        channel = np.where(at_home, np.where(mobile, CHANNEL["mobile banking"], CHANNEL["internet banking"]), offline)
        device = np.where(at_home, np.where(strange < 0.015, 1 + (strange * 200).astype(np.int64), 0), -1)
        return channel, device

    def movements(self, customer, day, second, amount, kind, channel, counterparty, device=-1, other=-1) -> Movements:
        """Movements on the current account."""
        full = [np.broadcast_to(part, len(customer)) for part in (kind, channel, counterparty, other, device)]
        return Movements(customer, customer, self.days.date(day), second, amount, *full)
