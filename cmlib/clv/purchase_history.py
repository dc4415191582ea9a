"""What is known of customers: how often, until when and for how long they bought. Checked here once."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cmlib.clv.columns import MOST_PURCHASES, Array, equal_columns, refuse, whole_frequency

#: With fewer customers who bought again than this, four parameters cannot be told from chance.
FEWEST_REPEAT_BUYERS = 5


@dataclass(frozen=True)
class PurchaseHistory:
    """Histories as four columns of equal length.

    ``frequency`` counts the repeat purchases (all but the first), ``recency`` is the customer's age at
    the last of them (0 where there is none), ``T`` the age now, both since the first purchase, and
    ``weights`` the number of customers who have this history.
    """

    frequency: Array
    recency: Array
    T: Array
    weights: Array

    def __len__(self) -> int:
        return len(self.frequency)

    def __getitem__(self, rows: slice | NDArray) -> "PurchaseHistory":
        """Some of the rows."""
        return PurchaseHistory(self.frequency[rows], self.recency[rows], self.T[rows], self.weights[rows])

    def blocks(self, rows: int) -> Iterator["PurchaseHistory"]:
        """The histories in pieces small enough for the processor's cache."""
        return (self[start : start + rows] for start in range(0, len(self), rows))

    def customers_beyond(self) -> Array:
        """How many customers made more than 0, 1, 2, … repeat purchases, up to the largest frequency."""
        counts = np.bincount(self.frequency.astype(np.int64), self.weights)
        return np.cumsum(counts[::-1], dtype=np.float64)[::-1][1:]


def purchase_history(
    frequency: ArrayLike, recency: ArrayLike, T: ArrayLike, weights: ArrayLike | None = None, *, asked_by: str
) -> PurchaseHistory:
    """Check histories and bring them to one length; single numbers stand for every row.

    Raises ``ValueError`` for columns of unequal length or more than one dimension, missing, infinite or
    negative values, a frequency that is no whole number, a recency above T, and a recency without a
    repeat purchase. The message shows the first row at fault.
    """
    named = {"frequency": frequency, "recency": recency, "T": T}
    if weights is not None:
        named["weights"] = weights
    columns = equal_columns(named, asked_by)
    x, t_x, age = columns["frequency"], columns["recency"], columns["T"]
    sound = (x >= 0) & (t_x >= 0) & (t_x <= age) & (age < np.inf) & (x == np.floor(x)) & (x <= MOST_PURCHASES)
    sound &= (x > 0) | (t_x == 0)
    if "weights" in columns:
        sound &= (columns["weights"] >= 0) & (columns["weights"] < np.inf)
    if not sound.all():
        _explain(columns, asked_by)
    return PurchaseHistory(x, t_x, age, columns.get("weights", np.ones_like(x)))


def _explain(columns: dict[str, Array], asked_by: str) -> None:
    """Say what is wrong with histories that are not sound."""
    x, t_x, age = columns["frequency"], columns["recency"], columns["T"]
    for name, values in columns.items():
        refuse(~((values >= 0) & (values < np.inf)), columns, f"a missing, infinite or negative {name}", asked_by)
    whole_frequency(columns, asked_by)
    refuse(t_x > age, columns, "recency above T: the last purchase would lie in the future", asked_by)
    refuse((x == 0) & (t_x > 0), columns, "frequency 0 with recency above 0: without repeat purchase it is 0", asked_by)


def require_repeat_buyers(history: PurchaseHistory, asked_by: str) -> None:
    """Raise ``ValueError`` when too few customers bought again to tell the parameters of a model."""
    again = history.weights @ (history.frequency > 0)
    if len(history) and not history.T.any():
        raise ValueError(f"{asked_by} cannot tell rates of purchase: T is 0 for all customers, no time has passed")
    if again == 0:
        raise ValueError(
            f"{asked_by} cannot tell rates of purchase: none of {history.weights.sum():,.0f} customers bought again. "
            "frequency counts repeat purchases; a longer time may show some"
        )
    if again < FEWEST_REPEAT_BUYERS:
        raise ValueError(
            f"{asked_by} needs at least {FEWEST_REPEAT_BUYERS} customers who bought again; found {again:g} among "
            f"{history.weights.sum():,.0f} customers"
        )
