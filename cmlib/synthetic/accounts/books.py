"""The books of a block of customers: everything that the files beside this one draw, put together.

First come the plans and what follows from them alone: services, investments, time deposits, cards. What they move,
and everyday life, is then booked on the current accounts, which are kept in balance month by month. Fraud takes what
could be spared; rings pass on money of their own, which the customers' own balances never notice.
"""

from dataclasses import dataclass, replace

import numpy as np

from cmlib.synthetic.accounts import (
    cards,
    fraud,
    investments,
    largest,
    laundering,
    levels,
    subscriptions,
    time_deposits,
)
from cmlib.synthetic.accounts.balances import BalanceRows, deposit_rows, rows_of
from cmlib.synthetic.accounts.card_account import settle
from cmlib.synthetic.accounts.contacts import draw_contacts
from cmlib.synthetic.accounts.current_account import CurrentAccounts, balancing, keep
from cmlib.synthetic.accounts.days import Days, days_of
from cmlib.synthetic.accounts.everyday import draw_everyday
from cmlib.synthetic.accounts.holdings import LIST_RATE, NO_DAY, PRODUCT, Holdings, holdings, opening_channel
from cmlib.synthetic.accounts.ledger import cell, month_sums
from cmlib.synthetic.accounts.movements import CHANNEL, CHANNELS, Movements
from cmlib.synthetic.accounts.plans import NEVER, Plans, draw_plans
from cmlib.synthetic.accounts.scene import windows
from cmlib.synthetic.accounts.services import draw_services
from cmlib.synthetic.people.block import PeopleBlock

_PLANS, _LEVELS, _SERVICES, _DEPOSITS, _INVESTMENTS, _EVERYDAY, _BALANCING, _CONTACTS, _OPENING = range(9)


@dataclass(frozen=True)
class Books:
    """All that happened on the accounts of a block."""

    largest: int  # place of the largest depositor, or -1
    plans: Plans
    held: Holdings
    holders: cards.CardHolders
    bought: cards.CardPurchases
    frauds: fraud.PlantedFraud
    rings: laundering.PlantedLaundering
    moved: Movements  # those of ``frauds`` first, then those of ``rings``
    balances: BalanceRows
    by_channel: np.ndarray  # number of movements; (channels, months, customers)
    contacts: np.ndarray  # as `contacts.draw_contacts` gives them


def keep_books(block: PeopleBlock) -> Books:
    """The books of a block."""
    days, count = days_of(block.calendar), block.count
    biggest = largest.largest_depositor(block)
    level = levels.levels(block.stream("accounts", _LEVELS), block, biggest)
    plans = largest.with_largest(draw_plans(block.stream("accounts", _PLANS), block), biggest)
    services = draw_services(block.stream("accounts", _SERVICES), block, plans)
    invested = investments.draw_investments(block.stream("accounts", _INVESTMENTS), block, plans, level)
    deposited = time_deposits.draw_time_deposits(block.stream("accounts", _DEPOSITS), block, plans, level)
    holders, bought, packages = cards.card_holders(block), cards.purchases(block), subscriptions.package_holders(block)
    card = settle(block, holders, bought)
    first = [_current_accounts(block, plans, days), _others(block, "P42", holders, days)]
    groups = [*first, _others(block, "P44", packages, days), services, invested.holdings, deposited.holdings]
    held, places = Holdings.together(groups), np.cumsum([0, *map(len, groups)])

    window = windows(block, plans, services)
    moving = Movements.together(
        [
            *draw_everyday(block.stream("accounts", _EVERYDAY), block, window),
            investments.as_movements(block.stream("accounts", _INVESTMENTS, 1), block, invested),
            _on_current(subscriptions.fees(block, packages)),
            card.from_current,
        ]
    )
    placed, repaid = time_deposits.as_movements(block.stream("accounts", _DEPOSITS, 1), block, deposited)
    renewed = time_deposits.renewed_by_month(block, deposited)
    turned = [month_sums(block, part) for part in (moving, repaid, placed)]
    paid_in, paid_out = (sum(part) - renewed for part in zip(*turned, strict=True))
    rings = laundering.plant(block, window.has_mobile)
    ringed = _on_current(rings.movements)
    apart = np.cumsum(np.subtract(*month_sums(block, ringed)), axis=0)

    def kept(paid_in, paid_out) -> CurrentAccounts:
        return keep(block, plans, level.level, held.rate[:count], paid_in, paid_out, apart)

    frauds = fraud.plant(block, kept(paid_in, paid_out).spare, window.has_mobile)
    stolen = _on_current(frauds.movements)
    came, went = month_sums(block, stolen)
    accounts = kept(paid_in + came, paid_out + went)

    before = Movements.together([stolen, ringed, moving, placed, repaid])
    balanced = balancing(block.stream("accounts", _BALANCING), block, plans, accounts, before, window)
    current = Movements.together([before, *balanced])
    purchases = replace(cards.as_movements(holders, bought), holding=count + bought.card)
    moved = Movements.together([current, purchases, card.to_card])

    inflow, outflow = month_sums(block, current)
    balances = BalanceRows.together(
        [
            rows_of(days, groups[0], 0, inflow - accounts.interest, outflow, accounts.interest, accounts.balance),
            rows_of(days, groups[1], count, card.bought, card.repaid, np.zeros_like(card.bought), card.owed),
            rows_of(days, groups[4], places[4], invested.bought, invested.sold, invested.change, invested.balance),
            deposit_rows(days, deposited, places[5]),
        ]
    )
    by_channel = _by_channel(block, moved)
    contacts = draw_contacts(
        block.stream("accounts", _CONTACTS), block, window, by_channel[CHANNEL["counter"]], biggest
    )
    return Books(biggest, plans, held, holders, bought, frauds, rings, moved, balances, by_channel, contacts)


def _by_channel(block: PeopleBlock, moved: Movements) -> np.ndarray:
    shape = len(CHANNELS), block.calendar.months, block.count
    place = moved.channel.astype(np.int64) * (shape[1] * shape[2]) + cell(block, moved)
    return np.bincount(place, minlength=np.prod(shape)).reshape(shape)


def _current_accounts(block: PeopleBlock, plans: Plans, days: Days) -> Holdings:
    draw = block.stream("accounts", _OPENING).random(block.count)
    last = np.where(plans.last_month < NEVER, plans.last_month, -1)
    closed = np.append(days.last, NO_DAY)[last]
    rate = np.round(LIST_RATE[PRODUCT["P01"]] + 0.004 * plans.bargain, 4)
    channel = opening_channel(draw, block.people.digital - 1)
    everyone, opened = np.arange(block.count), days.number(block.people.joined)
    return holdings(PRODUCT["P01"], everyone, opened, closed, channel, rate=rate)


def _others(block: PeopleBlock, product: str, holders, days: Days) -> Holdings:
    """Cards and packages, which come with their own dates."""
    draw = block.stream("accounts", _OPENING, PRODUCT[product]).random(len(holders))
    closed = np.where(np.isnat(holders.closed), NO_DAY, days.number(holders.closed))
    channel = opening_channel(draw, block.people.digital[holders.customer])
    return holdings(PRODUCT[product], holders.customer, days.number(holders.opened), closed, channel)


def _on_current(moved: Movements) -> Movements:
    """Movements whose holding is to be filled in, on the current accounts."""
    return replace(moved, holding=moved.customer)
