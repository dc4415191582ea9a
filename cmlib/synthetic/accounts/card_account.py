"""The credit card's account: what was bought in a month is paid back in the next one, from the current account."""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.accounts.cards import CardHolders, CardPurchases
from cmlib.synthetic.accounts.days import days_of
from cmlib.synthetic.accounts.movements import CHANNEL, COUNTERPARTY, KIND, Movements
from cmlib.synthetic.people.block import PeopleBlock

_LATE = 86_000  # second of the day at which a card that is closed is settled


@dataclass(frozen=True)
class CardAccounts:
    """Arrays of shape (months, cards), in whole cents."""

    bought: np.ndarray
    repaid: np.ndarray
    owed: np.ndarray  # at the month's end
    from_current: Movements  # the repayments as they leave the current account
    to_card: Movements  # and as they reach the card


def settle(block: PeopleBlock, holders: CardHolders, bought: CardPurchases) -> CardAccounts:
    """Repay what was bought; a card that is closed is settled on its last day."""
    days, months, cards = days_of(block.calendar), block.calendar.months, len(holders)
    month = days.month(days.number(bought.date))
    by_month = np.bincount(month * cards + bought.card, weights=bought.cents, minlength=months * cards)
    by_month = np.rint(by_month).astype(np.int64).reshape(months, cards)
    closed = np.where(np.isnat(holders.closed), block.calendar.end + 1, holders.closed)
    closing_day = days.number(closed)
    closing_month = days.month(closing_day)
    each_month = np.arange(months)[:, None]
    last_month = np.vstack([np.zeros((1, cards), dtype=np.int64), by_month[:-1]])
    regular = np.where(each_month <= closing_month, last_month, 0)
    at_closing = np.where(each_month == closing_month, by_month, 0)
    repaid = regular + at_closing
    due = days.first[:, None] + 7 + (holders.customer * 7) % 18  # each has a due day, the 8th to the 25th
    second = 28_800 + (holders.customer * 613) % 36_000 + np.zeros_like(due)
    repayments = [(regular, due, second), (at_closing, closing_day + np.zeros_like(due), np.full_like(due, _LATE))]
    legs = [_legs(block, holders, *repayment) for repayment in repayments]
    from_current, to_card = (Movements.together(list(part)) for part in zip(*legs, strict=True))
    return CardAccounts(by_month, repaid, np.cumsum(by_month - repaid, axis=0), from_current, to_card)


def _legs(block: PeopleBlock, holders: CardHolders, amount, day, second) -> tuple[Movements, Movements]:
    month, card = np.nonzero(amount)
    customer, cents = holders.customer[card], amount[month, card]
    date = days_of(block.calendar).date(day[month, card])
    words = (KIND["card repayment"], CHANNEL["automatic"], COUNTERPARTY["own holding"], -1, -1)
    rest = date, second[month, card], [np.full(len(card), word) for word in words]
    return tuple(
        Movements(customer, holding, rest[0], rest[1], sign * cents, *rest[2])
        for holding, sign in ((customer, -1), (block.count + card, 1))
    )
