"""What the other side's code raised, as plain data."""

import traceback
from types import TracebackType
from typing import Any

from cmlib.instructor.wire.codec import pack, unpack
from cmlib.instructor.wire.refusal import NotPlain, WireError
from cmlib.instructor.wire.sizes import Sizes

_WIRE = __name__.rpartition(".")[0]

_LONGEST_TEXT = 20_000
_LONGEST_NAME = 500
_MOST_BASES = 50

#: An exception's arguments cross if they fit in this.
_ARGUMENTS = Sizes(message=64 * 1024, depth=20, items=10_000)
#: What is told of an exception fits in this.
_SIZES = Sizes(message=64 * 1024 + 4 * (2 * _LONGEST_TEXT + _MOST_BASES * 2 * _LONGEST_NAME), depth=30, items=20_000)


class Raised(Exception):
    """Code on the other side raised.

    ``name`` and ``module`` are those of the exception's type, ``lineage`` the full names of its type and all its
    base types in the order in which Python looks for attributes; ``arguments`` are its arguments where all of
    them are plain and small, ``message`` its text, ``traceback`` the text of its traceback, empty where the other
    side does not tell it. All of it is what the other side claims.
    """

    def __init__(
        self,
        name: str,
        module: str = "builtins",
        arguments: tuple[Any, ...] = (),
        message: str = "",
        traceback: str = "",
        lineage: tuple[str, ...] = (),
    ):
        super().__init__(name, module, arguments, message, traceback, lineage)
        self.name = name
        self.module = module
        self.arguments = arguments
        self.message = message
        self.traceback = traceback
        self.lineage = lineage

    def __str__(self) -> str:
        return f"{self.name}: {self.message}" if self.message else self.name


def tell(error: BaseException, *, with_traceback: bool) -> bytes:
    """An exception as plain data; one that came from the other side is passed on as it is."""
    if type(error) is Raised:
        text = error.traceback if with_traceback else ""
        return _packed(error.name, error.module, error.arguments, error.message, text, error.lineage)
    text = _traceback(error) if with_traceback else ""
    return _packed(*_type(error), _plain_arguments(error), _message(error), text, _lineage(error))


def tell_type(error: BaseException) -> bytes:
    """The type of an exception as plain data, and nothing that its own code could have a hand in."""
    return _packed(*_type(error), (), "", "", _lineage(error))


def read(told: object) -> Raised:
    """The exception that was told. Raises `WireError` when it was not told properly."""
    parts = unpack(told, sizes=_SIZES) if type(told) is bytes else None
    if type(parts) is not tuple or tuple(map(type, parts)) != (str, str, tuple, str, str, tuple):
        raise WireError("an exception is not told as one")
    if any(type(name) is not str for name in parts[-1]):
        raise WireError("a base type of an exception has no name")
    return Raised(*parts)


def _packed(*parts: object) -> bytes:
    return pack(parts, sizes=_SIZES)


def _type(error: BaseException) -> tuple[str, str]:
    return _named(type(error), "__name__"), _named(type(error), "__module__")


def _lineage(error: BaseException) -> tuple[str, ...]:
    bases = type.__dict__["__mro__"].__get__(type(error))[:_MOST_BASES]
    return tuple(f"{_named(base, '__module__')}.{_named(base, '__qualname__')}" for base in bases)


def _named(kind: type, attribute: str) -> str:
    """A name of a type as Python keeps it; the type's own code is not asked."""
    value = type.__dict__[attribute].__get__(kind)
    return value[:_LONGEST_NAME] if type(value) is str else ""


def _plain_arguments(error: BaseException) -> tuple[Any, ...]:
    arguments = error.args
    try:
        pack(arguments, sizes=_ARGUMENTS)
    except NotPlain:
        return ()
    return arguments if type(arguments) is tuple else ()


def _message(error: BaseException) -> str:
    try:
        return _text(str(error))
    except Exception as second:
        return f"its text could not be made: {type(second).__name__}"


def _traceback(error: BaseException) -> str:
    try:
        text = "".join(traceback.format_exception(type(error), error, _own_part(error.__traceback__), limit=-100))
    except Exception as second:
        return f"its traceback could not be made: {type(second).__name__}"
    return text if len(text) <= _LONGEST_TEXT else f"…{text[-_LONGEST_TEXT:]}"


def _own_part(trace: TracebackType | None) -> TracebackType | None:
    """A traceback without its first steps, which lead through the wire."""
    while trace is not None and str(trace.tb_frame.f_globals.get("__name__")).startswith(_WIRE):
        trace = trace.tb_next
    return trace


def _text(value: object) -> str:
    return value[:_LONGEST_TEXT] if type(value) is str else ""
