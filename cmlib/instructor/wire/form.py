"""How values of a type are written and read; each file of forms fills one of these tables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

#: Called with a `Writer` and a value of one of the form's types.
Write: TypeAlias = Callable[[Any, Any], None]
#: Called with a `Reader`.
Read: TypeAlias = Callable[[Any], Any]


@dataclass(frozen=True)
class Form:
    """``tag`` is the byte that stands before such a value; ``types`` are the exact types that are written so."""

    tag: bytes
    types: tuple[type, ...]
    write: Write
    read: Read

    def __post_init__(self) -> None:
        if len(self.tag) != 1:
            raise ValueError(f"a form needs a tag of one byte, found {self.tag!r}")
