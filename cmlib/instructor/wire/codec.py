"""Plain data as bytes and back: the only thing that crosses between the student's process and the judge.

A message is a mark and one value. A value is a tag of one byte and what its form needs; nothing in a message is
code or names code, and no two types share a form. Types are exact: an object of a subclass (of ``str``, of
``ndarray``, of ``DataFrame``) is not plain, because it could behave otherwise than the data that it shows.

An object that occurs twice in a message arrives as two equal objects. Attributes that do not take part in equality
(``DataFrame.attrs`` and ``flags``, whether an array may be written) do not cross; arrays arrive writable.
"""

from collections.abc import Callable
from itertools import chain

from cmlib.instructor.wire import (
    arrow_columns,
    containers,
    dates,
    indexes,
    kinds,
    numpy_arrays,
    numpy_types,
    pandas_arrays,
    pandas_scalars,
    pandas_types,
    scalars,
    tables,
    text_columns,
)
from cmlib.instructor.wire.form import Form, Read, Write
from cmlib.instructor.wire.reader import Reader
from cmlib.instructor.wire.reference import Reference
from cmlib.instructor.wire.refusal import NotPlain, TooMuch, WireError
from cmlib.instructor.wire.sizes import SIZES, Sizes
from cmlib.instructor.wire.writer import Writer

__all__ = ["SIZES", "NotPlain", "Reference", "Sizes", "WireError", "pack", "unpack"]


def _unknown(reader: Reader) -> object:
    raise WireError("a value begins with a byte that begins none")


#: Every message begins so.
MARK = b"CM5\n"

_ROOMS = (
    *(scalars, containers, dates, kinds),
    *(numpy_types, numpy_arrays),
    *(pandas_scalars, pandas_types, pandas_arrays, text_columns, arrow_columns),
    *(indexes, tables),
)
FORMS: tuple[Form, ...] = tuple(chain.from_iterable(room.FORMS for room in _ROOMS))

_WRITERS: dict[type, tuple[bytes, Write]] = {kind: (form.tag, form.write) for form in FORMS for kind in form.types}
_BY_TAG: dict[int, Read] = {form.tag[0]: form.read for form in FORMS}
_READERS: tuple[Read, ...] = tuple(_BY_TAG.get(tag, _unknown) for tag in range(256))

if len(_BY_TAG) != len(FORMS) or len(_WRITERS) != sum(len(form.types) for form in FORMS):
    raise RuntimeError("two forms share a tag or a type")


def pack(value: object, refer: Callable[[object], Reference] | None = None, sizes: Sizes = SIZES) -> bytes:
    """The message that carries a value.

    ``refer`` is asked for a reference in place of an object that is not plain; without it, such an object is
    refused. Keys of dicts and members of sets never become references: the dict or set does.

    Raises `NotPlain`, and only that, for a value that cannot cross: of another type, too large, nested too deep,
    or holding itself.

    >>> unpack(pack({"paid": True, ("a", 1): [0.5, None]}))
    {'paid': True, ('a', 1): [0.5, None]}
    """
    writer = Writer(_WRITERS, refer, sizes)
    writer.parts.append(MARK)
    try:
        writer.value(value)
        return writer.message()
    except RecursionError:
        raise TooMuch("a value nested this deep cannot cross from here: Python's own depth is used up") from None
    except NotPlain:
        raise
    except Exception as error:  # of an object that is not what its type promises
        raise NotPlain(f"a value cannot cross: {type(error).__name__}: {error}"[:300]) from error


def unpack(data: bytes, resolve: Callable[[Reference], object] | None = None, sizes: Sizes = SIZES) -> object:
    """The value that a message carries.

    ``resolve`` gives the object that stands for a reference; without it, the reference itself does.

    Raises `WireError`, and only that, for bytes that are no message, whatever they are: they may come from
    hostile code.
    """
    if len(data) > sizes.message:
        raise WireError(f"a message of {len(data)} bytes is too large; it may hold {sizes.message}")
    if data[: len(MARK)] != MARK:
        raise WireError("the bytes do not begin as a message does")
    reader = Reader(data, _READERS, resolve, sizes)
    try:
        reader.take(len(MARK))
        value = reader.value()
        reader.close()
    except WireError:
        raise
    except Exception as error:  # whatever a constructor makes of nonsense
        raise WireError(f"the message makes no value: {type(error).__name__}: {error}"[:300]) from error
    return value
