"""Types of pandas' own columns as values: a table's list of types is a question that tests ask."""

from typing import Any

import numpy as np
import pandas as pd

from cmlib.instructor.wire.dates import read_zone, write_zone
from cmlib.instructor.wire.form import Form
from cmlib.instructor.wire.pandas_scalars import read_frequency, read_unit, write_frequency
from cmlib.instructor.wire.reader import Reader
from cmlib.instructor.wire.refusal import WireError
from cmlib.instructor.wire.text_columns import read_text_type, write_text_type
from cmlib.instructor.wire.writer import Writer

#: Types of numbers and truth values that may be missing, by their names.
_MASKED = {
    kind.name: kind
    for kind in (
        *(pd.Int8Dtype(), pd.Int16Dtype(), pd.Int32Dtype(), pd.Int64Dtype()),
        *(pd.UInt8Dtype(), pd.UInt16Dtype(), pd.UInt32Dtype(), pd.UInt64Dtype()),
        *(pd.Float32Dtype(), pd.Float64Dtype(), pd.BooleanDtype()),
    )
}


def _write_masked(writer: Writer, dtype: Any) -> None:
    writer.text(dtype.name)


def _read_masked(reader: Reader) -> Any:
    return _MASKED[reader.text()]


def _write_categories(writer: Writer, dtype: pd.CategoricalDtype) -> None:
    writer.plain(dtype.ordered)
    writer.plain(dtype.categories)


def _read_categories(reader: Reader) -> pd.CategoricalDtype:
    ordered, categories = reader.exactly(bool, type(None)), reader.plain()
    if categories is not None and not isinstance(categories, pd.Index):
        raise WireError("a categorical type has no categories")
    return pd.CategoricalDtype(categories, ordered)


def _write_times(writer: Writer, dtype: pd.DatetimeTZDtype) -> None:
    writer.text(dtype.unit)
    write_zone(writer, dtype.tz)


def _read_times(reader: Reader) -> pd.DatetimeTZDtype:
    return pd.DatetimeTZDtype(read_unit(reader), read_zone(reader))


def _write_periods(writer: Writer, dtype: pd.PeriodDtype) -> None:
    write_frequency(writer, dtype.freq)


def _read_periods(reader: Reader) -> pd.PeriodDtype:
    return pd.PeriodDtype(read_frequency(reader))


def _write_intervals(writer: Writer, dtype: Any) -> None:
    writer.plain(dtype.closed)
    writer.plain(dtype.subtype)


def _read_intervals(reader: Reader) -> Any:
    side, inner = reader.exactly(str, type(None)), reader.plain()
    if inner is not None and not isinstance(inner, np.dtype | pd.api.extensions.ExtensionDtype):
        raise WireError("an interval type has no type inside")
    kind: Any = pd.IntervalDtype  # the stubs do not know that it takes types of pandas
    return kind(inner, side)


FORMS = (
    Form(b"7", tuple(type(kind) for kind in _MASKED.values()), _write_masked, _read_masked),
    Form(b"8", (pd.StringDtype,), write_text_type, read_text_type),
    Form(b"9", (pd.CategoricalDtype,), _write_categories, _read_categories),
    Form(b"+", (pd.DatetimeTZDtype,), _write_times, _read_times),
    Form(b"-", (pd.PeriodDtype,), _write_periods, _read_periods),
    Form(b"|", (pd.IntervalDtype,), _write_intervals, _read_intervals),
)
