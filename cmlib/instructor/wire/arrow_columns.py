"""Columns that pandas keeps as Arrow arrays: value by value, for types in which that is exact."""

import functools
from typing import Any

import pandas as pd

from cmlib.instructor.wire.form import Form
from cmlib.instructor.wire.reader import Reader
from cmlib.instructor.wire.refusal import WireError, not_plain
from cmlib.instructor.wire.writer import Writer

#: Names of Arrow's types whose values cross.
_TYPES = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double"),
    *("string", "large_string", "binary", "large_binary", "date32[day]"),
    *("timestamp[s]", "timestamp[ms]", "timestamp[us]", "timestamp[ns]"),
    *("duration[s]", "duration[ms]", "duration[us]", "duration[ns]"),
)


def _write_arrow(writer: Writer, column: Any) -> None:
    write_arrow_type(writer, column.dtype)
    values = column.__arrow_array__()
    if str(values.type).startswith(("timestamp", "duration")):
        values = values.cast("int64")
    writer.values(values.to_pylist(), column)


def _read_arrow(reader: Reader) -> Any:
    import pyarrow

    dtype, values = read_arrow_type(reader), reader.values()
    kind = dtype.pyarrow_dtype
    if str(kind).startswith(("timestamp", "duration")):
        array = pyarrow.array(values, pyarrow.int64()).cast(kind)
    else:
        array = pyarrow.array(values, kind)
    return pd.arrays.ArrowExtensionArray(pyarrow.chunked_array([array]))


def write_arrow_type(writer: Writer, dtype: Any) -> None:
    """Write the type of such a column."""
    name = str(dtype.pyarrow_dtype)
    if name not in _TYPES:
        raise not_plain(dtype)
    writer.text(name)


def read_arrow_type(reader: Reader) -> Any:
    """Read the type of such a column."""
    name = reader.text()
    if name not in _TYPES:
        raise WireError("a column has an Arrow type that cannot cross")
    return _arrow_type(name)


@functools.cache
def _arrow_type(name: str) -> Any:
    import pyarrow

    plain, _, unit = name.rstrip("]").partition("[")
    if plain in ("timestamp", "duration"):
        return pd.ArrowDtype(getattr(pyarrow, plain)(unit))
    return pd.ArrowDtype(pyarrow.type_for_alias(plain))


FORMS = (
    Form(b"*", (pd.arrays.ArrowExtensionArray,), _write_arrow, _read_arrow),
    Form(b"&", (pd.ArrowDtype,), write_arrow_type, read_arrow_type),
)
