"""Beside each firm-period, what the firm's own last periods add up to, on any engine.

A window over rows would take a row for the period before when a period is missing. But rows of the last
n periods are among the last n rows: so those are looked at, and the number of each tells whether it
belongs. Eager tables are sorted and read as arrays, lazy engines shift within each firm; Dask, which
cannot, gets each row sent forward to the periods for which it is past, and adds up by group.
"""

from collections.abc import Callable, Sequence
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cmlib.table.grouped import joinable

_BACK = "periods back"

#: For each sum: the column, how many periods it goes over, and the name of the new column.
_Sums = list[tuple[str, int, str]]


def mean_of_past(frame: Any, columns: Sequence[tuple[str, int]], firm: str, number: str) -> Any:
    """Add ``"<column> past <n>"`` for each (column, n): the mean of the n periods before this one.

    It is missing unless at least half of these periods are there and have a value.
    """
    sums = [(column, back, f"{column} past {back}") for column, back in columns]
    found = _summed(frame, sums, firm, number, first=1)
    means = []
    for _, back, name in sums:
        times = nw.col(f"{name} times")
        enough = nw.when(times * 2.0 >= float(back)).then(nw.col(name))
        means.append((enough / nw.when(times > 0).then(times)).alias(name))
    return found.with_columns(*means) if means else found


def sum_of_last(frame: Any, columns: Sequence[tuple[str, int]], firm: str, number: str) -> Any:
    """Add ``"<column> last <n>"`` for each (column, n): the sum over the last n periods, this one included."""
    return _summed(frame, [(name, back, f"{name} last {back}") for name, back in columns], firm, number, first=0)


def _summed(frame: Any, sums: _Sums, firm: str, number: str, *, first: int) -> Any:
    """Add each sum, and in ``"<new> times"`` how many values it is of; periods are ``first`` and more back."""
    if not sums:
        return frame
    way: Callable[..., Any] = _shifted
    if isinstance(frame, nw.DataFrame):
        way = _in_arrays
    elif frame.implementation.is_dask():
        way = _sent_forward
    return way(frame, sums, firm, number, first, max(back for _, back, _ in sums) - 1 + first)


def _in_arrays(frame: nw.DataFrame, sums: _Sums, firm: str, number: str, first: int, furthest: int) -> nw.DataFrame:
    firms = frame[firm]
    codes = pd.factorize(firms.to_native() if firms.implementation.is_pandas() else firms.to_numpy())[0]
    numbers = frame[number].to_numpy().astype(np.int64)
    order = np.lexsort((numbers, codes))
    codes, numbers = codes[order], numbers[order]
    values = {name: _floats(frame[name])[order] for name, _, _ in sums}
    found: dict[str, NDArray[np.float64]] = {
        column: np.zeros(len(order)) for _, _, new in sums for column in (new, f"{new} times")
    }
    for rows in range(first, min(furthest, len(order) - 1) + 1):
        later, earlier = slice(rows, None), slice(None, len(order) - rows)
        of_firm = codes[later] == codes[earlier]
        back = numbers[later] - numbers[earlier]
        for name, periods, new in sums:
            value = values[name][earlier]
            inside = of_firm & (back <= periods - 1 + first) & ~np.isnan(value)
            found[new][later] += np.where(inside, value, 0.0)
            found[f"{new} times"][later] += inside
    columns = []
    for name, sorted_values in found.items():
        unsorted = np.empty(len(order))
        unsorted[order] = sorted_values
        columns.append(nw.new_series(name, unsorted, nw.Float64, backend=frame.implementation))
    return frame.with_columns(*columns)


def _shifted(frame: nw.LazyFrame, sums: _Sums, firm: str, number: str, first: int, furthest: int) -> nw.LazyFrame:
    names = list(dict.fromkeys(name for name, _, _ in sums))
    moved = {
        f"{name} {rows} rows before": nw.col(name).shift(rows).over(firm, order_by=number)
        for name in (number, *names)
        for rows in range(max(first, 1), furthest + 1)
    }
    before = frame.with_columns(**moved)
    added: dict[str, nw.Expr] = {}
    for name, periods, new in sums:
        added[new], added[f"{new} times"] = nw.lit(0.0), nw.lit(0.0)
        for rows in range(first, furthest + 1):
            suffix = f" {rows} rows before" if rows else ""
            value = nw.col(name + suffix)
            inside = (nw.col(number) - nw.col(number + suffix) <= periods - 1 + first) & ~value.is_null()
            added[new] = added[new] + nw.when(inside).then(value).otherwise(nw.lit(0.0))
            added[f"{new} times"] = added[f"{new} times"] + nw.when(inside).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    return before.with_columns(**added).drop(*moved)


def _sent_forward(frame: nw.LazyFrame, sums: _Sums, firm: str, number: str, first: int, furthest: int) -> nw.LazyFrame:
    names = list(dict.fromkeys(name for name, _, _ in sums))
    forward = [
        frame.select(firm, (nw.col(number) + back).alias(number), nw.lit(back).alias(_BACK), *names)
        for back in range(first, furthest + 1)
    ]
    parts = {}
    for name, periods, new in sums:
        inside = (nw.col(_BACK) <= periods - 1 + first) & ~nw.col(name).is_null()
        parts[new] = nw.when(inside).then(nw.col(name)).otherwise(nw.lit(0.0))
        parts[f"{new} times"] = nw.when(inside).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    rows = nw.concat(forward, how="vertical").select(firm, number, **parts)
    found = joinable(rows.group_by(firm, number).agg(*[nw.col(name).sum() for name in parts]))
    return frame.join(found, on=[firm, number], how="left")


def _floats(column: nw.Series) -> NDArray[np.float64]:
    return column.cast(nw.Float64).to_numpy().astype(float)
