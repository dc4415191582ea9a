"""Writes values as bytes, each by the form of its exact type."""

import struct
from array import array
from collections.abc import Callable, Collection, Mapping
from typing import Any

from cmlib.instructor.wire.form import Write
from cmlib.instructor.wire.reference import Reference
from cmlib.instructor.wire.refusal import NotPlain, TooMuch, not_plain
from cmlib.instructor.wire.sizes import Sizes

LENGTH = struct.Struct("<I")

#: How the values of a sequence are laid out: each by itself, or all of one type together.
MIXED, FLOATS, INTEGERS, TEXTS, TRUTHS = b"m", b"d", b"q", b"u", b"?"
#: Between texts that are laid out together.
SEPARATOR = "\0"


class Writer:
    """Collects the parts of one message."""

    __slots__ = ("_forms", "_path", "_refer", "_sizes", "depth", "items", "parts")

    def __init__(
        self,
        forms: Mapping[type, tuple[bytes, Write]],
        refer: Callable[[object], Reference] | None,
        sizes: Sizes,
    ):
        self._forms = forms
        self._refer = refer
        self._sizes = sizes
        self._path: set[int] = set()
        self.parts: list[bytes | memoryview] = []
        self.depth = 0
        self.items = 0

    def value(self, value: object) -> None:
        """Write a value; one that is not plain is written as the reference that `refer` makes of it."""
        self._deeper()
        self._value(value)
        self.depth -= 1

    def plain(self, value: object) -> None:
        """Write a value that must be plain throughout, such as a key."""
        refer, self._refer = self._refer, None
        try:
            self.value(value)
        finally:
            self._refer = refer

    def values(self, values: Collection[Any], owner: object) -> None:
        """Write a sequence, those of one simple type together; ``owner`` is the container that holds them."""
        self.count(len(values))
        self.items += len(values)
        if self.items > self._sizes.items:
            raise TooMuch(f"more than {self._sizes.items} values in one message cannot cross")
        kinds = set(map(type, values))
        together = _TOGETHER.get(kinds.pop()) if len(kinds) == 1 else None
        if together is None or not together(self, values):
            self.parts.append(MIXED)
            self._one_by_one(values, owner)

    def count(self, number: int) -> None:
        """Write a length."""
        if number > self._sizes.message:
            raise TooMuch(f"a message of more than {self._sizes.message} bytes cannot cross")
        self.parts.append(LENGTH.pack(number))

    def raw(self, data: bytes | memoryview) -> None:
        """Write bytes after their length."""
        self.count(len(data))
        self.parts.append(data)

    def text(self, text: str) -> None:
        """Write text, lone surrogates too."""
        self.raw(text.encode("utf-8", "surrogatepass"))

    def message(self) -> bytes:
        """The whole message."""
        size = sum(map(len, self.parts))
        if size > self._sizes.message:
            raise TooMuch(f"a message of {size} bytes cannot cross; it may hold {self._sizes.message}")
        return b"".join(self.parts)

    def _one_by_one(self, values: Collection[Any], owner: object) -> None:
        mark = id(owner)
        if mark in self._path:
            raise TooMuch("a value that holds itself cannot cross")
        self._path.add(mark)
        self._deeper()
        for each in values:
            self._value(each)
        self.depth -= 1
        self._path.discard(mark)

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > self._sizes.depth:
            raise TooMuch(f"a value nested deeper than {self._sizes.depth} levels cannot cross")

    def _value(self, value: object) -> None:
        form = self._forms.get(type(value))
        if form is None:
            self._reference(value)
        elif self._refer is None:
            self.parts.append(form[0])
            form[1](self, value)
        else:
            self._plain_or_reference(form, value)

    def _plain_or_reference(self, form: tuple[bytes, Write], value: object) -> None:
        parts, depth, items, path = len(self.parts), self.depth, self.items, set(self._path)
        try:
            self.parts.append(form[0])
            form[1](self, value)
        except TooMuch:
            raise
        except NotPlain:
            del self.parts[parts:]
            self.depth, self.items, self._path = depth, items, path
            self._reference(value)

    def _reference(self, value: object) -> None:
        if self._refer is None:
            raise not_plain(value)
        reference = self._refer(value)
        if type(reference) is not Reference:
            raise not_plain(value)
        self.plain(reference)


def _floats(writer: Writer, values: Collection[float]) -> bool:
    writer.parts += (FLOATS, array("d", values).tobytes())
    return True


def _integers(writer: Writer, values: Collection[int]) -> bool:
    try:
        together = array("q", values).tobytes()
    except OverflowError:
        return False
    writer.parts += (INTEGERS, together)
    return True


def _truths(writer: Writer, values: Collection[bool]) -> bool:
    writer.parts += (TRUTHS, bytes(values))
    return True


def _texts(writer: Writer, values: Collection[str]) -> bool:
    together = SEPARATOR.join(values)
    if together.count(SEPARATOR) != len(values) - 1:
        return False
    writer.parts.append(TEXTS)
    writer.text(together)
    return True


_TOGETHER: dict[type, Callable[[Writer, Any], bool]] = {float: _floats, int: _integers, bool: _truths, str: _texts}
