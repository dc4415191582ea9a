"""Counting moves: from a long table of any engine, or from two sequences.

An eager table is sorted and counted as arrays; a lazy engine joins the table with itself at the next
period and counts by group. Only counts leave a lazy engine, however many firms there are. Memory follows the
rows and the periods in which moves begin, however far apart the periods are.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cmlib.rating.monitoring.periods import MONTHS, period_number
from cmlib.table.door import as_frame, check_table, require_columns

_NEXT = "grade of the next period"
_MOVES = "moves"
_NARROW = 256
_SMALL, _LARGE = 2**31, 2**62
#: Up to so many cells (8 megabytes) every period between the first and the last has its own, moves or none.
_CELLS = 2**20


@dataclass(frozen=True, eq=False)
class Moves:
    """Counts of shape (periods, labels, labels), and the number of each period in which moves began."""

    counts: NDArray[np.int64]
    periods: tuple[int, ...]


def moves_in_table(
    table: Any, labels: tuple[Hashable, ...], *, firm: str, period: str, grade: str, every: str
) -> Moves:
    """The moves from each period to the next one in a table with one row a firm and period."""
    frame = as_frame(table, "migration_matrix")
    require_columns(frame, [firm, period, grade], "migration_matrix")
    if isinstance(frame, nw.LazyFrame):
        number = period_number(frame, period, every, "migration_matrix").alias(period)
        return _in_lazy_table(frame.select(firm, grade, number), labels, firm, period, grade)
    if every not in MONTHS or not frame[period].dtype.is_integer():
        number = period_number(frame, period, every, "migration_matrix").alias(period)
        frame = frame.select(firm, grade, number)
    return _in_arrays(frame, labels, firm, period, grade)


def moves_between(before: Any, after: Any, labels: tuple[Hashable, ...]) -> Moves:
    """The moves between two sequences: grades before, and the same firms' grades after."""
    start, end = (_codes(_sequence(one), labels).astype(np.int64) for one in (before, after))
    if len(start) != len(end):
        raise ValueError(
            f"migration_matrix needs two sequences of the same firms; "
            f"found {len(start)} grades before, {len(end)} after"
        )
    known = (start >= 0) & (end >= 0)
    count = len(labels)
    cells = np.bincount(start[known] * count + end[known], minlength=count**2)
    return Moves(cells.reshape(1, count, count), (0,))


def _in_arrays(frame: nw.DataFrame, labels: tuple[Hashable, ...], firm: str, period: str, grade: str) -> Moves:
    """Sort by firm and period as one number: then the next period's row is the next row, or is not there."""
    firms, periods = frame[firm], frame[period]
    if not len(firms) or _has_missing(firms) or _has_missing(periods):
        check_table(frame, asked_by="migration_matrix", key=[firm, period])
    number, code = periods.to_numpy().astype(np.int64, copy=False), _codes(frame[grade], labels)
    first, states = int(number.min()), len(labels)
    span = int(number.max()) - first + 2  # one more than needed, so that no firm's last period touches the next firm
    near = span * states**2 <= _CELLS
    place, span = (number - first, span) if near else _closed_up(number)
    key = _firm_codes(firms, span)
    key *= span
    key += place.astype(key.dtype, copy=False)
    steps = np.diff(key)
    if not (steps > 0).all():
        order = np.argsort(key)
        number, code, steps = number[order], code[order], np.diff(key[order])
        if (steps == 0).any():
            check_table(frame, asked_by="migration_matrix", key=[firm, period])
    seen = steps == 1
    if code.min() < 0:
        seen &= (code[:-1] >= 0) & (code[1:] >= 0)
    if near:
        return _counted_near(number, code, seen, states, first, span)
    return _counted_far(number, code, seen, states)


def _closed_up(number: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Periods far apart brought together: the next period is still 1 more, and any gap is one place wide."""
    found, place = np.unique(number, return_inverse=True)
    places = np.concatenate([[0], np.cumsum(np.where(np.diff(found) == 1, 1, 2))])
    return places[place], int(places[-1]) + 2


def _counted_near(
    number: NDArray[np.int64], code: NDArray[np.int16], seen: NDArray[np.bool_], states: int, first: int, span: int
) -> Moves:
    """The moves from the rows ``seen`` to the rows after them; every period in between has its cells."""
    cells = np.subtract(number[:-1], np.int64(first), dtype=np.int32)
    for code_of_row in (code[:-1], code[1:]):
        cells *= states
        cells += code_of_row
    counts = np.bincount(cells[seen], minlength=(span - 1) * states**2).reshape(-1, states, states)
    with_moves = np.flatnonzero(counts.any(axis=(1, 2)))
    return Moves(counts[with_moves], tuple(int(first + place) for place in with_moves))


def _counted_far(number: NDArray[np.int64], code: NDArray[np.int16], seen: NDArray[np.bool_], states: int) -> Moves:
    """The same where periods may be far apart; only those in which moves begin have cells."""
    before = np.flatnonzero(seen)
    periods, place = np.unique(number[before], return_inverse=True)
    cells = (place * states + code[before]) * states + code[before + 1]
    counts = np.bincount(cells, minlength=len(periods) * states**2).reshape(len(periods), states, states)
    return Moves(counts, tuple(periods.tolist()))


def _has_missing(column: nw.Series) -> bool:
    """Whether a value is missing; numpy's whole numbers need no look."""
    return column.to_numpy().dtype.kind not in "iu" and bool(column.is_null().any())


def _firm_codes(column: nw.Series, span: int) -> NDArray[Any]:
    """A number for each firm, small enough that times ``span`` it still fits its kind of integer."""
    values = column.to_numpy()
    if values.dtype.kind in "iu":
        low, high = int(values.min()), int(values.max())
        if (high - low + 1) * span < _SMALL:
            # As a number of numpy's, the lowest may be beyond 32 bits (customer numbers of ten digits): what is cut
            # off both sides does not change their difference.
            return np.subtract(values, values.min(), dtype=np.int32)
        if (high - low + 1) * span < _LARGE and low > -_LARGE and high < _LARGE:
            return values.astype(np.int64, copy=False) - low
    return pd.factorize(column.to_native() if column.implementation.is_pandas() else values)[0]


def _in_lazy_table(frame: nw.LazyFrame, labels: tuple[Hashable, ...], firm: str, period: str, grade: str) -> Moves:
    check_table(frame, asked_by="migration_matrix", key=[firm, period])
    graded = frame.filter(~nw.col(grade).is_null())
    found = graded.group_by(grade).agg(nw.len().alias(_MOVES)).collect()
    _codes(found[grade], labels)  # refuses what is no state, of firms that never move too
    later = graded.select(firm, (nw.col(period) - 1).alias(period), nw.col(grade).alias(_NEXT))
    pairs = graded.join(later, on=[firm, period], how="inner")
    cells = pairs.group_by(period, grade, _NEXT).agg(nw.len().alias(_MOVES)).collect()
    periods = sorted({int(one) for one in cells[period].to_list()})
    counts = np.zeros((len(periods), len(labels), len(labels)), dtype=np.int64)
    place = np.searchsorted(periods, cells[period].to_numpy().astype(np.int64))
    start, end = _codes(cells[grade], labels), _codes(cells[_NEXT], labels)
    counts[place, start, end] = cells[_MOVES].to_numpy()
    return Moves(counts, tuple(periods))


def _sequence(values: Any) -> nw.Series:
    try:
        return nw.from_native(values, series_only=True)
    except TypeError:
        pass
    if isinstance(values, (str, bytes)) or not hasattr(values, "__len__") or hasattr(values, "columns"):
        raise TypeError(
            f"migration_matrix needs two sequences of grades when 'after' is given; found {type(values).__name__}"
        )
    return nw.from_native(pd.Series(list(values), dtype=object), series_only=True)


def _codes(column: nw.Series, labels: tuple[Hashable, ...]) -> NDArray[np.int16]:
    """The place of each value among the labels, -1 where it is missing. Refuses what is no label."""
    values = column.to_native() if column.implementation.is_pandas() else column.to_numpy()
    codes, found = _distinct(values)
    place = {label: position for position, label in enumerate(labels)}
    unknown = [one for one in found if one is not None and one not in place]
    if unknown:
        raise ValueError(
            f"migration_matrix knows no state {_plain(unknown[0])!r}; the states are {list(labels)}. "
            "Give others with states=, default= or withdrawn="
        )
    # The last one is found by the code -1. Short integers: making large arrays takes longer than filling them.
    return np.array([*(place.get(one, -1) for one in found), -1], dtype=np.int16)[codes]


def _distinct(values: Any) -> tuple[NDArray[Any], list[Any]]:
    """Codes of the values, -1 for a missing one, and the values that the codes count; None where there is none."""
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "iu" and len(values):
        codes = np.asarray(values)
        if codes.min() >= 0 and codes.max() < _NARROW:  # categories, unpaid instalments: they are codes already
            return codes, [one if times else None for one, times in enumerate(np.bincount(codes))]
    codes, found = pd.factorize(values)
    return codes, list(found)


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
