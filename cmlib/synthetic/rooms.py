"""A room of the bank: a few tables that belong together, and the truth behind them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd


class Made(NamedTuple):
    """What a room made of one block: tables that the bank knows, and truth that it cannot know."""

    tables: dict[str, pd.DataFrame]
    truth: dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Room:
    """One room.

    ``make(block, house)`` gives a `Made` with exactly the ``tables`` and the ``truth`` named here; from
    ``house`` it may take what rooms above have made of the same block. ``truth`` says of each hidden
    frame what it holds; ``parameters`` are the planted effects, by names that no other room uses.
    """

    name: str
    tables: tuple[str, ...]
    make: Callable[[Any, "House"], Made]
    truth: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, object] = field(default_factory=dict)


class House:
    """The rooms of one block, each made when something of it is first asked for."""

    def __init__(self, block, rooms: tuple[Room, ...]):
        self.block = block
        self._rooms, self._made = rooms, {}

    def has_table(self, name: str) -> bool:
        """Whether one of the rooms makes this table."""
        return any(name in room.tables for room in self._rooms)

    def has_truth(self, name: str) -> bool:
        """Whether one of the rooms makes this hidden frame."""
        return any(name in room.truth for room in self._rooms)

    def table(self, name: str) -> pd.DataFrame:
        """A table of this block."""
        return self._make(next(room for room in self._rooms if name in room.tables)).tables[name]

    def truth(self, name: str) -> pd.DataFrame:
        """A hidden frame of this block."""
        return self._make(next(room for room in self._rooms if name in room.truth)).truth[name]

    def _make(self, room: Room) -> Made:
        if room.name not in self._made:
            made = room.make(self.block, self)
            for found, declared in ((made.tables, room.tables), (made.truth, room.truth)):
                if set(found) != set(declared):
                    raise RuntimeError(f"room {room.name} declares {sorted(declared)} and made {sorted(found)}")
            self._made[room.name] = made
        return self._made[room.name]
