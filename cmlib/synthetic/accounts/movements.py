"""Money that moves on customers' accounts: the form in which every source of transactions hands them on."""

from dataclasses import dataclass, fields

import numpy as np

#: What kind of movement it is.
KINDS = (
    "salary",
    "deposit",
    "transfer in",
    "transfer out",
    "card payment",
    "cash withdrawal",
    "cash deposit",
    "bill payment",
    "fee",
    "interest",
    "purchase of investment",
    "sale of investment",
    "time deposit placed",
    "time deposit repaid",
    "card repayment",
)

#: Where it was done.
CHANNELS = ("counter", "cash machine", "mobile banking", "internet banking", "card terminal", "automatic")

#: With whom: a kind of merchant for cards and bills, or what stands behind a transfer. ``"customer"``
#: is another customer of the bank, named in the table's ``counterparty_id``.
COUNTERPARTIES = (
    "groceries",
    "restaurants",
    "clothing",
    "transport",
    "travel",
    "health",
    "education",
    "electronics",
    "entertainment",
    "luxury goods",
    "online marketplace",
    "utilities",
    "telecoms",
    "rent",
    "employer",
    "other bank",
    "own holding",
    "the bank",
    "cash",
    "customer",
)

KIND = {word: code for code, word in enumerate(KINDS)}
CHANNEL = {word: code for code, word in enumerate(CHANNELS)}
COUNTERPARTY = {word: code for code, word in enumerate(COUNTERPARTIES)}

#: Small numbers are held as such: there are millions of movements.
_TYPES = {"customer": np.int32, "holding": np.int32, "second": np.int32, "other": np.int32}
_TYPES |= {"kind": np.int8, "channel": np.int8, "counterparty": np.int8, "device": np.int16}


@dataclass(frozen=True)
class Movements:
    """Movements of one block: arrays of one entry each, in any order.

    ``amount`` is in whole cents, positive when money comes in to the account; a purchase with a credit
    card is negative, its repayment positive. ``device`` is a number that is 0 for the customer's usual
    device, -1 where none was used, and 1, 2, ... for others.

    The block's holdings begin with every customer's current account, in the order of the customers,
    then every credit card, in the order of `cards.card_holders`: so a current account has its
    customer's place, and credit card number ``i`` the place ``count + i``.
    """

    customer: np.ndarray  # place in the block
    holding: np.ndarray  # place in the block's holdings
    date: np.ndarray  # datetime64[D]
    second: np.ndarray  # of the day
    amount: np.ndarray
    kind: np.ndarray  # index into KINDS
    channel: np.ndarray
    counterparty: np.ndarray
    other: np.ndarray  # the other customer's place in the block, or -1
    device: np.ndarray

    def __len__(self):
        return len(self.amount)

    @staticmethod
    def together(parts: "list[Movements]") -> "Movements":
        """Several as one."""
        whole = {}
        for field in fields(Movements):
            columns = [getattr(part, field.name) for part in parts]
            whole[field.name] = np.concatenate(columns, dtype=_TYPES.get(field.name), casting="unsafe")
        return Movements(**whole)
