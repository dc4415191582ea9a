"""The current account, month by month: what ties all other movements together.

Customers of this bank have others. Before money is missing here, a transfer from one of those comes in;
what lies idle goes out to them. A month's payments never rely on money that comes in the same month, so
the account is never overdrawn, whatever the order of movements.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.accounts.days import days_of
from cmlib.synthetic.accounts.movements import CHANNEL, COUNTERPARTY, KIND, Movements
from cmlib.synthetic.accounts.plans import Plans
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.life import DRIFTING

#: The account is filled up below, and emptied above, these multiples of what the customer wants to have on it.
TOO_LITTLE, TOO_MUCH, TOO_MUCH_WHILE_DRIFTING = 0.55, 1.45, 1.05

_STEP = 10_000  # transfers are in whole hundreds of CNY
_LEAST = 1_000
_INTEREST_DAY = 20  # days after the first of the last month of a quarter: the 21st
_CASH_AT_MOST = 2_000_000


@dataclass(frozen=True)
class CurrentAccounts:
    """Arrays of shape (months, customers), in whole cents."""

    balance: np.ndarray  # at the month's end
    interest: np.ndarray
    filled: np.ndarray  # came in from the customer's other bank, or with the customer
    emptied: np.ndarray  # went out to it
    closing: np.ndarray  # paid out on the customer's last day
    spare: np.ndarray  # could have gone out beside all that went out


def keep(
    block: PeopleBlock, plans: Plans, level: np.ndarray, rate: np.ndarray, paid_in, paid_out, apart
) -> CurrentAccounts:
    """Keep the accounts of a block.

    ``paid_in`` and ``paid_out`` are the sums of what moves anyhow, ``apart`` the balance of money that pays for
    itself (what a ring passes on): the account neither counts on it nor moves it, but bears interest on it and is
    closed with it. All of shape (months, customers), in cents. ``rate`` is the interest a year, one a customer.
    """
    months, count = paid_in.shape
    present, drifting = block.life.present(), block.life.state == DRIFTING
    wants = np.maximum(np.rint(np.round(plans.on_account * level, 4)).astype(np.int64), _LEAST)
    pays_interest = block.calendar.month_of_year % 3 == 0
    own = np.where(plans.join_month < 0, wants[0], 0)
    shown = np.zeros((months + 3, count), dtype=np.int64)  # balances, from three months before the first on
    shown[:3] = own
    made = np.zeros((6, months, count), dtype=np.int64)
    for t in range(months):
        joins, leaves = plans.join_month == t, plans.last_month == t
        interest = np.zeros(count, dtype=np.int64)
        if pays_interest[t]:
            interest = np.rint(np.round(rate / 12 * shown[t : t + 3].sum(axis=0), 4)).astype(np.int64) * present[t]
        filled = _up(np.maximum(paid_out[t] - own, 0))
        end = own + filled + paid_in[t] + interest - paid_out[t]
        low = present[t] & ~leaves & (end < TOO_LITTLE * wants[t])
        filled += np.where(low | joins, _up(np.maximum(wants[t] - end, 0)), 0)
        spare = (own + filled - paid_out[t]) * present[t]
        end = own + filled + paid_in[t] + interest - paid_out[t]
        limit = np.where(drifting[t], TOO_MUCH_WHILE_DRIFTING, TOO_MUCH) * wants[t]
        idle = present[t] & ~leaves & ~joins & (end > limit)
        emptied = np.where(idle, np.minimum(end - wants[t], spare) // _STEP * _STEP, 0)
        closing = np.where(leaves, end + apart[t], 0)
        own = np.where(leaves, 0, end - emptied)
        shown[t + 3] = np.where(leaves, 0, own + apart[t] * present[t])
        made[:, t] = shown[t + 3], interest, filled, emptied, closing, spare
    return CurrentAccounts(*made)


def _up(cents: np.ndarray) -> np.ndarray:
    return -(-cents // _STEP) * _STEP


def balancing(
    rng: np.random.Generator, block: PeopleBlock, plans: Plans, accounts: CurrentAccounts, before: Movements, window
):
    """The movements that `keep` decided on; ``before`` are all the others on current accounts."""
    days = days_of(block.calendar)
    earliest, latest = _moments(block, plans, before)
    return [
        _filling(rng, block, plans, accounts.filled, earliest, window, days),
        _emptying(rng, block, accounts.emptied, window, days),
        _interest(accounts.interest, days),
        _closing(rng, block, plans, accounts.closing, latest, days),
    ]


def _moments(block, plans: Plans, before: Movements):
    """The first second of each month at which money is needed, and the last movement of each leaver's last day."""
    days, count = days_of(block.calendar), block.count
    day = days.number(before.date)
    month, moment = days.month(day), day * 86_400 + before.second
    needed = (before.amount < 0) | (month == plans.join_month[before.customer])
    earliest = np.full((block.calendar.months, count), np.iinfo(np.int64).max)
    np.minimum.at(earliest, (month[needed], before.customer[needed]), moment[needed])
    latest = np.full(count, -1)
    np.maximum.at(latest, before.customer, moment)
    return earliest, latest


def _filling(rng, block, plans, filled, earliest, window, days) -> Movements:
    month, customer = np.nonzero(filled)
    place, lead, how = rng.random((3, len(month)))
    joins = plans.join_month[customer] == month
    first = window.first[month, customer]
    anyhow = days.spending_day(first, window.last[month, customer], place)
    moment = np.where(joins, first, anyhow) * 86_400 + (32_400 + 36_000 * how).astype(np.int64)
    need = earliest[month, customer] - 60 - (lead * 172_800 * ~joins).astype(np.int64)
    moment = np.maximum(
        np.where(joins, np.minimum(moment, need), np.where(earliest[month, customer] < 2**62, need, moment)),
        first * 86_400,
    )
    kind = np.where(joins, KIND["deposit"], KIND["transfer in"])
    cash = joins & (how < 0.3)
    channel = np.where(joins, CHANNEL["counter"], CHANNEL["automatic"])
    code = np.where(cash, COUNTERPARTY["cash"], COUNTERPARTY["other bank"])
    return _movements(days, customer, moment, filled[month, customer], kind, channel, code)


def _emptying(rng, block, emptied, window, days) -> Movements:
    month, customer = np.nonzero(emptied)
    place, at_home, how = rng.random((3, len(month)))
    day = days.spending_day(window.first[month, customer], window.last[month, customer], place)
    mobile = window.has_mobile[month, customer]
    home = at_home < np.clip(0.75 + 0.2 * block.people.digital[customer], 0.08, 0.97)
    channel = np.where(
        home, np.where(mobile, CHANNEL["mobile banking"], CHANNEL["internet banking"]), CHANNEL["counter"]
    )
    second = np.where(home, 25_200 + how * 54_000, 32_400 + how * 28_000).astype(np.int64)
    device = np.where(home, 0, -1)
    return _movements(
        days,
        customer,
        day * 86_400 + second,
        -emptied[month, customer],
        KIND["transfer out"],
        channel,
        COUNTERPARTY["other bank"],
        device,
    )


def _interest(interest, days) -> Movements:
    month, customer = np.nonzero(interest)
    moment = (days.first[month] + _INTEREST_DAY) * 86_400
    return _movements(
        days,
        customer,
        moment,
        interest[month, customer],
        KIND["interest"],
        CHANNEL["automatic"],
        COUNTERPARTY["the bank"],
    )


def _closing(rng, block, plans, closing, latest, days) -> Movements:
    month, customer = np.nonzero(closing)
    amount = closing[month, customer]
    moment = days.last[month] * 86_400 + rng.integers(32_400, 61_200, len(month))
    moment = np.where(latest[customer] >= moment, days.last[month] * 86_400 + 86_399, moment)
    cash = amount <= _CASH_AT_MOST
    kind = np.where(cash, KIND["cash withdrawal"], KIND["transfer out"])
    code = np.where(cash, COUNTERPARTY["cash"], COUNTERPARTY["other bank"])
    return _movements(days, customer, moment, -amount, kind, CHANNEL["counter"], code)


def _movements(days, customer, moment, amount, kind, channel, counterparty, device=-1) -> Movements:
    day, second = np.divmod(moment, 86_400)
    full = [np.broadcast_to(part, len(customer)) for part in (kind, channel, counterparty, -1, device)]
    return Movements(customer, customer, days.date(day), second, amount, *full)
