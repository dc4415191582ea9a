"""What a call has changed in place: found on one side of the wire, brought back into the very objects of the other."""

import sys
from collections.abc import Callable, Mapping
from typing import Any

from cmlib.instructor.inside.things import attributes, give
from cmlib.instructor.wire.codec import NotPlain, Reference, pack

#: Values with what they were: the value itself and its packed content.
Snapshot = dict[Any, tuple[object, bytes]]


class Changes:
    """Finds changes and brings them back. ``shares`` says which objects cross with their attributes."""

    def __init__(self, refer: Callable[[object], Reference], shares: Callable[[object], bool]) -> None:
        self._refer = refer
        self._shares = shares

    def snapshot(self, values: Mapping[Any, object], most: int | None = None) -> Snapshot:
        """What the values are now, of those that can change; one of more than ``most`` bytes is taken never to."""
        found = {key: (value, self._packed(value)) for key, value in values.items() if self._may_change(value)}
        return {key: (value, was) for key, (value, was) in found.items() if was and (most is None or len(was) <= most)}

    def changed(self, snapshot: Snapshot) -> dict[Any, object]:
        """What is not as it was: the values, or the attributes of an object."""
        return {key: self._content(value) for key, (value, was) in snapshot.items() if self._packed(value) != was}

    def bring_back(self, ours: object, theirs: object) -> None:
        """Make ``ours`` what ``theirs`` is, in place, with whatever it holds, as far as that can be changed.

        Where something of another type came back nothing is changed: a value keeps its type.
        """
        change = _change(type(ours))
        if change is not None:
            if type(ours) is type(theirs):
                change(self, ours, theirs)
        elif type(theirs) is dict and self._shares(ours):
            _give(ours, theirs)

    def merged(self, ours: object, theirs: object) -> object:
        """What shall stand in a container: our own object, changed, where it can be, else theirs."""
        if type(ours) is not type(theirs) or type(ours) is tuple:
            return theirs
        if _change(type(ours)) is not None:
            self.bring_back(ours, theirs)
        elif self._shares(ours):
            _give(ours, attributes(theirs))
        else:
            return theirs
        return ours

    def _may_change(self, value: object) -> bool:
        kind = type(value)
        if kind is tuple:
            return any(self._may_change(each) for each in value)  # type: ignore[attr-defined]  # it is a tuple
        return _change(kind) is not None or self._shares(value)

    def _content(self, value: object) -> object:
        return attributes(value) if _change(type(value)) is None and self._shares(value) else value

    def _packed(self, value: object) -> bytes:
        try:
            return pack(self._content(value), self._refer)
        except NotPlain:  # too large to cross: it stays as it was
            return b""


def _give(ours: object, theirs: dict[Any, object]) -> None:
    give(ours, {name: value for name, value in theirs.items() if type(name) is str})


def _list(changes: Changes, ours: list[Any], theirs: list[Any]) -> None:
    kept = [changes.merged(a, b) for a, b in zip(ours, theirs, strict=False)]
    ours[:] = kept + theirs[len(kept) :]


def _tuple(changes: Changes, ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> None:
    for a, b in zip(ours, theirs, strict=False):
        changes.bring_back(a, b)


def _dict(changes: Changes, ours: dict[Any, Any], theirs: dict[Any, Any]) -> None:
    new = {key: changes.merged(ours[key], value) if key in ours else value for key, value in theirs.items()}
    ours.clear()
    ours.update(new)


def _set(changes: Changes, ours: set[Any], theirs: set[Any]) -> None:
    ours.clear()
    ours.update(theirs)


def _bytearray(changes: Changes, ours: bytearray, theirs: bytearray) -> None:
    ours[:] = theirs


def _array(changes: Changes, ours: Any, theirs: Any) -> None:
    if ours.dtype != theirs.dtype or not ours.flags.writeable:
        return
    if ours.shape != theirs.shape:
        ours.resize(theirs.shape, refcheck=False)
    if ours.dtype.hasobject or ours.tobytes() != theirs.tobytes():
        ours[...] = theirs


def _table(changes: Changes, ours: Any, theirs: Any) -> None:
    """A pandas object takes the other's content, as its own methods with ``inplace=True`` do."""
    ours._update_inplace(theirs)


_CHANGES: dict[type, Callable[[Changes, Any, Any], None]] = {
    list: _list,
    tuple: _tuple,
    dict: _dict,
    set: _set,
    bytearray: _bytearray,
}


def _change(kind: type) -> Callable[[Changes, Any, Any], None] | None:
    if kind in _CHANGES:
        return _CHANGES[kind]
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if numpy is not None and kind is numpy.ndarray:
        return _array
    return _table if pandas is not None and kind in (pandas.Series, pandas.DataFrame) else None
