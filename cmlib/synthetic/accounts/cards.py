"""Credit cards and what is bought with them: the planted truth of the repeat-purchase models.

The bank launched its credit card in the first month, so every card is opened inside the months shown
and every purchase since the opening is seen. Purchases follow the BG/NBD process and amounts the
Gamma-Gamma model exactly (`purchase_process`); neither feels who the customer is, save that richer
customers buy for more. A customer who leaves the bank closes the card on that day, whatever the card
was doing: this ends the observation, as the last month does, and says nothing about the process.

Uses the streams "accounts" 11 (who holds a card) and 12 (what is bought).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.accounts.movements import CHANNEL, COUNTERPARTY, KIND, Movements
from cmlib.synthetic.accounts.purchase_process import (
    Habits,
    draw_amounts,
    draw_habits,
    moments,
    operational_weeks,
    purchase_times,
)
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.words import LIFESTYLES
from cmlib.synthetic.planted import Planted

#: Stands for the customer's credit card until the assembler knows its place among the holdings.
CREDIT_CARD = -2


@dataclass(frozen=True)
class CardParameters(Planted):
    """Who holds a card (log-odds), how often it is used (a week) and for how much (CNY)."""

    card_holding_intercept: float = 0.35
    card_holding_digital: float = 0.60
    card_holding_income: float = 0.80  # on the logarithm of income over 7,000
    card_holding_age: float = -0.25  # a decade over 44
    # BG/NBD: purchases a week ~ Gamma(r, alpha); dropped after a purchase ~ Beta(a, b)
    card_rate_shape_r: float = 1.30
    card_rate_scale_alpha: float = 4.50
    card_dropout_a: float = 1.10
    card_dropout_b: float = 9.00
    # Gamma-Gamma: amount ~ Gamma(p, rate nu), nu ~ Gamma(q, rate v)
    card_spend_p: float = 4.0
    card_spend_q: float = 4.5
    card_spend_v: float = 280.0
    card_spend_with_income: float = 0.5  # correlation of the normal scores of income and mean spend


TRUTH = CardParameters()

# Merchants that take the card: share of purchases at ordinary amounts, and the ordinary amount in CNY.
_MERCHANTS = {
    "groceries": (0.20, 160),
    "restaurants": (0.17, 190),
    "clothing": (0.09, 380),
    "transport": (0.10, 90),
    "travel": (0.05, 1_000),
    "health": (0.05, 260),
    "education": (0.03, 900),
    "electronics": (0.04, 1_300),
    "entertainment": (0.06, 150),
    "luxury goods": (0.02, 2_200),
    "online marketplace": (0.16, 230),
    "telecoms": (0.03, 100),
}
_SPREAD = 0.8  # of the logarithm of amounts around the ordinary one
_MERCHANT_CODES = np.array([COUNTERPARTY[merchant] for merchant in _MERCHANTS])
_FAVOURITES = {
    "family": ("groceries", "education"),
    "career": ("clothing", "restaurants"),
    "travel and leisure": ("travel", "entertainment"),
    "health and sport": ("health", "groceries"),
    "collecting and culture": ("luxury goods", "entertainment"),
    "thrift": ("groceries", "online marketplace"),
}
_LIKING = np.array([[1.8 if m in _FAVOURITES[style] else 1.0 for m in _MERCHANTS] for style in LIFESTYLES])
_ONLINE = COUNTERPARTY["online marketplace"]


@dataclass(frozen=True)
class CardHolders:
    """The credit cards of a block, one entry a card and at most one card a customer.

    ``closed`` is the day on which the customer leaves the bank, the last of a month, else missing. Weeks of
    observation T are those from ``opened`` to ``closed``, or to the last day shown.
    """

    customer: np.ndarray  # place in the block, rising
    opened: np.ndarray  # datetime64[D]
    closed: np.ndarray  # datetime64[D] or NaT

    def __len__(self):
        return len(self.customer)


@dataclass(frozen=True)
class CardPurchases:
    """The purchases of a block, one entry each, by card and then in time."""

    card: np.ndarray  # place in CardHolders
    date: np.ndarray  # datetime64[D]
    second: np.ndarray  # of the day
    cents: np.ndarray  # spent, positive
    counterparty: np.ndarray  # index into movements.COUNTERPARTIES
    habits: Habits  # of each card

    def __len__(self):
        return len(self.card)


def card_holders(block: PeopleBlock) -> CardHolders:
    """Who holds the credit card, from when, to when."""
    rng, p, people = block.stream("accounts", 11), TRUTH, block.people
    start = block.calendar.first_days[0]
    odds = (
        p.card_holding_intercept
        + p.card_holding_digital * people.digital
        + p.card_holding_income * np.round(np.log(people.income / 7_000), 6)
        + p.card_holding_age * (people.age(start) - 44) / 10
    )
    wants = rng.random(block.count) < logistic(odds)
    # Most ask for the card within months of the launch, or of joining the bank.
    delay = np.floor(365 * np.round(rng.beta(1.0, 2.5, block.count), 6)).astype(int)
    opened = np.maximum(people.joined, start) + delay
    left = block.life.left_month
    closed = np.where(left >= 0, block.calendar.last_days[left], np.datetime64("NaT"))
    holds = wants & (opened <= block.calendar.end) & ~(opened >= closed)  # no date is before a missing one
    return CardHolders(np.flatnonzero(holds), opened[holds], closed[holds])


def purchases(block: PeopleBlock) -> CardPurchases:
    """What is bought with the cards of `card_holders`."""
    rng, p, people, holders = block.stream("accounts", 12), TRUTH, block.people, card_holders(block)
    habits = draw_habits(
        rng,
        people.income[holders.customer],
        rate=(p.card_rate_shape_r, p.card_rate_scale_alpha),
        dropout=(p.card_dropout_a, p.card_dropout_b),
        spend=(p.card_spend_p, p.card_spend_q, p.card_spend_v),
        correlation=p.card_spend_with_income,
    )
    # A closed card buys nothing on the day of closing; the others are watched to the last evening.
    ended = np.where(np.isnat(holders.closed), block.calendar.end + 1, holders.closed)
    card, weeks = purchase_times(rng, habits, operational_weeks(holders.opened), operational_weeks(ended))
    date, second = moments(weeks)
    amount = draw_amounts(rng, habits, card, p.card_spend_p)
    cents = np.maximum(np.round(100 * amount), 1).astype(np.int64)
    merchant = _merchants(rng, people, holders.customer[card], amount)
    return CardPurchases(card, date, second, cents, merchant, habits)


def as_movements(holders: CardHolders, bought: CardPurchases) -> Movements:
    """The purchases as movements on the credit card; ``holding`` is ``CREDIT_CARD`` for the assembler to fill."""
    online, count = bought.counterparty == _ONLINE, len(bought)
    return Movements(
        customer=holders.customer[bought.card],
        holding=np.full(count, CREDIT_CARD),
        date=bought.date,
        second=bought.second,
        amount=-bought.cents,
        kind=np.full(count, KIND["card payment"]),
        channel=np.where(online, CHANNEL["internet banking"], CHANNEL["card terminal"]),
        counterparty=bought.counterparty,
        other=np.full(count, -1),
        device=np.where(online, 0, -1),
    )


def truth_frame(holders: CardHolders, bought: CardPurchases, holding_ids: np.ndarray) -> pd.DataFrame:
    """The hidden frame "card_habits": one row for each card; ``holding_ids`` are those of ``holders``.

    Columns: holding_id; purchases_a_week; dropout, the probability after each purchase; mean_spend, CNY;
    alive, whether at the end of the observation the card is not yet dropped.
    """
    habits, p = bought.habits, TRUTH
    made = np.bincount(bought.card, minlength=len(holders))
    return pd.DataFrame(
        {
            "holding_id": holding_ids,
            "purchases_a_week": habits.rate,
            "dropout": habits.dropout,
            "mean_spend": np.round(p.card_spend_p / habits.nu, 2),
            "alive": made < habits.last,
        }
    )


def _merchants(rng, people, customer: np.ndarray, amount: np.ndarray) -> np.ndarray:
    """A merchant to fit each amount: so the amounts keep to their model, and luxury is still dear."""
    shares, ordinary = np.array(list(_MERCHANTS.values())).T
    distance = (np.log(amount)[:, None] - np.log(ordinary)) / _SPREAD
    weight = shares * _LIKING[people.lifestyle[customer]] * np.exp(-0.5 * np.minimum(distance**2, 60))
    weight[:, _MERCHANT_CODES == _ONLINE] *= np.exp(0.5 * np.clip(people.digital[customer], -2, 2))[:, None]
    chance = np.cumsum(weight, axis=1)
    chance = np.round(chance / chance[:, -1:], 6)
    return _MERCHANT_CODES[(chance < np.round(rng.random(len(amount)), 6)[:, None]).sum(axis=1)]
