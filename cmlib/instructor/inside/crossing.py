"""Objects that are not plain data but cross as copies: packed into a reference that holds their parts."""

from collections.abc import Callable
from typing import Any

from cmlib.instructor.inside import copies, things
from cmlib.instructor.wire.codec import NotPlain, Reference, pack, unpack
from cmlib.instructor.wire.refusal import TooMuch

#: The owner of a reference that is itself all there is.
COPY = "copy"
#: Copies within copies.
_DEEPEST = 10

_THING = "thing"


class Crossing:
    """Makes copies of what this side sends, and objects of what the other side sent.

    ``refer`` and ``resolve`` are this side's, for what the parts hold. ``sends`` says which objects are sent as
    what their attributes hold, ``makes`` of which classes such objects are made here.
    """

    def __init__(
        self,
        refer: Callable[[object], Reference],
        resolve: Callable[[Reference], object],
        sends: Callable[[object], bool],
        makes: Callable[[type], bool],
    ) -> None:
        self._refer = refer
        self._resolve = resolve
        self._sends = sends
        self._makes = makes
        self._within: list[int] = []

    def reference(self, value: object, **about: object) -> Reference | None:
        """The copy of a value, described further by ``about``; None where it has to stay."""
        found = copies.kind_and_parts(value)
        if found is None and self._sends(value):
            found = _THING, (*(things.place(type(value)) or ("", "")), things.attributes(value))
        if found is None:
            return None
        if id(value) in self._within or len(self._within) >= _DEEPEST:
            raise TooMuch("an object that holds itself, or many others in each other, cannot cross")
        self._within.append(id(value))
        try:
            return Reference(COPY, 0, {"kind": found[0], "parts": pack(found[1], self._refer), **about})
        except NotPlain:
            if len(self._within) > 1:
                raise  # the outermost object stays where it is, whole
            return None
        finally:
            self._within.pop()

    def value(self, reference: Reference) -> Any:
        """The object of a copy; None for one of a class that is not shared here."""
        kind = str(reference.about["kind"])
        parts: Any = unpack(reference.about["parts"], self._resolve)
        if kind != _THING:
            return copies.from_parts(kind, parts)
        module, name, held = parts
        if type(held) is not dict:
            raise ValueError("an object's attributes do not come as a dict")
        known = things.found(str(module), str(name))
        if isinstance(known, type) and self._makes(known):
            return things.made(known, {str(key): each for key, each in held.items()})
        return None
