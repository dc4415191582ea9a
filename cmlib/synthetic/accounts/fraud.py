"""Planted fraud on current accounts, and honest customers who look like it.

A thief takes over an account or a card number, tries a small amount, and takes what he can within
hours, often at night and from a device that the customer never used; or he talks the customer
into sending the money by his own hand. Honest customers change telephones, shop by night and move
their savings too, and oftener. Credit cards are spared, so that their purchases keep to their model.

A customer has at most one such episode, fraudulent or honest. Its movements stay inside one month and
never take more than lies there to be taken.

Uses the stream "fraud" 0.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.accounts.movements import CHANNEL, COUNTERPARTY, KIND, Movements
from cmlib.synthetic.frames import coded
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.planted import Planted


@dataclass(frozen=True)
class FraudParameters(Planted):
    """How often, a customer and month."""

    fraud_schemes_a_month: float = 0.0054
    fraud_lookalikes_a_month: float = 0.0110


TRUTH = FraudParameters()


@dataclass(frozen=True)
class Pattern:
    """How an episode goes. Shares are probabilities."""

    name: str
    share: float  # of the fraudulent, or of the honest, episodes
    tested: float  # the first amount is a few yuan
    movements: tuple[int, int]  # least and most, a test amount not counted
    strange_device: float  # one that the customer is not known to use
    at_night: float  # begins between midnight and six
    hours_apart: float  # on average
    transfers: float  # share of movements that go to another bank; the rest pays merchants online
    takes: tuple[float, float] | None  # share of the spare money, all movements together; or else ...
    amount: tuple[float, float] = (0.0, 0.0)  # ... median in CNY and spread of the logarithm, each movement
    merchants: tuple[str, ...] = ("online marketplace",)


_DEAR = ("electronics", "luxury goods", "electronics", "online marketplace")
_ANY = ("online marketplace", "electronics", "clothing", "online marketplace", "luxury goods", "travel")

# The columns: share, tested, movements, strange device, at night, hours apart, transfers, takes or amount, merchants.
#: How the thief comes by the money.
SCHEMES = (
    Pattern("account takeover",   0.40, 0.60, (2, 4), 0.75, 0.50, 0.5, 1.00, (0.20, 0.90)),
    Pattern("stolen card number", 0.40, 0.65, (2, 6), 0.65, 0.45, 0.6, 0.00, None, (450, 0.8), _DEAR),
    Pattern("telephone scam",     0.20, 0.00, (1, 3), 0.00, 0.02, 1.0, 1.00, (0.30, 0.90)),
)  # fmt: skip

#: What honest customers do that looks the same.
LOOKALIKES = (
    Pattern("another device",     0.45, 0.25, (2, 7), 1.00, 0.20, 6.0, 0.30, None, (330, 0.9), _ANY),
    Pattern("shopping spree",     0.30, 0.15, (2, 6), 0.20, 0.45, 0.6, 0.00, None, (420, 0.8), _DEAR),
    Pattern("savings moved",      0.25, 0.30, (1, 3), 0.25, 0.15, 0.8, 1.00, (0.20, 0.90)),
)  # fmt: skip
_PATTERNS = (*SCHEMES, *LOOKALIKES)

#: What a movement is for.
ROLES = ("honest", "test amount", "purchase", "drain")

_LEAST_SPARE = 100_000  # cents; with less to take there is no episode
_ONE_TRANSFER = 5_000_000  # cents, at most


@dataclass(frozen=True)
class PlantedFraud:
    """``movements``, by customer and then in time, and what each of them is.

    ``holding`` is -1 throughout: the current account of ``customer``, for the assembler to fill.
    """

    movements: Movements
    scheme: np.ndarray  # number of the scheme in the block, from 0; -1: honest look-alike
    kind: np.ndarray  # index into SCHEMES; -1: honest look-alike
    role: np.ndarray  # index into ROLES


def plant(block: PeopleBlock, spare: np.ndarray, has_mobile: np.ndarray) -> PlantedFraud:
    """Fraud and honest look-alikes of a block.

    ``spare``, of shape (months, customers), are the cents that could leave the current account in a month
    beside all that leaves it anyhow; an episode takes no more. ``has_mobile``, of the same shape: who can
    use mobile banking; the others use internet banking.
    """
    rng, p, calendar, people = block.stream("fraud", 0), TRUTH, block.calendar, block.people
    possible = block.life.present() & (people.joined <= calendar.first_days[:, None]) & (spare >= _LEAST_SPARE)
    draw = rng.random(possible.shape)
    happens = possible & (draw < p.fraud_schemes_a_month + p.fraud_lookalikes_a_month)
    customer = np.flatnonzero(happens.any(axis=0))
    month = np.argmax(happens[:, customer], axis=0)  # the first, and no other
    fraudulent = draw[month, customer] < p.fraud_schemes_a_month
    which = rng.random(len(customer))
    pattern = np.where(fraudulent, _pick(which, SCHEMES), len(SCHEMES) + _pick(which, LOOKALIKES))
    return _episodes(rng, calendar, customer, month, pattern, spare[month, customer], has_mobile[month, customer])


def truth_frame(planted: PlantedFraud, transaction_ids: np.ndarray, block: PeopleBlock) -> pd.DataFrame:
    """The hidden frame "fraud": one row for each fraudulent transaction.

    ``transaction_ids`` are those of ``planted.movements``, in the same order. Columns: transaction_id;
    scheme, a whole number unique over the bank; scheme_kind; role.
    """
    fraud = planted.scheme >= 0
    return pd.DataFrame(
        {
            "transaction_id": np.asarray(transaction_ids)[fraud],
            "scheme": block.number * 10_000 + planted.scheme[fraud],
            "scheme_kind": coded(planted.kind[fraud], [pattern.name for pattern in SCHEMES]),
            "role": coded(planted.role[fraud], ROLES),
        }
    )


def _pick(draw: np.ndarray, patterns: tuple[Pattern, ...]) -> np.ndarray:
    return np.searchsorted(np.cumsum([pattern.share for pattern in patterns])[:-1], draw, side="right")


def _of(name: str, pattern: np.ndarray) -> np.ndarray:
    """A field of each episode's pattern."""
    return np.array([getattr(one, name) for one in _PATTERNS])[pattern]


def _episodes(rng, calendar, customer, month, pattern, spare, has_mobile) -> PlantedFraud:
    """All movements of all episodes: arrays of shape (episodes, most movements), then what is real of them."""
    count, most = len(customer), 1 + max(one.movements[1] for one in _PATTERNS)
    least, top = np.array([one.movements for one in _PATTERNS])[pattern].T
    tested = rng.random(count) < _of("tested", pattern)
    number = np.floor(least + rng.random(count) * (top - least + 1)).astype(int) + tested
    order = np.arange(most)
    test = tested[:, None] & (order == 0)

    transfer = rng.random((count, most)) < _of("transfers", pattern)[:, None]
    cents = _amounts(rng, pattern, spare, number - tested, most, transfer)
    cents = np.where(test, 100 * rng.integers(1, 11, (count, most)), cents)

    night = rng.random(count) < _of("at_night", pattern)
    hour = np.where(night, 6 * rng.random(count), 8 + 15 * rng.random(count))
    days = calendar.days[month] - 1  # nothing on the last day, on which some have left
    begins = np.floor(rng.random(count) * days) * 24 + hour
    gaps = np.round(rng.exponential(1.0, (count, most)), 6) * _of("hours_apart", pattern)[:, None]
    hours = begins[:, None] + np.cumsum(np.where(order > 0, gaps + 0.02, 0), axis=1)
    seconds = np.floor(3_600 * hours).astype(np.int64)  # since the month began

    real = (order < number[:, None]) & (seconds < 86_400 * days[:, None]) & (cents > 0)
    real &= np.cumsum(np.where(real, cents, 0), axis=1) <= spare[:, None]
    # Each pattern's merchants, over and over, in twelve places: 1, 4 and 6 of them fit evenly.
    merchants = np.array([[COUNTERPARTY[m] for m in (one.merchants * 12)[:12]] for one in _PATTERNS])
    merchant = merchants[pattern[:, None], rng.integers(0, 12, (count, most))]
    fraudulent = pattern < len(SCHEMES)
    role = np.where(fraudulent[:, None], np.where(test, 1, np.where(transfer, 3, 2)), 0)
    scheme = np.where(fraudulent, np.cumsum(fraudulent) - 1, -1)
    channel = np.where(has_mobile & (rng.random(count) < 0.9), CHANNEL["mobile banking"], CHANNEL["internet banking"])
    strange = np.where(rng.random(count) < _of("strange_device", pattern), rng.integers(1, 4, count), 0)

    row, column = np.nonzero(real)
    moment, sent = seconds[row, column], transfer[row, column]
    movements = Movements(
        customer=customer[row],
        holding=np.full(len(row), -1),
        date=calendar.first_days[month[row]] + moment // 86_400,
        second=moment % 86_400,
        amount=-cents[row, column],
        kind=np.where(sent, KIND["transfer out"], KIND["card payment"]),
        channel=channel[row],
        counterparty=np.where(sent, COUNTERPARTY["other bank"], merchant[row, column]),
        other=np.full(len(row), -1),
        device=strange[row],
    )
    return PlantedFraud(movements, scheme[row], np.where(fraudulent, pattern, -1)[row], role[row, column])


def _amounts(rng, pattern, spare, number, most, transfer) -> np.ndarray:
    """Cents of each movement: each on its own, or a share of the spare money cut into uneven parts."""
    median, spread = np.array([one.amount for one in _PATTERNS])[pattern].T
    noise = np.round(rng.standard_normal((len(pattern), most)), 6)
    alone = np.round(100 * median[:, None] * np.round(np.exp(spread[:, None] * noise), 6)).astype(np.int64)
    alone = np.where(transfer, alone // 1_000 * 1_000, alone)  # sums sent are round, prices are not
    low, high = np.array([one.takes or (0, 0) for one in _PATTERNS])[pattern].T
    total = (low + (high - low) * rng.random(len(pattern))) * spare
    part = np.minimum(total / number, _ONE_TRANSFER)[:, None] * (0.7 + 0.3 * rng.random((len(pattern), most)))
    return np.where((high > 0)[:, None], part.astype(np.int64) // 10_000 * 10_000, alone)
