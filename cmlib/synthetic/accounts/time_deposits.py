"""Time deposits and certificates: placed for a term, repaid with interest, often placed again.

A deposit that is broken because the customer leaves earns the list rate of the current account instead.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.accounts.choice import APPEAL
from cmlib.synthetic.accounts.days import Days, days_of
from cmlib.synthetic.accounts.holdings import (
    LIST_RATE,
    NO_DAY,
    PRODUCT,
    TERM_MONTHS,
    TRANSFER_PRICE,
    Holdings,
    holdings,
    opening_channel,
)
from cmlib.synthetic.accounts.levels import Levels
from cmlib.synthetic.accounts.movements import CHANNEL, COUNTERPARTY, KIND, Movements
from cmlib.synthetic.accounts.plans import NEVER, Plans
from cmlib.synthetic.people.block import PeopleBlock

#: The probability that a customer who is drawing down places a repaid deposit again.
RENEWED_WHILE_DRIFTING = 0.15

_PIECE = 10_000  # whole hundreds of CNY, in cents
_REPAID_AT = 1_800  # second of the day


@dataclass(frozen=True)
class TimeDeposits:
    """The holdings, and for each what was placed and the interest that it was repaid with, in cents."""

    holdings: Holdings
    principal: np.ndarray
    interest: np.ndarray  # 0 while open
    renewed: np.ndarray  # what of the principal was repaid the same day by the deposit before


def draw_time_deposits(rng: np.random.Generator, block: PeopleBlock, plans: Plans, level: Levels) -> TimeDeposits:
    """The three kinds of deposit, each as a chain of deposits one after the other."""
    parts = [_chains(rng, block, plans, level, product) for product in ("P02", "P03", "P04")]
    return TimeDeposits(
        Holdings.together([part.holdings for part in parts]),
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("principal", "interest", "renewed")),
    )


def _chains(rng, block: PeopleBlock, plans: Plans, level: Levels, product: str) -> TimeDeposits:
    days, code = days_of(block.calendar), PRODUCT[product]
    row, term = list(APPEAL).index(product), int(TERM_MONTHS[PRODUCT[product]])
    customer = np.flatnonzero(plans.month[row] < NEVER)
    month, place = plans.month[row, customer], rng.random(len(customer))
    past = np.maximum(days.number(block.people.joined)[customer], -1 - (place * (term * 30.4 - 1)).astype(np.int64))
    opened = np.where(month < 0, past, days.business_day(np.maximum(month, 0), place))
    at_hand = np.zeros(len(customer), dtype=np.int64)
    found = []
    while len(customer):
        where, again = rng.random((2, len(customer)))
        opened_in = np.maximum(days.month(opened), 0)
        wanted = plans.amount[row, customer] * level.level[opened_in, customer]
        principal = np.maximum(np.rint(wanted / _PIECE), 1).astype(np.int64) * _PIECE
        rate = _rate(code, plans.bargain[customer])
        maturity = add_months(days, opened, term)
        last = plans.last_month[customer]
        last_day = np.append(days.last, NEVER)[np.where(last < NEVER, last, -1)]
        broken = maturity > last_day
        closed = np.where(broken, last_day, np.where(maturity < days.count, maturity, NO_DAY))
        earned = np.rint(np.round(principal * rate * term / 12, 4)).astype(np.int64)
        months_kept = days.month(np.maximum(closed, 0)) - np.where(
            opened >= 0, days.month(opened), _month(days, opened)
        )
        demand = np.rint(np.round(principal * LIST_RATE[PRODUCT["P01"]] * months_kept / 12, 4)).astype(np.int64)
        interest = np.where(closed == NO_DAY, 0, np.where(broken, demand, earned))
        channel = opening_channel(where, block.people.digital[customer])
        made = holdings(code, customer, opened, closed, channel, maturity, rate)
        found.append(TimeDeposits(made, principal, interest, np.minimum(at_hand, principal)))

        matured = (maturity < days.count) & (maturity <= last_day)
        closing_month = np.where(matured, days.month(maturity), 0)
        fading = level.fade[closing_month, customer] < 0.9
        renewed = again < np.where(fading, RENEWED_WHILE_DRIFTING, plans.renews[customer])
        renewed &= matured & (closing_month < last)
        customer, opened, at_hand = customer[renewed], maturity[renewed], (principal + interest)[renewed]
    if not found:
        none = np.array([], dtype=np.int64)
        return TimeDeposits(holdings(code, none, none, none, none, none, none / 1), none, none, none)
    return TimeDeposits(
        Holdings.together([part.holdings for part in found]),
        *(np.concatenate([getattr(part, name) for part in found]) for name in ("principal", "interest", "renewed")),
    )


def _rate(code: int, bargain: np.ndarray) -> np.ndarray:
    return np.round(LIST_RATE[code] + bargain * (TRANSFER_PRICE[code] - LIST_RATE[code]), 4)


def _month(days: Days, day: np.ndarray) -> np.ndarray:
    """The month of any day, negative before the first."""
    return (days.date(day).astype("datetime64[M]") - days.calendar.starts[0]).astype(np.int64)


def add_months(days: Days, day: np.ndarray, months: int) -> np.ndarray:
    """The same day of the month so many months later, or that month's last day if it has none."""
    date = days.date(day)
    month = date.astype("datetime64[M]")
    later = month + months
    length = ((later + 1).astype("datetime64[D]") - later.astype("datetime64[D]")).astype(np.int64)
    of_month = np.minimum((date - month.astype("datetime64[D]")).astype(np.int64), length - 1)
    return days.number(later.astype("datetime64[D]") + of_month)


def as_movements(rng: np.random.Generator, block: PeopleBlock, made: TimeDeposits) -> tuple[Movements, Movements]:
    """What is placed, and what is repaid, on current accounts. A renewal follows the repayment of the same day."""
    held, days = made.holdings, days_of(block.calendar)
    placed, repaid = np.flatnonzero(held.opened >= 0), np.flatnonzero(held.closed != NO_DAY)
    broken = held.closed[repaid] < held.maturity[repaid]
    at_day = rng.integers(32_400, 61_200, len(held))
    second = np.where(made.renewed > 0, _REPAID_AT + 600, at_day)
    automatic = CHANNEL["automatic"]
    return (
        _movements(
            days,
            held.customer[placed],
            held.opened[placed],
            second[placed],
            -made.principal[placed],
            "time deposit placed",
            np.where(made.renewed[placed] > 0, automatic, held.channel[placed]),
        ),
        _movements(
            days,
            held.customer[repaid],
            held.closed[repaid],
            np.where(broken, at_day[repaid], _REPAID_AT),
            (made.principal + made.interest)[repaid],
            "time deposit repaid",
            np.where(broken, CHANNEL["counter"], automatic),
        ),
    )


def renewed_by_month(block: PeopleBlock, made: TimeDeposits) -> np.ndarray:
    """What was repaid and placed again the same day; shape (months, customers), in cents."""
    month = days_of(block.calendar).month(np.maximum(made.holdings.opened, 0))
    by_month = np.zeros((block.calendar.months, block.count), dtype=np.int64)
    np.add.at(by_month, (month, made.holdings.customer), made.renewed)
    return by_month


def _movements(days: Days, customer, day, second, amount, kind: str, channel) -> Movements:
    count = len(customer)
    online = (channel == CHANNEL["mobile banking"]) | (channel == CHANNEL["internet banking"])
    codes = np.full(count, KIND[kind]), channel, np.full(count, COUNTERPARTY["own holding"])
    return Movements(
        customer, customer, days.date(day), second, amount, *codes, np.full(count, -1), np.where(online, 0, -1)
    )
