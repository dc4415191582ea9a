"""Columns of an eager frame as numpy arrays, and arrays as columns: faster than expressions where data is in memory."""

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals.stable.v2 as nw
from numpy.typing import NDArray

_BLOCK = 16_384  # rows; the arrays of a block fit the processor's cache


def blocks(rows: int) -> Iterator[slice]:
    """The rows of a table, some at a time.

    >>> list(blocks(20_000))
    [slice(0, 16384, None), slice(16384, 20000, None)]
    """
    for start in range(0, rows, _BLOCK):
        yield slice(start, min(start + _BLOCK, rows))


def numbers_of(column: nw.Series) -> NDArray[Any]:
    """The values of a column of numbers; missing ones are NaN."""
    values = column.to_numpy()
    return values if values.dtype.kind in "iuf" else column.cast(nw.Float64).to_numpy()


def beside(keys: nw.DataFrame, columns: Mapping[str, NDArray[Any]], dtype: Any = None) -> nw.DataFrame:
    """``keys`` with further columns, in which NaN, or None among texts, becomes the engine's missing value."""
    engine, in_pandas = keys.implementation, keys.implementation.is_pandas()
    # Naming the dtype of floats would make pandas copy every one of them.
    given = {name: values.tolist() if dtype and not in_pandas else values for name, values in columns.items()}
    frame = keys.with_columns(*[nw.new_series(name, values, dtype, backend=engine) for name, values in given.items()])
    if dtype is not None or in_pandas:
        return frame
    return frame.with_columns(*[nw.col(name).fill_nan(None) for name in columns])
