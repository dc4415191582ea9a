"""What collateral is worth to a bank that must sell it: its value after a haircut."""

import math
import numbers
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from cmlib.figures import check_figure
from cmlib.loans.measures import value_after_haircut
from cmlib.rule_file import RuleFile
from cmlib.table.door import hint


@dataclass(frozen=True)
class Haircut:
    """The part of the appraised value of one kind of collateral that the bank does not count on."""

    kind: str
    haircut: float
    zh: str = ""


@dataclass(frozen=True)
class Haircuts(RuleFile):
    """Haircuts by kind of collateral.

    Raises ``ValueError`` when there is none, a kind comes twice, or a haircut is not from 0 to 1. The
    message names the kind.

    >>> HAIRCUTS["house"]
    0.3
    """

    name: str
    source: str
    kinds: tuple[Haircut, ...]

    def __post_init__(self) -> None:
        place = f"haircuts {self.name!r}"
        if not self.kinds:
            raise ValueError(f"{place} need at least one kind of collateral")
        for position, one in enumerate(self.kinds):
            if any(one.kind == earlier.kind for earlier in self.kinds[:position]):
                raise ValueError(f"{place} have the kind {one.kind!r} twice")
            check_figure(one.haircut, f"{place}, kind {one.kind!r}: the haircut", 0, 1)

    def __getitem__(self, kind: str) -> float:
        """The haircut of a kind; ``LookupError`` for a kind that is not listed."""
        for one in self.kinds:
            if one.kind == kind:
                return one.haircut
        raise LookupError(self._unknown(kind))

    def _unknown(self, kind: object) -> str:
        known = [one.kind for one in self.kinds]
        return f"haircuts {self.name!r} have no kind {kind!r}; they have {known}{hint([str(kind)], known)}"


#: The haircuts of the course's bank, read from ``haircuts.toml`` beside this file.
HAIRCUTS = Haircuts.from_toml(files("cmlib.loans") / "haircuts.toml")


def collateral_value(things: Mapping[str, float], haircuts: Haircuts = HAIRCUTS) -> float:
    """The value after haircuts of several things, given as kind -> appraised value.

    Missing (NaN) when a value is missing. Raises ``LookupError`` for an unknown kind, ``ValueError`` for a
    negative value, ``TypeError`` for what is no number.

    >>> collateral_value({"house": 1_000_000, "car": 100_000})
    755000.0
    """
    for kind, value in things.items():
        if not isinstance(value, numbers.Real) or isinstance(value, bool):
            raise TypeError(f"collateral_value needs a number for {kind!r}, found {value!r}")
        if value < 0:
            raise ValueError(f"collateral_value needs values of 0 or more; found {value!r} for {kind!r}")
    return math.fsum(value_after_haircut(value=value, haircut=haircuts[kind]) for kind, value in things.items())
