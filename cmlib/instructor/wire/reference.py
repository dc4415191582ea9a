"""What crosses in place of an object that stays where it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reference:
    """Stands for object ``number`` of the side called ``owner``; ``about`` is plain data that describes it."""

    owner: str
    number: int
    about: Mapping[str, Any] = field(default_factory=dict)
