"""Series and data frames: their index, then column by column, or all at once where one type holds all."""

from typing import Any

import numpy as np
import pandas as pd

from cmlib.instructor.wire.form import Form
from cmlib.instructor.wire.indexes import COLUMN_KINDS, check_column, held_values, read_index
from cmlib.instructor.wire.numpy_arrays import read_array, write_array
from cmlib.instructor.wire.reader import Reader
from cmlib.instructor.wire.refusal import WireError
from cmlib.instructor.wire.writer import Writer

# How the columns of a frame are laid out.
_ONE_BLOCK, _BY_COLUMN = b"1", b"c"


def _write_series(writer: Writer, series: Any) -> None:
    writer.plain(series.name)
    writer.plain(series.index)
    writer.value(held_values(series))


def _read_series(reader: Reader) -> Any:
    name, index, values = reader.plain(), read_index(reader), check_column(reader.value())
    return pd.Series(values, index=index, name=name, dtype=values.dtype, copy=False)


def _write_frame(writer: Writer, frame: pd.DataFrame) -> None:
    writer.plain(frame.index)
    writer.plain(frame.columns)
    kinds = set(frame.dtypes)
    kind = kinds.pop() if len(kinds) == 1 else None
    if isinstance(kind, np.dtype) and kind.kind != "O":
        writer.parts.append(_ONE_BLOCK)
        write_array(writer, frame.to_numpy())
        return
    writer.parts.append(_BY_COLUMN)
    for _, column in frame.items():
        writer.value(held_values(column))


def _read_frame(reader: Reader) -> pd.DataFrame:
    index, columns = read_index(reader), read_index(reader)
    layout = reader.take(1)
    if layout == _ONE_BLOCK:
        block = read_array(reader)
        if block.ndim != 2 or block.dtype.kind not in COLUMN_KINDS or block.dtype.kind == "O":
            raise WireError("the block of a frame is none")
        return pd.DataFrame(block, index=index, columns=columns, copy=False)
    if layout != _BY_COLUMN:
        raise WireError(f"no frame is laid out as {layout!r}")
    reader.charge(len(columns))
    parts = {place: check_column(reader.value()) for place in range(len(columns))}
    if any(len(part) != len(index) for part in parts.values()):
        raise WireError("a column is not as long as its index")
    for place, part in parts.items():
        if part.dtype == object:  # whose values pandas would look at, to find a type that it likes better
            parts[place] = pd.Series(part, index=index, dtype=object, copy=False)
    frame = pd.DataFrame(parts, index=index)
    frame.columns = columns
    return frame


FORMS = (
    Form(b"Z", (pd.Series,), _write_series, _read_series),
    Form(b"W", (pd.DataFrame,), _write_frame, _read_frame),
)
