"""The table of transactions: all movements of a block in the order of time."""

import numpy as np
import pandas as pd

from cmlib.synthetic.accounts.days import days_of
from cmlib.synthetic.accounts.movements import CHANNELS, COUNTERPARTIES, KINDS, Movements
from cmlib.synthetic.frames import coded
from cmlib.synthetic.identifiers import event_ids
from cmlib.synthetic.people.block import PeopleBlock


def in_order(moved: Movements) -> np.ndarray:
    """The order of time; at the same second money comes in before it goes out."""
    moment = moved.date.astype(np.int64) * 86_400 + moved.second
    return np.argsort(moment * 2 + (moved.amount < 0), kind="stable")


def transactions(block: PeopleBlock, moved: Movements, order: np.ndarray, holding_ids: np.ndarray) -> pd.DataFrame:
    """The table; ``order`` is `in_order` of the movements."""
    customer, device = moved.customer[order], moved.device[order]
    return pd.DataFrame(
        {
            "transaction_id": event_ids("personal", block.number, len(order)),
            "holding_id": coded(moved.holding[order], holding_ids),
            "customer_id": coded(customer, block.people.ids),
            "date": moved.date[order],
            "second": moved.second[order],
            "amount": moved.amount[order] / 100,
            "kind": coded(moved.kind[order], KINDS),
            "channel": coded(moved.channel[order], CHANNELS),
            "counterparty": coded(moved.counterparty[order], COUNTERPARTIES),
            "counterparty_id": coded(moved.other[order], block.people.ids),
            "device": np.where(device < 0, np.nan, device),
        },
        copy=False,
    )


def numbers(block: PeopleBlock, order: np.ndarray) -> np.ndarray:
    """The ``transaction_id`` of each movement, in the movements' own order."""
    ids = np.empty(len(order), dtype=np.int64)
    ids[order] = event_ids("personal", block.number, len(order))
    return ids


def month_sums(block: PeopleBlock, moved: Movements) -> tuple[np.ndarray, np.ndarray]:
    """What came in and what went out by month and customer, both positive, in cents."""
    place, shape = cell(block, moved), (block.calendar.months, block.count)
    return tuple(
        np.rint(np.bincount(place, weights=part, minlength=shape[0] * shape[1])).astype(np.int64).reshape(shape)
        for part in (np.maximum(moved.amount, 0), np.maximum(-moved.amount, 0))
    )


def cell(block: PeopleBlock, moved: Movements) -> np.ndarray:
    """Month times the number of customers plus customer, of each movement."""
    days = days_of(block.calendar)
    return days.month(days.number(moved.date)) * block.count + moved.customer
