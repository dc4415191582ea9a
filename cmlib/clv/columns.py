"""Columns of numbers about customers: brought to one length, and refused with a word about the first row at fault."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

#: Numbers of purchases above this are no counts: an amount has slipped in, or another column.
MOST_PURCHASES = 10_000_000


def equal_columns(named: dict[str, ArrayLike], asked_by: str) -> dict[str, Array]:
    """The named columns as arrays of floats of one length."""
    columns = {name: _column(name, values, asked_by) for name, values in named.items()}
    lengths = {name: len(values) for name, values in columns.items() if values.ndim}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"{asked_by} needs columns of one length; found {lengths}")
    rows = next(iter(lengths.values()), 1)
    return {name: np.broadcast_to(values, rows) for name, values in columns.items()}


def whole_frequency(columns: dict[str, Array], asked_by: str) -> None:
    """Refuse a frequency that cannot be a number of purchases."""
    x = columns["frequency"]
    refuse(x != np.floor(x), columns, "frequency that is no whole number", asked_by)
    refuse(x > MOST_PURCHASES, columns, f"frequency above {MOST_PURCHASES:,}: is it an amount?", asked_by)


def refuse(wrong: NDArray[np.bool_], columns: dict[str, Array], what: str, asked_by: str) -> None:
    """Raise ``ValueError`` when a row is wrong, and show the first such row."""
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        shown = ", ".join(f"{name} {values[row]:g}" for name, values in columns.items())
        count = int(wrong.sum())
        raise ValueError(f"{asked_by} cannot use {what}; row {row} has {shown} ({count} of {len(wrong)} rows)")


def like_inputs(found: Array, *inputs: ArrayLike) -> float | Array:
    """A number when all inputs were numbers, otherwise the array."""
    return found if any(np.ndim(one) for one in inputs) else float(found[0])


def _column(name: str, values: ArrayLike, asked_by: str) -> Array:
    try:
        column = np.asarray(values)
        if column.dtype.kind in "USmM":  # numpy would read text and dates as numbers
            raise TypeError
        column = column.astype(np.float64, copy=False)
    except (TypeError, ValueError):
        raise ValueError(f"{asked_by} needs numbers as {name}; found {type(values).__name__}") from None
    if column.ndim > 1:
        raise ValueError(f"{asked_by} needs {name} as one column; found {column.ndim} dimensions")
    return column
