"""Planted numbers: what a room of the bank puts into the world for students to find."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Planted:
    """A subclass names the numbers of a room, each with its meaning; they are part of the bank's truth."""

    def as_dict(self) -> dict[str, object]:
        """Name of each number -> its value."""
        return asdict(self)
