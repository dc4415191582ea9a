"""Numbers, text, bytes and Python's constants."""

import re
import struct
from decimal import Decimal
from fractions import Fraction

from cmlib.instructor.wire.form import Form
from cmlib.instructor.wire.reader import Reader
from cmlib.instructor.wire.refusal import NotPlain, WireError
from cmlib.instructor.wire.writer import Writer

_FLOAT = struct.Struct("<d")
_COMPLEX = struct.Struct("<dd")

#: Stands for the width of an integer whose width does not fit in one byte; it follows.
_LONG = 255

#: Bytes of a fraction's parts; their common divisor is sought when it is read, which takes long for larger ones.
_LARGEST_PART = 4096

_DECIMAL = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d{1,20})?|-?Infinity|-?s?NaN\d*", re.ASCII)


def _nothing(writer: Writer, value: object) -> None:
    """A constant is its tag."""


def _write_truth(writer: Writer, value: bool) -> None:
    writer.parts.append(b"\1" if value else b"\0")


def _read_truth(reader: Reader) -> bool:
    data = reader.take(1)
    if data not in (b"\0", b"\1"):
        raise WireError("a truth value is neither true nor false")
    return data == b"\1"


def _write_integer(writer: Writer, value: int) -> None:
    width = value.bit_length() // 8 + 1
    data = value.to_bytes(width, "little", signed=True)
    if width < _LONG:
        writer.parts.append(bytes((width,)) + data)
    else:
        writer.parts.append(bytes((_LONG,)))
        writer.raw(data)


def _read_integer(reader: Reader) -> int:
    (width,) = reader.take(1)
    return int.from_bytes(reader.raw() if width == _LONG else reader.take(width), "little", signed=True)


def _write_float(writer: Writer, value: float) -> None:
    writer.parts.append(_FLOAT.pack(value))


def _read_float(reader: Reader) -> float:
    return float(_FLOAT.unpack(reader.take(8))[0])


def _write_complex(writer: Writer, value: complex) -> None:
    writer.parts.append(_COMPLEX.pack(value.real, value.imag))


def _read_complex(reader: Reader) -> complex:
    return complex(*_COMPLEX.unpack(reader.take(16)))


def _write_bytearray(writer: Writer, value: bytearray) -> None:
    writer.raw(bytes(value))


def _read_bytearray(reader: Reader) -> bytearray:
    return bytearray(reader.raw())


def _write_decimal(writer: Writer, value: Decimal) -> None:
    writer.text(str(value))


def _read_decimal(reader: Reader) -> Decimal:
    text = reader.text()
    if not _DECIMAL.fullmatch(text):
        raise WireError("a decimal number is not written as one")
    return Decimal(text)


def _write_fraction(writer: Writer, value: Fraction) -> None:
    for part in (value.numerator, value.denominator):
        if type(part) is not int or part.bit_length() >= 8 * _LARGEST_PART:
            raise NotPlain(f"a fraction of parts with more than {_LARGEST_PART} bytes cannot cross")
        writer.plain(part)


def _read_fraction(reader: Reader) -> Fraction:
    parts = (reader.exactly(int), reader.exactly(int))
    if any(part.bit_length() >= 8 * _LARGEST_PART for part in parts):
        raise WireError(f"a part of a fraction has more than {_LARGEST_PART} bytes")
    return Fraction(*parts)


FORMS = (
    Form(b"N", (type(None),), _nothing, lambda reader: None),
    Form(b".", (type(Ellipsis),), _nothing, lambda reader: Ellipsis),
    Form(b"!", (type(NotImplemented),), _nothing, lambda reader: NotImplemented),
    Form(b"b", (bool,), _write_truth, _read_truth),
    Form(b"i", (int,), _write_integer, _read_integer),
    Form(b"f", (float,), _write_float, _read_float),
    Form(b"c", (complex,), _write_complex, _read_complex),
    Form(b"s", (str,), Writer.text, Reader.text),
    Form(b"y", (bytes,), Writer.raw, Reader.raw),
    Form(b"Y", (bytearray,), _write_bytearray, _read_bytearray),
    Form(b"D", (Decimal,), _write_decimal, _read_decimal),
    Form(b"/", (Fraction,), _write_fraction, _read_fraction),
)
