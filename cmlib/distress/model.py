"""What a distress model is: a weighted sum of ratios, and zones that say what the sum means.

A model is data. Another bank's coefficients and zones load from TOML, and may weigh any part of the
published models and any ratio of `cmlib.ratios`. Building a model checks it.
"""

import difflib
import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cmlib.distress.parts import KNOWN
from cmlib.formula import Formula, Quantity
from cmlib.rule_file import RuleFile


@dataclass(frozen=True)
class Part:
    """One term of a model: the name of a formula and its weight.

    ``neutral`` is the value that speaks neither for nor against a firm: 0 for a ratio, 1 for an index
    against the year before, 1 for a signal that every sound firm gives.
    """

    formula: str
    weight: float
    neutral: float = 0.0


@dataclass(frozen=True)
class Zone:
    """A range of a model's total, from where the zone before it ends up to ``upper``.

    ``upper`` itself belongs to the zone if ``upper_included``; the highest zone has none.
    """

    name: str
    upper: float | None
    meaning: str
    upper_included: bool = True

    def reaches(self, total: float) -> bool:
        """Whether the zone ends at or above a total."""
        return self.upper is None or total < self.upper or (self.upper_included and total == self.upper)


@dataclass(frozen=True)
class DistressModel(RuleFile):
    """A weighted sum of parts, ``constant`` added, and its zones from the lowest total to the highest.

    ``name`` becomes a column of `cmlib.distress.distress_table`; ``better`` says which end is the good one.

    Raises ``ValueError`` when a part is no known formula or comes twice, a weight is zero or not finite,
    zones are not in rising order, a name comes twice, or the highest zone is bounded. The message names
    the model and the place.

    >>> model = DistressModel(
    ...     "two_ratios", "两项评分", "example", better="higher",
    ...     parts=(Part("current_ratio", 2.0), Part("debt_to_assets", -1.0)),
    ...     zones=(Zone("weak", 1.0, "ask why"), Zone("sound", None, "go on")),
    ... )
    >>> model.total({"current_ratio": 1.5, "debt_to_assets": 0.6}), model.zone(2.4).name
    (2.4, 'sound')
    """

    name: str
    zh: str
    source: str
    better: str
    parts: tuple[Part, ...]
    zones: tuple[Zone, ...]
    constant: float = 0.0

    def __post_init__(self) -> None:
        _check(self)

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas of the parts, in their order."""
        return tuple(KNOWN[part.formula] for part in self.parts)

    def total(self, values: Mapping[str, Any]) -> Any:
        """The weighted sum of the parts' ``values``: numbers, arrays, quantities or expressions, by name."""
        first, *others = (part.weight * values[part.formula] for part in self.parts)
        total = sum(others, start=first)
        return total + self.constant if self.constant else total

    def zone(self, total: float) -> Zone | None:
        """The zone in which a total lies; ``None`` for a missing one."""
        if math.isnan(total):
            return None
        return next(zone for zone in self.zones if zone.reaches(total))


def score(model: DistressModel, items: Mapping[str, Quantity]) -> Quantity:
    """The body of a model's formula: its parts computed from the line items, weighed and added."""
    return model.total(
        {formula.__name__: formula.body(*(items[name] for name in formula.parameters)) for formula in model.formulas}
    )


def _check(model: DistressModel) -> None:
    place = f"distress model {model.name!r}"
    if not model.name.isidentifier():
        raise ValueError(f"{place}: the name becomes a column; letters, digits and _ are allowed")
    if model.name in KNOWN:
        raise ValueError(f"{place}: a part or ratio has this name; two columns cannot share it")
    if model.better not in ("higher", "lower"):
        raise ValueError(f"{place}: better is 'higher' or 'lower', found {model.better!r}")
    _check_number(model.constant, f"{place}: the constant")
    _check_distinct([part.formula for part in model.parts], "part", place)
    _check_distinct([zone.name for zone in model.zones], "zone", place)
    for part in model.parts:
        if part.formula not in KNOWN:
            close = difflib.get_close_matches(part.formula, KNOWN, 1)
            hint = f" (did you mean {close[0]!r}?)" if close else ""
            raise ValueError(f"{place} has the part {part.formula!r}, which is no known formula{hint}")
        _check_number(part.weight, f"{place}, part {part.formula!r}: the weight", lambda weight: weight != 0)
        _check_number(part.neutral, f"{place}, part {part.formula!r}: neutral")
    *bounded, highest = model.zones
    if highest.upper is not None:
        raise ValueError(f"{place}, zone {highest.name!r}: the highest zone has no upper bound, found {highest.upper}")
    for zone in bounded:
        if zone.upper is None:
            raise ValueError(f"{place}, zone {zone.name!r}: only the highest zone, which stands last, has no bound")
        _check_number(zone.upper, f"{place}, zone {zone.name!r}: the upper bound")
    bounds = [zone.upper for zone in bounded if zone.upper is not None]
    for (lower, upper), zone in zip(itertools.pairwise(bounds), bounded[1:], strict=True):
        if not lower < upper:
            raise ValueError(f"{place}: the zone {zone.name!r} ends at {upper}, not above {lower}, where it begins")


def _check_distinct(names: list[str], what: str, place: str) -> None:
    if not names:
        raise ValueError(f"{place} needs at least one {what}")
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{place} has the {what} {name!r} twice")


def _check_number(value: float, place: str, also: Callable[[float], bool] = lambda value: True) -> None:
    if not math.isfinite(value) or not also(value):
        raise ValueError(f"{place} needs another number, found {value!r}")
