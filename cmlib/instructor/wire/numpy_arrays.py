"""Arrays and scalars of numpy: raw numbers, objects one by one, records field by field."""

import math
import struct
from typing import Any

import numpy as np

from cmlib.instructor.wire.form import Form
from cmlib.instructor.wire.numpy_types import OBJECTS, read_type, write_type
from cmlib.instructor.wire.reader import Reader
from cmlib.instructor.wire.refusal import WireError
from cmlib.instructor.wire.writer import Writer

_FLOAT = struct.Struct("<d")
_INTEGER = struct.Struct("<q")
_LAST_CHARACTER = 0x10FFFF

# In which order the elements stand: sums of floats depend on it.
_BY_ROWS, _BY_COLUMNS = b"C", b"F"


def write_array(writer: Writer, array: np.ndarray[Any, Any]) -> None:
    """Write an array that is exactly ``numpy.ndarray``."""
    by_columns = array.flags.f_contiguous and not array.flags.c_contiguous
    write_type(writer, array.dtype)
    writer.parts.append((_BY_COLUMNS if by_columns else _BY_ROWS) + bytes([array.ndim]))
    writer.parts.append(struct.pack(f"<{array.ndim}Q", *array.shape))
    if array.dtype.names is not None:
        for name in array.dtype.names:
            write_array(writer, array[name])
    elif array.dtype == OBJECTS or array.dtype.char == "T":
        writer.values(array.ravel(order="F" if by_columns else "C").tolist(), array)
    else:
        flat = array.ravel(order="F" if by_columns else "C")
        writer.raw(_without_padding(flat).view(np.uint8).data if flat.nbytes else b"")


def read_array(reader: Reader) -> np.ndarray[Any, Any]:
    """Read an array; it is as large as the bytes that came for it."""
    dtype = read_type(reader)
    order, axes = reader.take(2)
    if bytes([order]) not in (_BY_ROWS, _BY_COLUMNS):
        raise WireError("an array has no proper shape")
    shape = struct.unpack(f"<{axes}Q", reader.take(8 * axes))
    number = math.prod(shape)
    if number * dtype.itemsize > reader.sizes.message or (not number and max(shape) > reader.sizes.items):
        raise WireError("an array is larger than a message may be")
    if not dtype.itemsize:
        reader.charge(number)
    if dtype.names is not None:
        return _read_records(reader, dtype, shape, chr(order))
    if dtype == OBJECTS or dtype.char == "T":
        flat = _read_objects(reader, dtype, number)
    else:
        flat = _read_numbers(reader, dtype, number)
    return flat.reshape(shape, order="F" if bytes([order]) == _BY_COLUMNS else "C")


def _read_numbers(reader: Reader, dtype: np.dtype[Any], number: int) -> np.ndarray[Any, Any]:
    data = reader.raw()
    if len(data) != number * dtype.itemsize:
        raise WireError("an array does not have as many bytes as its shape needs")
    flat = np.frombuffer(bytearray(data), dtype=np.uint8).view(dtype) if data else np.empty(number, dtype)
    _check(flat)
    return flat


def _read_objects(reader: Reader, dtype: np.dtype[Any], number: int) -> np.ndarray[Any, Any]:
    values = reader.values()
    if len(values) != number:
        raise WireError("an array does not have as many elements as its shape needs")
    if dtype.char == "T" and not {*map(type, values)} <= {str, type(getattr(dtype, "na_object", ""))}:
        raise WireError("an array of text holds something else")  # of which numpy would make text
    flat = np.empty(number, dtype)
    for place, value in enumerate(values):
        flat[place] = value
    return flat


def _read_records(reader: Reader, dtype: np.dtype[Any], shape: tuple[int, ...], order: str) -> np.ndarray[Any, Any]:
    reader.charge(math.prod(shape))
    records = np.zeros(shape, dtype, order="F" if order == "F" else "C")
    for name in dtype.names or ():
        part = read_array(reader)
        field = records[name]
        if part.dtype != field.dtype or part.shape != field.shape:
            raise WireError("a field of an array does not fit its type")
        field[...] = part
    return records


def _check(flat: np.ndarray[Any, Any]) -> None:
    """Refuse bytes that are no value of the array's type."""
    if flat.dtype.kind == "b" and flat.size and flat.view(np.uint8).max() > 1:
        raise WireError("a truth value is neither true nor false")
    if flat.dtype.kind == "U" and flat.dtype.itemsize and flat.size:
        points = flat.view(np.dtype(np.uint32).newbyteorder(flat.dtype.byteorder))
        if points.max() > _LAST_CHARACTER:
            raise WireError("an array of text holds a number that is no character")
    if _has_padding(flat.dtype) and flat.size:
        _check_extended(flat)


def _has_padding(dtype: np.dtype[Any]) -> bool:
    """Whether it is the 80-bit float of Intel's processors, which stands in 12 or 16 bytes."""
    return dtype.char in "gG" and np.finfo(np.longdouble).nmant == 63


def _extended_bytes(flat: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The bytes of 80-bit floats from the least, a row a number."""
    width = np.dtype(np.longdouble).itemsize
    rows = flat.view(np.uint8).reshape(-1, width)
    return rows if flat.dtype.isnative else rows[:, ::-1]


def _without_padding(flat: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The array as it is, or a copy in which padding is 0: what stood there before is nobody's business."""
    if not _has_padding(flat.dtype):
        return flat
    flat = flat.copy()
    _extended_bytes(flat)[:, 10:] = 0
    return flat


def _check_extended(flat: np.ndarray[Any, Any]) -> None:
    rows = _extended_bytes(flat)
    exponent = rows[:, 8].astype(np.int64) + 256 * (rows[:, 9].astype(np.int64) & 0x7F)
    if rows[:, 10:].any() or ((rows[:, 7] >= 0x80) != (exponent > 0)).any():
        raise WireError("an array of extended floats holds bytes that are no number")


def _write_scalar(writer: Writer, value: np.generic) -> None:
    write_array(writer, np.asarray(value))


def _read_scalar(reader: Reader) -> object:
    array = read_array(reader)
    if array.ndim or array.dtype == OBJECTS:
        raise WireError("a scalar has the shape of an array")
    return array[()]


def _write_float(writer: Writer, value: np.float64) -> None:
    writer.parts.append(_FLOAT.pack(value))


def _read_float(reader: Reader) -> np.float64:
    return np.float64(_FLOAT.unpack(reader.take(8))[0])


def _write_integer(writer: Writer, value: np.int64) -> None:
    writer.parts.append(_INTEGER.pack(int(value)))


def _read_integer(reader: Reader) -> np.int64:
    return np.int64(_INTEGER.unpack(reader.take(8))[0])


def _write_text(writer: Writer, value: np.str_) -> None:
    writer.text("".join(value))


def _read_text(reader: Reader) -> np.str_:
    return np.str_(reader.text())


def _write_bytes(writer: Writer, value: np.bytes_) -> None:
    writer.raw(bytes(value))


def _read_bytes(reader: Reader) -> np.bytes_:
    return np.bytes_(reader.raw())


_APART = (np.float64, np.int64, np.str_, np.bytes_, np.object_)
_SCALARS = tuple(kind for kind in dict.fromkeys(np.sctypeDict.values()) if kind not in _APART)

FORMS = (
    Form(b"A", (np.ndarray,), write_array, read_array),
    Form(b"n", _SCALARS, _write_scalar, _read_scalar),
    Form(b"g", (np.float64,), _write_float, _read_float),
    Form(b"j", (np.int64,), _write_integer, _read_integer),
    Form(b"u", (np.str_,), _write_text, _read_text),
    Form(b"z", (np.bytes_,), _write_bytes, _read_bytes),
)
