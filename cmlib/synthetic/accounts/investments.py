"""Investments: bought, traded towards what the customer wants in them, sold; their value moves with the prices.

A customer trades when the value is far from the wanted one, which follows the customer's level; so a
drifting customer sells. Between trades nothing but prices changes the value.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.accounts.choice import APPEAL
from cmlib.synthetic.accounts.days import Days, days_of
from cmlib.synthetic.accounts.holdings import LIST_RATE, NO_DAY, PRODUCT, Holdings, holdings, opening_channel
from cmlib.synthetic.accounts.levels import Levels
from cmlib.synthetic.accounts.movements import CHANNEL, COUNTERPARTY, KIND, Movements
from cmlib.synthetic.accounts.plans import NEVER, Plans
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.world import fund_prices

#: Investments, in the order of the rows of `daily_index`.
INVESTMENTS = ("P45", "P46", *fund_prices.PRODUCT_IDS)

#: An investment is sold with this probability a month.
SOLD = 0.010

#: A customer trades when the logarithm of value over what is wanted is further from 0 than this.
FAR = 0.30

_LEAST = 10_000  # cents; nobody buys for less


@dataclass(frozen=True)
class Investments:
    """The holdings, and what happens to them; arrays of shape (months, holdings), in whole cents."""

    holdings: Holdings
    balance: np.ndarray  # at the month's end
    bought: np.ndarray
    sold: np.ndarray
    change: np.ndarray  # of value
    day: np.ndarray  # of the month's trade, if there is one


def daily_index(block: PeopleBlock) -> np.ndarray:
    """What 1 CNY in each investment becomes, day by day; shape (investments, days + 1), first the day before."""
    path = fund_prices.prices(block.seed, block.calendar, block.first_year)
    days = np.arange(path.index.shape[1])
    accrued = [1 + LIST_RATE[PRODUCT[product]] * days / 365 for product in INVESTMENTS[:2]]
    return np.vstack([*accrued, path.index])


def draw_investments(rng: np.random.Generator, block: PeopleBlock, plans: Plans, level: Levels) -> Investments:
    """All investments of a block."""
    days = days_of(block.calendar)
    rows = np.array([list(APPEAL).index(product) for product in INVESTMENTS])
    kind, customer = np.nonzero(plans.month[rows] < NEVER)
    opens = plans.month[rows[kind], customer]
    wanted = plans.amount[rows[kind], customer]
    wait, place, where = rng.random((3, len(customer)))
    kept = np.floor(np.round(np.log(1 - wait) / np.log1p(-SOLD), 6)).astype(np.int64)
    closes = np.minimum(np.maximum(opens, -1) + 1 + kept, plans.last_month[customer])
    trade_day = days.business_day(
        np.arange(days.calendar.months)[:, None], rng.random((days.calendar.months, len(kind)))
    )
    flows = _live(daily_index(block)[kind], days, opens, closes, wanted * level.level[:, customer], trade_day)

    joined = days.number(block.people.joined)[customer]
    each = np.arange(len(kind))
    opened = np.where(
        opens < 0, joined + (place * (0 - joined)).astype(np.int64), trade_day[np.maximum(opens, 0), each]
    )
    ends = closes < days.calendar.months
    closed = np.where(ends, trade_day[np.where(ends, closes, 0), each], NO_DAY)
    code = np.array([PRODUCT[product] for product in INVESTMENTS])[kind]
    channel = opening_channel(where, block.people.digital[customer])
    return Investments(holdings(code, customer, opened, closed, channel), *flows, trade_day)


def _live(index: np.ndarray, days: Days, opens, closes, wanted: np.ndarray, trade_day: np.ndarray):
    """Balance, bought, sold and change of value, month by month."""
    months, count = wanted.shape
    each = np.arange(count)
    out = np.zeros((4, months, count), dtype=np.int64)
    value = np.where(opens < 0, np.maximum(_cents(wanted[0]), _LEAST), 0)
    for t in range(months):
        start, end = index[:, days.first[t]], index[:, days.last[t] + 1]
        at_trade = index[each, trade_day[t] + 1]
        before = np.where(opens < t, value, 0)
        on_day = _cents(before * (at_trade / start))
        goal = np.maximum(_cents(wanted[t]), _LEAST)
        held = (opens < t) & (t < closes)
        far = held & (np.abs(np.round(np.log(goal / np.maximum(on_day, 1)), 6)) > FAR)
        trade = np.where(far, goal - on_day, 0)
        trade = np.where(opens == t, goal, np.where(closes == t, -on_day, trade))
        after = np.where(
            far | (opens == t), _cents((on_day + trade) * (end / at_trade)), _cents(before * (end / start))
        )
        after = np.where((opens > t) | (t >= closes), 0, after)
        bought, sold = np.maximum(trade, 0), np.maximum(-trade, 0)
        out[:, t] = after, bought, sold, after - before - bought + sold
        value = after
    return out


def _cents(amount: np.ndarray) -> np.ndarray:
    return np.rint(np.round(amount, 4)).astype(np.int64)


def as_movements(rng: np.random.Generator, block: PeopleBlock, made: Investments) -> Movements:
    """What the trades move on current accounts."""
    days = days_of(block.calendar)
    month, each = np.nonzero(made.bought + made.sold)
    customer = made.holdings.customer[each]
    amount = made.sold[month, each] - made.bought[month, each]
    channel = opening_channel(rng.random(len(each)), block.people.digital[customer], False)
    return Movements(
        customer=customer,
        holding=customer,
        date=days.date(made.day[month, each]),
        second=rng.integers(34_200, 54_000, len(each)),
        amount=amount,
        kind=np.where(amount < 0, KIND["purchase of investment"], KIND["sale of investment"]),
        channel=channel,
        counterparty=np.full(len(each), COUNTERPARTY["own holding"]),
        other=np.full(len(each), -1),
        device=np.where(channel == CHANNEL["counter"], -1, 0),
    )
