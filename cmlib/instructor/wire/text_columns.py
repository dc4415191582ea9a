"""Columns of text of pandas: all texts behind each other, and where each ends."""

from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from cmlib.instructor.wire.form import Form
from cmlib.instructor.wire.numpy_arrays import read_array, write_array
from cmlib.instructor.wire.reader import Reader
from cmlib.instructor.wire.refusal import WireError
from cmlib.instructor.wire.writer import Writer

#: A column of text of pandas; no common type that mypy knows says more.
Texts: TypeAlias = Any

#: How the texts are kept, and whether a missing one is ``NA`` or nan.
_TYPES: dict[tuple[Literal["python", "pyarrow"], bool], bytes] = {
    ("python", True): b"1",
    ("python", False): b"2",
    ("pyarrow", True): b"3",
    ("pyarrow", False): b"4",
}

# The first two bits of a byte of UTF-8 that does not begin a character.
_TWO_BITS, _CONTINUES = 0xC0, 0x80


def _write_texts(writer: Writer, column: Texts) -> None:
    missing = column.isna()
    write_text_type(writer, column.dtype)
    write_array(writer, missing)
    texts = column.to_numpy(object)
    writer.values(texts[~missing].tolist(), column)


def _read_texts(reader: Reader) -> Texts:
    dtype, missing, texts = read_text_type(reader), _read_missing(reader), reader.values()
    if dtype.storage != "python" or any(type(text) is not str for text in texts):
        raise WireError("a column of text is none")
    values = np.full(len(missing), None, object)
    values[~missing] = texts
    return pd.array(values, dtype=dtype)


def _write_arrow_texts(writer: Writer, column: Texts) -> None:
    import pyarrow

    texts = column.__arrow_array__().cast(pyarrow.large_string())
    texts = texts.combine_chunks() if isinstance(texts, pyarrow.ChunkedArray) else texts
    missing = column.isna()
    if missing.any():
        texts = texts.fill_null("")  # also wipes what may stand behind a missing text
    _, ends, data = texts.buffers()
    ends = np.frombuffer(ends, np.int64)[texts.offset : texts.offset + len(texts) + 1] if len(texts) else _NO_TEXT
    first, last = int(ends[0]), int(ends[-1])
    write_text_type(writer, column.dtype)
    write_array(writer, missing)
    write_array(writer, ends - first)
    writer.raw(memoryview(data)[first:last] if last > first else b"")


def _read_arrow_texts(reader: Reader) -> Texts:
    import pyarrow

    dtype, missing, ends, data = read_text_type(reader), _read_missing(reader), read_array(reader), reader.raw()
    if dtype.storage != "pyarrow" or ends.dtype != np.int64 or ends.shape != (len(missing) + 1,):
        raise WireError("a column of text is none")
    _check_texts(ends, data)
    present = pyarrow.py_buffer(np.packbits(~missing, bitorder="little").tobytes())
    buffers = [present, pyarrow.py_buffer(ends.tobytes()), pyarrow.py_buffer(data)]
    kind: Any = pd.arrays.ArrowStringArray  # the stubs do not know that it takes a type
    return kind(pyarrow.Array.from_buffers(pyarrow.large_string(), len(missing), buffers), dtype=dtype)


def _check_texts(ends: np.ndarray[Any, Any], data: bytes) -> None:
    """Every text lies in the data, begins where the one before ends, and is whole characters."""
    data.decode("utf-8")
    if ends[0] != 0 or ends[-1] != len(data) or (np.diff(ends) < 0).any():
        raise WireError("the texts of a column do not lie behind each other")
    inner = ends[(ends > 0) & (ends < len(data))]
    if (np.frombuffer(data, np.uint8)[inner] & _TWO_BITS == _CONTINUES).any():
        raise WireError("a text of a column ends within a character")


def _read_missing(reader: Reader) -> np.ndarray[Any, Any]:
    missing = read_array(reader)
    if missing.dtype != np.bool_ or missing.ndim != 1:
        raise WireError("a column of text does not tell which texts are missing")
    return missing


def write_text_type(writer: Writer, dtype: pd.StringDtype) -> None:
    """Write the type of a column of text."""
    writer.parts.append(_TYPES[dtype.storage, dtype.na_value is pd.NA])


def read_text_type(reader: Reader) -> Any:
    """Read the type of a column of text."""
    mark = reader.take(1)
    for (storage, is_na), own in _TYPES.items():
        if own == mark:
            missing: Any = pd.NA if is_na else np.nan
            return pd.StringDtype(storage, na_value=missing)
    raise WireError("a column of text is kept in an unknown way")


_NO_TEXT = np.zeros(1, np.int64)

FORMS = (
    Form(b"U", (pd.arrays.StringArray,), _write_texts, _read_texts),
    Form(b"$", (pd.arrays.ArrowStringArray,), _write_arrow_texts, _read_arrow_texts),
)
