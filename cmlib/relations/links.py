"""Tables of links between firms, from any engine, as arrays over numbered firms."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from cmlib.table.door import open_table


@dataclass(frozen=True)
class Links:
    """Directed links: ``names[source[i]]`` is linked to ``names[target[i]]`` with ``amount[i]``."""

    names: list
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    amount: NDArray[np.float64]

    def matrix(self) -> sparse.csr_array:
        """The amounts as a sparse matrix (source, target); those of repeated links are added."""
        count = len(self.names)
        return sparse.csr_array((self.amount, (self.source, self.target)), shape=(count, count))


def open_links(table: object, asked_by: str, *, source: str, target: str, amount: str, repeated: bool = False) -> Links:
    """Read links from a table of any engine; firms are numbered in the order of their names.

    Rows without a source are passed over: an owner who is no firm, say. ``repeated`` allows several links from the
    same source to the same target.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for an empty table,
    text where amounts belong, a missing target, an amount that is missing or below 0, a firm linked to itself, and a
    repeated link.
    """
    frame = open_table(table, asked_by=asked_by, numeric=[amount], text=[source, target])
    frame = frame.filter(~nw.col(source).is_null()).select(source, target, amount).lazy().collect()
    sources, targets = frame[source].to_list(), frame[target].to_list()
    amounts = frame[amount].to_numpy().astype(float)
    _check(sources, targets, amounts, asked_by, amount, repeated)
    codes, names = pd.factorize(pd.Series(sources + targets, dtype=object), sort=True)
    return Links(list(names), codes[: len(sources)].astype(np.int64), codes[len(sources) :].astype(np.int64), amounts)


def amounts_of(table: object, asked_by: str, *, firm: str, amount: str) -> dict:
    """One amount a firm, from a table of any engine with one row a firm.

    Raises as the door to tables does: for a firm that comes twice, and for text where amounts belong. A missing
    amount is left out.
    """
    frame = open_table(table, asked_by=asked_by, numeric=[amount], key=[firm])
    frame = frame.filter(~nw.col(amount).is_null()).select(firm, amount).lazy().collect()
    return dict(zip(frame[firm].to_list(), map(float, frame[amount].to_list()), strict=True))


def _check(
    sources: list, targets: list, amounts: NDArray[np.float64], asked_by: str, amount: str, repeated: bool
) -> None:
    seen = set()
    for one, other, value in zip(sources, targets, amounts, strict=True):
        if pd.isna(other):
            raise ValueError(f"{asked_by} needs both ends of every link; {one!r} has a link to nobody")
        if not value >= 0:
            raise ValueError(f"{asked_by} needs {amount!r} not below 0; found {value:g} from {one!r} to {other!r}")
        if one == other:
            raise ValueError(f"{asked_by} needs links between two firms; {one!r} is linked to itself")
        if not repeated and (one, other) in seen:
            raise ValueError(f"{asked_by} needs one row a link; {one!r} to {other!r} comes twice")
        seen.add((one, other))
