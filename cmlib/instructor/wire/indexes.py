"""Indexes of pandas, each with its kind, its names and its frequency."""

from typing import Any

import numpy as np
import pandas as pd

from cmlib.instructor.wire.form import Form
from cmlib.instructor.wire.pandas_scalars import read_frequency, write_frequency
from cmlib.instructor.wire.reader import Reader
from cmlib.instructor.wire.refusal import WireError
from cmlib.instructor.wire.writer import Writer

#: Kinds of numpy's types that a column or an index may have.
COLUMN_KINDS = "biufcmMO"


def _write_index(writer: Writer, index: Any) -> None:
    writer.plain(index.name)
    writer.plain(held_values(index))


def _read_index(reader: Reader) -> Any:
    name, values = reader.plain(), check_column(reader.plain())
    index = pd.Index(values, name=name, dtype=values.dtype, copy=False)
    if type(index) is not pd.Index:
        raise WireError("an index is of another kind than it announces")
    return index


def _write_regular_index(writer: Writer, index: Any) -> None:
    writer.plain(index.name)
    writer.plain(index.array)
    writer.plain(index.freq is not None)
    if index.freq is not None:
        write_frequency(writer, index.freq)


def _read_regular_index(reader: Reader, kind: Any, holds: type) -> Any:
    name, values = reader.plain(), reader.exactly(holds)
    frequency = read_frequency(reader) if reader.exactly(bool) else None
    return kind(values, name=name, freq=frequency)


def _read_times(reader: Reader) -> pd.DatetimeIndex:
    return _read_regular_index(reader, pd.DatetimeIndex, pd.arrays.DatetimeArray)


def _read_durations(reader: Reader) -> pd.TimedeltaIndex:
    return _read_regular_index(reader, pd.TimedeltaIndex, pd.arrays.TimedeltaArray)


def _write_column_index(writer: Writer, index: Any) -> None:
    writer.plain(index.name)
    writer.plain(index.array)


def _read_periods(reader: Reader) -> pd.PeriodIndex:
    name, values = reader.plain(), reader.exactly(pd.arrays.PeriodArray)
    return pd.PeriodIndex(values, name=name)


def _read_intervals(reader: Reader) -> Any:
    name, values = reader.plain(), reader.exactly(pd.arrays.IntervalArray)
    return pd.IntervalIndex(values, name=name)


def _read_categories(reader: Reader) -> pd.CategoricalIndex:
    name, values = reader.plain(), reader.exactly(pd.Categorical)
    return pd.CategoricalIndex(values, name=name)


def _write_range_index(writer: Writer, index: pd.RangeIndex) -> None:
    writer.plain(index.name)
    writer.plain(range(index.start, index.stop, index.step))


def _read_range_index(reader: Reader) -> pd.RangeIndex:
    name, labels = reader.plain(), reader.exactly(range)
    if len(labels) > reader.sizes.items:
        raise WireError(f"an index is longer than {reader.sizes.items}")
    return pd.RangeIndex(labels, name=name)


def _write_multi_index(writer: Writer, index: pd.MultiIndex) -> None:
    writer.plain(list(index.names))
    writer.plain(list(index.levels))
    writer.plain([np.asarray(codes) for codes in index.codes])


def _read_multi_index(reader: Reader) -> pd.MultiIndex:
    names, levels, codes = reader.exactly(list), reader.exactly(list), reader.exactly(list)
    if any(not isinstance(level, pd.Index) for level in levels):
        raise WireError("a level of an index is none")
    if any(type(each) is not np.ndarray or each.dtype.kind != "i" for each in codes):
        raise WireError("an index has codes that are no whole numbers")
    return pd.MultiIndex(levels, codes, names=names, verify_integrity=True)


def held_values(labelled: Any) -> Any:
    """What a series or index holds: a numpy array, or pandas' own kind of column."""
    if isinstance(labelled.dtype, np.dtype) and labelled.dtype.kind not in "mM":
        return labelled.to_numpy()
    return labelled.array


def check_column(values: Any) -> Any:
    """What a series or index may hold, or `WireError`."""
    if type(values) is np.ndarray:
        if values.ndim != 1 or values.dtype.kind not in COLUMN_KINDS:
            raise WireError("a column has a type that no column has")
    elif not isinstance(values, pd.api.extensions.ExtensionArray):
        raise WireError("a column is none")
    return values


def read_index(reader: Reader) -> Any:
    """Read an index of any kind."""
    labels = reader.plain()
    if not isinstance(labels, pd.Index):
        raise WireError("an index is none")
    return labels


FORMS = (
    Form(b"X", (pd.Index,), _write_index, _read_index),
    Form(b"R", (pd.RangeIndex,), _write_range_index, _read_range_index),
    Form(b"x", (pd.MultiIndex,), _write_multi_index, _read_multi_index),
    Form(b"K", (pd.DatetimeIndex,), _write_regular_index, _read_times),
    Form(b"k", (pd.TimedeltaIndex,), _write_regular_index, _read_durations),
    Form(b"L", (pd.PeriodIndex,), _write_column_index, _read_periods),
    Form(b"v", (pd.IntervalIndex,), _write_column_index, _read_intervals),
    Form(b"O", (pd.CategoricalIndex,), _write_column_index, _read_categories),
)
