"""Columns of pandas that are more than a numpy array: times, categories, numbers and text with missing values."""

from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from cmlib.instructor.wire.dates import read_zone, write_zone
from cmlib.instructor.wire.form import Form
from cmlib.instructor.wire.numpy_arrays import read_array, write_array
from cmlib.instructor.wire.pandas_scalars import read_frequency, read_side, read_unit, write_frequency
from cmlib.instructor.wire.reader import Reader
from cmlib.instructor.wire.refusal import WireError
from cmlib.instructor.wire.writer import Writer

#: Any array of pandas; no common type that mypy knows says more.
Column: TypeAlias = Any


def _write_times(writer: Writer, column: Column) -> None:
    writer.text(column.unit)
    write_zone(writer, column.tz)
    write_array(writer, np.asarray(column.view("i8")))


def _read_times(reader: Reader) -> Column:
    unit, zone = read_unit(reader), read_zone(reader)
    times = pd.DatetimeIndex(_whole(reader).view(f"M8[{unit}]"))
    return (times if zone is None else times.tz_localize("UTC").tz_convert(zone)).array


def _write_durations(writer: Writer, column: Column) -> None:
    writer.text(column.unit)
    write_array(writer, np.asarray(column.view("i8")))


def _read_durations(reader: Reader) -> Column:
    unit = read_unit(reader)
    return pd.TimedeltaIndex(_whole(reader).view(f"m8[{unit}]")).array


def _write_periods(writer: Writer, column: Column) -> None:
    write_frequency(writer, column.freq)
    write_array(writer, column.asi8)


def _read_periods(reader: Reader) -> Column:
    frequency = read_frequency(reader)
    return pd.arrays.PeriodArray(_whole(reader), dtype=pd.PeriodDtype(frequency))


def _write_intervals(writer: Writer, column: Column) -> None:
    writer.text(column.closed)
    writer.plain(column.left)
    writer.plain(column.right)


def _read_intervals(reader: Reader) -> Column:
    side, left, right = read_side(reader), reader.plain(), reader.plain()
    if not isinstance(left, pd.Index) or not isinstance(right, pd.Index):
        raise WireError("intervals have ends that are no index")
    return pd.arrays.IntervalArray.from_arrays(left, right, side)


def _write_categories(writer: Writer, column: Column) -> None:
    writer.plain(bool(column.ordered))
    writer.plain(column.categories)
    write_array(writer, column.codes)


def _read_categories(reader: Reader) -> Column:
    ordered, categories, codes = reader.exactly(bool), reader.plain(), read_array(reader)
    if not isinstance(categories, pd.Index):
        raise WireError("a categorical column has no categories")
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(categories, ordered))


def _write_masked(writer: Writer, column: Column) -> None:
    kind = column.dtype.numpy_dtype
    write_array(writer, column.to_numpy(kind, na_value=kind.type(0)))
    write_array(writer, column.isna())


def _read_integers(reader: Reader) -> Column:
    return pd.arrays.IntegerArray(read_array(reader), read_array(reader))


def _read_floats(reader: Reader) -> Column:
    return pd.arrays.FloatingArray(read_array(reader), read_array(reader))


def _read_truths(reader: Reader) -> Column:
    return pd.arrays.BooleanArray(read_array(reader), read_array(reader))


def _write_numpy(writer: Writer, column: Column) -> None:
    write_array(writer, column.to_numpy())


def _read_numpy(reader: Reader) -> Column:
    return pd.arrays.NumpyExtensionArray(read_array(reader))


def _write_sparse(writer: Writer, column: Column) -> None:
    writer.plain(column.kind)
    writer.plain(column.fill_value)
    write_array(writer, column.to_dense())


def _read_sparse(reader: Reader) -> Column:
    kind, fill, dense = reader.exactly(str), reader.plain(), read_array(reader)
    if dense.ndim != 1:
        raise WireError("a sparse column is none")
    return pd.arrays.SparseArray(dense, fill_value=fill, kind=kind, dtype=pd.SparseDtype(dense.dtype, fill))


def _whole(reader: Reader) -> np.ndarray[Any, Any]:
    numbers = read_array(reader)
    if numbers.dtype != np.int64 or numbers.ndim != 1:
        raise WireError("points in time are not told by whole numbers")
    return numbers


FORMS = (
    Form(b"M", (pd.arrays.DatetimeArray,), _write_times, _read_times),
    Form(b"m", (pd.arrays.TimedeltaArray,), _write_durations, _read_durations),
    Form(b"Q", (pd.arrays.PeriodArray,), _write_periods, _read_periods),
    Form(b"V", (pd.arrays.IntervalArray,), _write_intervals, _read_intervals),
    Form(b"C", (pd.Categorical,), _write_categories, _read_categories),
    Form(b"J", (pd.arrays.IntegerArray,), _write_masked, _read_integers),
    Form(b"G", (pd.arrays.FloatingArray,), _write_masked, _read_floats),
    Form(b"B", (pd.arrays.BooleanArray,), _write_masked, _read_truths),
    Form(b"e", (pd.arrays.SparseArray,), _write_sparse, _read_sparse),
    Form(b"E", (pd.arrays.NumpyExtensionArray,), _write_numpy, _read_numpy),
)
