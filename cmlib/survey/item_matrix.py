"""Answers to several items as one matrix: people in rows, items in columns, complete rows only."""

import numbers
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from cmlib.table.door import as_frame, open_table


@dataclass(frozen=True)
class ItemMatrix:
    """Complete answers, shape (people, items), and how many people were left out for a missing answer."""

    names: tuple[str, ...]
    values: NDArray[np.float64]
    left_out: int


@dataclass(frozen=True)
class ItemCovariances:
    """Covariances of items, shape (items, items), over ``people`` with complete answers."""

    names: tuple[str, ...]
    matrix: NDArray[np.float64]
    people: int
    left_out: int


def item_matrix(items: object, asked_by: str) -> ItemMatrix:
    """The matrix of an array (people, items), or of a table with one column an item.

    Raises ``TypeError`` and ``ValueError`` for what is no such array or table, and when nobody is complete.
    """
    if is_array(items):
        names, values = _array(items, asked_by)
    else:
        frame = all_numeric(items, asked_by)
        frame = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
        names = tuple(frame.columns)
        values = np.column_stack([frame[name].to_numpy().astype(float) for name in names])
    complete = np.isfinite(values).all(axis=1)
    _require_people(int(complete.sum()), asked_by)
    return ItemMatrix(names, values[complete], int((~complete).sum()))


def item_covariances(items: object, asked_by: str) -> ItemCovariances:
    """Covariances with divisor people - 1; a lazy engine sums, and hands over no rows.

    Raises as `item_matrix` does, and ``ValueError`` for fewer than two items or two complete people.
    """
    if not is_array(items):
        frame = all_numeric(items, asked_by)
        if isinstance(frame, nw.LazyFrame):
            return _checked(_lazy_covariances(frame, asked_by), asked_by)
    found = item_matrix(items, asked_by)
    centred = found.values - found.values.mean(axis=0)
    people = len(centred)
    matrix = centred.T @ centred / max(people - 1, 1)
    return _checked(ItemCovariances(found.names, matrix, people, found.left_out), asked_by)


def is_array(values: object) -> bool:
    """Whether values are a numpy array or lists, rather than a table."""
    return isinstance(values, (np.ndarray, list, tuple))


def known_or_nan(values: object) -> NDArray[Any]:
    """Values as an array; in one of objects ``None`` and pandas' NA become NaN when all the others are numbers."""
    array = np.asarray(values)
    if array.dtype.kind != "O" or not array.size:
        return array
    entries = [np.nan if one is None or one is pd.NA else one for one in array.ravel()]
    if not all(isinstance(one, numbers.Real) for one in entries):
        return array
    return np.array(entries, dtype=float).reshape(array.shape)


def numbers_of(values: ArrayLike, asked_by: str, what: str) -> NDArray[np.float64]:
    """One column of numbers as an array; a Series of any engine, an array or a list.

    Infinities and the engine's missing values become NaN. Raises ``TypeError`` for anything but one column of numbers.
    """
    series = nw.from_native(values, series_only=True, pass_through=True)
    if isinstance(series, nw.Series):
        if not (series.dtype.is_numeric() or series.dtype == nw.Boolean):
            raise TypeError(f"{asked_by} needs numbers as {what}; found a Series of {series.dtype}")
        found = series.cast(nw.Float64).to_numpy().astype(float)
    else:
        array = known_or_nan(values)
        if array.ndim != 1 or array.dtype.kind not in "iufb":
            raise TypeError(
                f"{asked_by} needs one column of numbers as {what}; found {array.ndim} dimensions of {array.dtype}"
            )
        found = array.astype(float)
    return np.where(np.isfinite(found), found, np.nan)


def _array(items: object, asked_by: str) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    values = known_or_nan(items)
    if values.ndim != 2 or values.dtype.kind not in "iuf":
        raise TypeError(
            f"{asked_by} needs numbers in two dimensions (people, items) or a table; "
            f"found {values.ndim} dimensions of {values.dtype}"
        )
    if not values.size:
        raise ValueError(f"{asked_by} needs at least one answer; found an array of shape {values.shape}")
    return tuple(f"item_{place}" for place in range(1, values.shape[1] + 1)), values.astype(float)


def all_numeric(table: object, asked_by: str) -> nw.DataFrame | nw.LazyFrame:
    """A checked table of any engine whose columns are all numbers; a pandas table's columns may be numbered."""
    if isinstance(table, pd.DataFrame):
        table = table.set_axis([str(name) for name in table.columns], axis=1)
    names = as_frame(table, asked_by).collect_schema().names()
    return open_table(table, asked_by=asked_by, numeric=names)


def _lazy_covariances(frame: nw.LazyFrame, asked_by: str) -> ItemCovariances:
    names = tuple(frame.collect_schema().names())
    complete = frame.drop_nulls(list(names))
    everyone = frame.select(nw.len().cast(nw.Int64).alias("rows")).collect()["rows"][0]
    first = complete.select(
        nw.len().cast(nw.Int64).alias("people"), *(nw.col(name).mean().alias(f"mean {name}") for name in names)
    ).collect()
    people = int(first["people"][0])
    _require_people(people, asked_by)
    centred = {name: nw.col(name) - float(first[f"mean {name}"][0]) for name in names}
    pairs = [(i, j) for i in range(len(names)) for j in range(i + 1)]
    products = complete.select(*((centred[names[i]] * centred[names[j]]).sum().alias(f"{i} {j}") for i, j in pairs))
    sums = products.collect()
    matrix = np.empty((len(names), len(names)))
    for i, j in pairs:
        matrix[i, j] = matrix[j, i] = float(sums[f"{i} {j}"][0]) / max(people - 1, 1)
    return ItemCovariances(names, matrix, people, int(everyone) - people)


def _require_people(people: int, asked_by: str) -> None:
    if not people:
        raise ValueError(f"{asked_by} needs somebody who answered every item; all rows have a missing answer")


def _checked(found: ItemCovariances, asked_by: str) -> ItemCovariances:
    if len(found.names) < 2 or found.people < 2:
        raise ValueError(
            f"{asked_by} needs two items and two people with complete answers at least; "
            f"found {len(found.names)} items and {found.people} people"
        )
    return found
