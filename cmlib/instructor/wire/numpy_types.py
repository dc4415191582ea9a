"""Types of numpy arrays: which may cross, and how they are named."""

import functools
import itertools
import re
from typing import Any

import numpy as np

from cmlib.instructor.wire.form import Form
from cmlib.instructor.wire.reader import Reader
from cmlib.instructor.wire.refusal import NotPlain, WireError
from cmlib.instructor.wire.writer import Writer

#: Types whose elements are bytes of one width. ``q`` is C's long long, which numpy tells from its equal ``i8``.
_PLAIN = re.compile(
    r"\|b1|[|<>][iu][1248]|[<>][qQ]|[<>]f(?:2|4|8|12|16)|[<>]c(?:8|16|24|32)|\|[SV]\d{1,9}|[<>]U\d{1,9}"
    r"|[<>][mM]8(?:\[\d{0,9}(?:Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)(?:/\d{1,9})?\])?"
)

OBJECTS = np.dtype(object)

# How a type is laid out in a message.
_NAMED, _OBJECTS, _TEXTS, _RECORD, _REPEATED = b"n", b"O", b"T", b"r", b"["


def write_type(writer: Writer, dtype: np.dtype[Any]) -> None:
    """Write the type of an array. Raises `NotPlain` for one that cannot cross."""
    if dtype.subdtype is not None:
        base, shape = dtype.subdtype
        writer.parts.append(_REPEATED)
        writer.plain(base)
        writer.plain(shape)
    elif dtype.names is not None:
        _write_record(writer, dtype)
    elif dtype == OBJECTS:
        writer.parts.append(_OBJECTS)
    elif type(dtype) is np.dtypes.StringDType:
        writer.parts.append(_TEXTS)
        writer.plain(dtype.coerce)
        writer.plain(hasattr(dtype, "na_object"))
        writer.plain(getattr(dtype, "na_object", None))
    else:
        writer.parts.append(_NAMED)
        writer.text(_name(dtype))


def read_type(reader: Reader) -> np.dtype[Any]:
    """Read the type of an array; only those that `write_type` writes."""
    dtype = _read_any_type(reader)
    if dtype.itemsize > reader.sizes.message:
        raise WireError("one element of an array is larger than a message")
    return dtype


def _read_any_type(reader: Reader) -> np.dtype[Any]:
    layout = reader.take(1)
    if layout == _NAMED:
        return _named(reader.raw())
    if layout == _OBJECTS:
        return OBJECTS
    if layout == _TEXTS:
        return _read_texts_type(reader)
    if layout == _RECORD:
        return _read_record(reader)
    if layout == _REPEATED:
        return np.dtype((_read_part(reader), reader.exactly(tuple)))
    raise WireError(f"no type of an array is laid out as {layout!r}")


def _write_record(writer: Writer, dtype: np.dtype[Any]) -> None:
    fields = [dtype.fields[name] for name in dtype.names]  # type: ignore[index,union-attr]  # a record has them
    if any(len(field) > 2 for field in fields):
        raise NotPlain("an array whose fields have titles cannot cross")
    writer.parts.append(_RECORD)
    writer.plain(list(dtype.names))  # type: ignore[arg-type]  # a record has them
    writer.plain([int(field[1]) for field in fields])
    writer.plain([dtype.itemsize, int(dtype.isalignedstruct)])
    for part, *_ in fields:
        writer.plain(part)


def _read_record(reader: Reader) -> np.dtype[Any]:
    names, offsets, (width, aligned) = reader.exactly(list), reader.exactly(list), reader.exactly(list)
    if any(type(name) is not str for name in names):
        raise WireError("a field of a record has a name that is no text")
    parts = [_read_part(reader) for _ in names]
    layout = {"names": names, "formats": parts, "offsets": offsets, "itemsize": width}
    dtype = np.dtype(layout, align=bool(aligned))  # type: ignore[call-overload]  # the stubs want literal keys
    ends = sorted((offset, offset + part.itemsize) for offset, part in zip(offsets, parts, strict=True))
    if any(end > start for (_, end), (start, _) in itertools.pairwise(ends)):
        raise WireError("the fields of a record overlap")
    return dtype


def _read_part(reader: Reader) -> np.dtype[Any]:
    part = reader.plain()
    if not isinstance(part, np.dtype):
        raise WireError("a part of a record has no type")
    return part


def _read_texts_type(reader: Reader) -> np.dtype[Any]:
    coerce, has_missing, missing = reader.exactly(bool), reader.exactly(bool), reader.plain()
    if not has_missing:
        return np.dtypes.StringDType(coerce=coerce)
    return np.dtypes.StringDType(coerce=coerce, na_object=missing)


def _name(dtype: np.dtype[Any]) -> str:
    name = dtype.str[0] + dtype.char if dtype.char in "qQ" else dtype.str
    if type(dtype) not in _TYPES or dtype.char == "c":
        raise NotPlain(f"an array of type {dtype} cannot cross")
    return name


@functools.lru_cache(maxsize=256)
def _named(name: bytes) -> np.dtype[Any]:
    text = name.decode("ascii")
    if not _PLAIN.fullmatch(text):
        raise WireError("an array has a type that cannot cross")
    return np.dtype(text)


#: The classes of numpy's types; a type is a value of its own, as in the list of a table's types.
_TYPES: tuple[type, ...] = tuple(
    dict.fromkeys(
        kind for kind in (getattr(np.dtypes, name) for name in np.dtypes.__all__) if issubclass(kind, np.dtype)
    )
)

FORMS = (Form(b"p", _TYPES, write_type, read_type),)
