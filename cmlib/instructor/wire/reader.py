"""Reads values from bytes that may be hostile: nothing is believed, every length is checked before it is used."""

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from cmlib.instructor.wire.form import Read
from cmlib.instructor.wire.reference import Reference
from cmlib.instructor.wire.refusal import WireError
from cmlib.instructor.wire.sizes import Sizes
from cmlib.instructor.wire.writer import FLOATS, INTEGERS, LENGTH, MIXED, SEPARATOR, TEXTS, TRUTHS


class Reader:
    """Takes one message apart from its beginning to its end."""

    __slots__ = ("_at", "_data", "_depth", "_end", "_items", "_readers", "_resolve", "sizes")

    def __init__(
        self,
        data: bytes,
        readers: Sequence[Read],
        resolve: Callable[[Reference], object] | None,
        sizes: Sizes,
    ):
        self._data = data
        self._at = 0
        self._end = len(data)
        self._readers = readers
        self._resolve = resolve
        self._depth = sizes.depth
        self._items = sizes.items
        self.sizes = sizes

    def value(self) -> Any:
        """The next value."""
        self._deeper()
        value = self._readers[self._tag()](self)
        self._depth += 1
        return value

    def plain(self) -> Any:
        """The next value, in which no reference may stand: a key, a label, a name."""
        resolve, self._resolve = self._resolve, _refuse
        value = self.value()
        self._resolve = resolve
        return value

    def exactly(self, *kinds: type) -> Any:
        """The next value, which must be plain and of one of the exact types."""
        value = self.plain()
        if type(value) not in kinds:
            raise WireError(
                f"found {type(value).__name__} where {' or '.join(kind.__name__ for kind in kinds)} belongs"
            )
        return value

    def values(self) -> list[Any]:
        """The values of a sequence."""
        number = self.count()
        self.charge(number)
        layout = self.take(1)
        if layout == MIXED:
            return self._one_by_one(number)
        if layout == FLOATS:
            return self._machine_numbers("d", number)
        if layout == INTEGERS:
            return self._machine_numbers("q", number)
        if layout == TRUTHS:
            return self._truths(number)
        if layout == TEXTS:
            return self._texts(number)
        raise WireError(f"no sequence is laid out as {layout!r}")

    def charge(self, number: int) -> None:
        """Count values against what a message may hold."""
        self._items -= number
        if self._items < 0:
            raise WireError(f"the message holds more than {self.sizes.items} values")

    def count(self) -> int:
        """A length."""
        return int(LENGTH.unpack(self.take(4))[0])

    def take(self, number: int) -> bytes:
        """The next bytes."""
        at, end = self._at, self._at + number
        if end > self._end:
            raise WireError("the message is shorter than it announces")
        self._at = end
        return self._data[at:end]

    def raw(self) -> bytes:
        """Bytes after their length."""
        return self.take(self.count())

    def text(self) -> str:
        """Text, lone surrogates too."""
        return self.raw().decode("utf-8", "surrogatepass")

    def resolved(self, reference: Reference) -> object:
        """The object that a reference stands for on this side; the reference itself where nobody resolves."""
        return reference if self._resolve is None else self._resolve(reference)

    def close(self) -> None:
        """Raise unless the whole message was read."""
        if self._at != self._end:
            raise WireError(f"{self._end - self._at} bytes follow the end of the message")

    def _deeper(self) -> None:
        if self._depth == 0:
            raise WireError(f"the message is nested deeper than {self.sizes.depth} levels")
        self._depth -= 1

    def _tag(self) -> int:
        at = self._at
        if at >= self._end:
            raise WireError("the message ends in the middle of a value")
        self._at = at + 1
        return self._data[at]

    def _one_by_one(self, number: int) -> list[Any]:
        self._deeper()
        readers, tag = self._readers, self._tag
        values = [readers[tag()](self) for _ in range(number)]
        self._depth += 1
        return values

    def _machine_numbers(self, code: str, number: int) -> list[Any]:
        numbers = array(code)
        numbers.frombytes(self.take(number * numbers.itemsize))
        return numbers.tolist()

    def _truths(self, number: int) -> list[bool]:
        data = self.take(number)
        if data.strip(b"\0\1"):
            raise WireError("a truth value is neither true nor false")
        return list(map(bool, data))

    def _texts(self, number: int) -> list[str]:
        together = self.text()
        if together.count(SEPARATOR) != number - 1:
            raise WireError("the texts of a sequence are not as many as it announces")
        return together.split(SEPARATOR)


def _refuse(reference: Reference) -> object:
    raise WireError("a reference stands where plain data belongs")
