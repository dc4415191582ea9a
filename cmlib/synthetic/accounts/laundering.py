"""Planted laundering rings, and honest customers who look like them.

A ring works for some weeks in rounds of one week, each with the three stages of the textbooks. Placement: *placers*
bring cash on several days, each time a little less than what the bank must report. Layering: they send it on to a
*collector*; he spreads it over *passers*, who send it along a chain and pay a placer his wages, which closes the
circle. Integration: the rest goes to another bank. Honest `lookalikes` are planted with the rings.

No account ever holds less than it would without these movements: what goes out came in before.
A transfer between two customers is two movements of the same moment.

Uses the stream "fraud" 1.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cmlib.synthetic.accounts import lookalikes
from cmlib.synthetic.accounts.labelled import COLLECTOR, PASSER, PLACER, ROLES, Labelled, chosen, labelled, part_of
from cmlib.synthetic.accounts.movements import CHANNEL, Movements
from cmlib.synthetic.frames import coded
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.planted import Planted

#: Cash brought by one customer in one day that a bank in China must report, CNY (People's Bank of China,
#: order 3 of 2016, article 5).
REPORTING_THRESHOLD = 50_000

#: Months in which a ring works.
MONTHS_OF_RING = 3


@dataclass(frozen=True)
class LaunderingParameters(Planted):
    """How many, and how they go about it. Amounts in CNY."""

    laundering_rings_a_thousand: float = 2.0
    laundering_least_deposit: float = 44_000
    laundering_most_deposit: float = 49_900


TRUTH = LaunderingParameters()


@dataclass(frozen=True)
class PlantedLaundering:
    """``movements`` and what each of them is.

    ``holding`` is -1 throughout: the current account of ``customer``, for the assembler to fill.
    """

    movements: Movements
    ring: np.ndarray  # number of the ring in the block, from 0; -1: honest look-alike
    role: np.ndarray  # index into ROLES, of the customer whose account it is


def plant(block: PeopleBlock, has_mobile: np.ndarray) -> PlantedLaundering:
    """Rings and honest look-alikes of a block.

    ``has_mobile``, of shape (months, customers): who can use mobile banking; the others use internet banking.
    Ring members and club members are customers from before the first to after the last movement.
    """
    parts = [*_rings(block), *lookalikes.shop_owners(block), *lookalikes.savings_clubs(block)]
    movements, ring, role = zip(*parts, strict=True)
    moved = Movements.together(list(movements))
    month = (moved.date.astype("datetime64[M]") - block.calendar.starts[0]).astype(int)
    possible = (moved.channel != CHANNEL["mobile banking"]) | has_mobile[month, moved.customer]
    moved = replace(moved, channel=np.where(possible, moved.channel, CHANNEL["internet banking"]))
    return PlantedLaundering(moved, np.concatenate(ring), np.concatenate(role))


def truth_frame(planted: PlantedLaundering, transaction_ids: np.ndarray, block: PeopleBlock) -> pd.DataFrame:
    """The hidden frame "laundering": one row for each movement of a ring.

    ``transaction_ids`` are those of ``planted.movements``, in the same order. Columns: transaction_id;
    ring, a whole number unique over the bank; customer_id; role.
    """
    members = planted.ring >= 0
    return pd.DataFrame(
        {
            "transaction_id": np.asarray(transaction_ids)[members],
            "ring": block.number * 100 + planted.ring[members],
            "customer_id": coded(planted.movements.customer[members], block.people.ids),
            "role": coded(planted.role[members], ROLES),
        }
    )


def _rings(block: PeopleBlock) -> list[Labelled]:
    rng, p, calendar, people = block.stream("fraud", 1), TRUTH, block.calendar, block.people
    free, parts = np.ones(block.count, dtype=bool), []
    for ring in range(max(1, round(p.laundering_rings_a_thousand * block.count / 1_000))):
        size, month = int(rng.integers(6, 11)), int(rng.integers(0, calendar.months - MONTHS_OF_RING + 1))
        careless = rng.gumbel(size=block.count) - 0.6 * people.care  # whom a ring finds ready to help
        rounds = int(rng.integers(7, 11))
        members = chosen(block, free, np.round(careless, 6), size, month, MONTHS_OF_RING)
        if len(members):
            free[members] = False
            parts += _one_ring(rng, calendar.first_days[month], rng.permutation(members), rounds, ring)
    return parts


def _one_ring(rng, start: np.datetime64, members: np.ndarray, rounds: int, ring: int) -> list[Labelled]:
    """The movements of a ring: arrays of shape (rounds, people)."""
    p, placers = TRUTH, 3 if len(members) < 8 else 4
    placer, collector, passer = members[:placers], members[placers], members[placers + 1 :]
    begins = start + 7 * np.arange(rounds) + rng.integers(0, 2, rounds)

    def move(customer, day, hour, cents, kind, counterparty, other=-1, *, role, channel="mobile banking"):
        moment = (begins + day)[:, None], 3_600 * np.asarray(hour)
        return labelled(customer, *moment, cents, kind, channel, counterparty, other, ring=ring, role=role)

    def send(payer, payer_role, payee, payee_role, day, hour, cents):
        return [
            move(payer, day, hour, -cents, "transfer out", "customer", payee, role=payer_role),
            move(payee, day, hour, cents, "transfer in", "customer", payer, role=payee_role),
        ]

    def hours(least, most, people):
        return least + (most - least) * rng.random((rounds, people))

    parts, brought = [], 0
    for day in range(3):
        near = np.round(rng.random((rounds, placers)) ** 0.6, 6)  # nearer to the most than to the least
        cash = p.laundering_least_deposit + near * (p.laundering_most_deposit - p.laundering_least_deposit)
        cash = part_of(100 * cash, rng.random((rounds, placers)) < 0.75)
        at_counter = rng.random((rounds, placers)) < 0.5
        hour = hours(9, 17, placers)
        for channel, here in (("counter", at_counter), ("cash machine", ~at_counter)):
            parts.append(move(placer, day, hour, cash * here, "cash deposit", "cash", role=PLACER, channel=channel))
        brought = brought + cash
    sent = part_of(brought, 0.985)
    parts += send(placer, PLACER, collector, COLLECTOR, 3, hours(9, 11, placers), sent)
    weight = 0.7 + 0.6 * rng.random((rounds, len(passer)))
    spread = part_of(sent.sum(axis=1, keepdims=True), 0.99 * weight / weight.sum(axis=1, keepdims=True))
    parts += send(collector, COLLECTOR, passer, PASSER, 3, hours(12, 15, len(passer)), spread)

    along, kept = np.zeros((rounds, 1), dtype=np.int64), []  # the chain of passers, one after the other
    when = 9 + np.cumsum(0.3 + 0.6 * rng.random((rounds, len(passer))), axis=1)
    for place in range(len(passer)):
        has, last = spread[:, [place]] + along, place == len(passer) - 1
        along = part_of(has, 0.08 if last else 0.40)
        payee = placer[np.arange(rounds) % placers][:, None] if last else passer[place + 1]
        parts += send(passer[place], PASSER, payee, PLACER if last else PASSER, 4, when[:, [place]], along)
        kept.append(has - along)
    out = part_of(np.hstack(kept), 0.97)
    return [*parts, move(passer, 5, hours(9, 20, len(passer)), -out, "transfer out", "other bank", role=PASSER)]
