"""What the wire refuses: values that cannot cross, and bytes that are no message."""

from typing import Any


class NotPlain(TypeError):
    """A value that cannot cross: it is no plain data, or it is too large, too deep, or holds itself."""


class TooMuch(NotPlain):
    """Plain data, but more of it, or nested deeper, than a message may hold."""


class WireError(ValueError):
    """Bytes that are no message, or one that is too large or too deep."""


def not_plain(value: object) -> NotPlain:
    """The refusal of a value whose type does not cross. No code of the value's type runs."""
    kind = type(value)  # ``isinstance`` would ask the value for its class
    what = f"the class {_name(value)}" if issubclass(kind, type) else f"an object of type {_name(kind)}"
    return NotPlain(f"{what} cannot cross; expected plain data")


def _name(kind: Any) -> str:
    return type.__repr__(kind).removeprefix("<class '").removesuffix("'>").removeprefix("__main__.")
