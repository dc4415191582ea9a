"""Movements that carry labels: to which ring they belong and what the customer is in it."""

import numpy as np

from cmlib.synthetic.accounts.movements import CHANNEL, COUNTERPARTY, KIND, Movements
from cmlib.synthetic.people.block import PeopleBlock

#: What the customer is in the ring.
ROLES = ("honest", "placer", "collector", "passer")
HONEST, PLACER, COLLECTOR, PASSER = range(4)

#: The number of the ring of who is in none.
NO_RING = -1

#: Movements, and as many numbers of rings and of roles.
Labelled = tuple[Movements, np.ndarray, np.ndarray]


def chosen(block: PeopleBlock, free: np.ndarray, pull: np.ndarray, size: int, month: int, months: int) -> np.ndarray:
    """The ``size`` free customers with the strongest pull, of those who are there all these months; or nobody."""
    there = block.life.present()[month : month + months].all(axis=0)
    there &= free & (block.people.joined <= block.calendar.first_days[month])
    if there.sum() < 2 * size:
        return np.array([], dtype=int)
    return np.sort(np.argsort(np.where(there, -pull, np.inf), kind="stable")[:size])


def part_of(cents: np.ndarray, share) -> np.ndarray:
    """A share of the cents, in whole hundreds of CNY."""
    return np.floor(np.round(cents * share / 10_000, 6)).astype(np.int64) * 10_000


def labelled(
    customer, date, second, cents, kind: str, channel: str, counterparty: str, other=-1, *, ring=NO_RING, role=HONEST
) -> Labelled:
    """Movements on current accounts of what is not 0; the arrays broadcast against each other.

    What comes in comes by itself, so it has no channel and no device of the customer.
    """
    customer, date, second, cents, other = (
        array.ravel() for array in np.broadcast_arrays(customer, date, second, cents, other)
    )
    real = cents != 0
    count = int(real.sum())
    comes_by_itself = kind == "transfer in"
    by_hand = channel in ("mobile banking", "internet banking") and not comes_by_itself
    moved = Movements(
        customer=customer[real],
        holding=np.full(count, -1),
        date=date[real],
        second=np.floor(second[real]).astype(np.int64),
        amount=cents[real],
        kind=np.full(count, KIND[kind]),
        channel=np.full(count, CHANNEL["automatic" if comes_by_itself else channel]),
        counterparty=np.full(count, COUNTERPARTY[counterparty]),
        other=other[real],
        device=np.full(count, 0 if by_hand else -1),
    )
    return moved, np.full(count, ring), np.full(count, role)
