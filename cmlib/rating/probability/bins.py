"""A variable's bins and what each says of default: the fitted object that `weight_of_evidence` gives."""

import itertools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cmlib.rating.probability.evidence import evidence, information_values
from cmlib.rating.probability.lookup import look_up
from cmlib.rule_file import RuleFile

#: What a value may become that no bin holds: missing, or a weight of 0, that of the whole sample.
UNSEEN = ("missing", "neutral")

#: How strong a variable is: from which information value on.
#: Source: Siddiqi (2006), Credit Risk Scorecards, Wiley, chapter 6.
STRENGTHS: dict[str, float] = {
    "unpredictive": 0.0,
    "weak": 0.02,
    "medium": 0.1,
    "strong": 0.3,
    "suspiciously strong": 0.5,
}


@dataclass(frozen=True)
class Bin:
    """One bin: its goods and bads (cases without and with default), and the values that belong to it.

    A range holds ``lower`` and what is above it, but not ``upper``; ``None`` means open. Other bins hold
    the texts in ``categories``, one ``special`` number, or the ``missing`` values.
    """

    goods: float
    bads: float
    lower: float | None = None
    upper: float | None = None
    categories: tuple[str, ...] = ()
    special: float | None = None
    missing: bool = False

    @property
    def is_range(self) -> bool:
        """Whether the bin is a range of numbers."""
        return not (self.categories or self.missing or self.special is not None)

    @property
    def label(self) -> str:
        """The bin in words, for tables and figures."""
        if self.missing:
            return "missing"
        if self.categories:
            return ", ".join(self.categories)
        if self.special is not None:
            return f"special {self.special:g}"
        if self.lower is None:
            return "all" if self.upper is None else f"below {self.upper:,.6g}"
        return f"{self.lower:,.6g} or more" if self.upper is None else f"{self.lower:,.6g} to {self.upper:,.6g}"


@dataclass(frozen=True)
class WeightOfEvidence(RuleFile):
    """A variable in bins, each with its weight of evidence, ln(share of the goods / share of the bads).

    ``bins`` are ranges from the lowest up, or groups of categories from the riskiest down; then special
    values and missing ones. ``shape`` says how the default rate runs over the ranges. ``unseen`` is what a
    value becomes that no bin holds (a new category, a missing value where the sample had none):
    ``"missing"`` or ``"neutral"``, a weight of 0.

    Keeps as TOML (``to_toml``, ``from_toml``). Raises ``ValueError`` for ranges with a gap or overlap, a
    value in two bins, negative counts, and a sample without goods or without bads.

    >>> ages = WeightOfEvidence("age", (Bin(35, 15, upper=30), Bin(45, 5, lower=30)))
    >>> ages.transform([29, 30, None]).round(4)
    array([-0.539 ,  0.8109,     nan])
    >>> round(ages.information_value, 4), ages.strength
    (0.4219, 'strong')
    """

    variable: str
    bins: tuple[Bin, ...]
    shape: str = ""
    unseen: str = "missing"

    def __post_init__(self) -> None:
        _check(self)

    @property
    def goods(self) -> NDArray[np.float64]:
        """Goods of each bin."""
        return np.array([one.goods for one in self.bins], dtype=float)

    @property
    def bads(self) -> NDArray[np.float64]:
        """Bads of each bin."""
        return np.array([one.bads for one in self.bins], dtype=float)

    @property
    def weights(self) -> NDArray[np.float64]:
        """Weight of evidence of each bin."""
        return evidence(self.goods, self.bads)

    @property
    def information_value(self) -> float:
        """The variable's information value, the sum over its bins."""
        return math.fsum(information_values(self.goods, self.bads))

    @property
    def strength(self) -> str:
        """The information value in a word of ``STRENGTHS``; a suspiciously strong variable may know the outcome."""
        return [word for word, least in STRENGTHS.items() if self.information_value >= least][-1]

    @property
    def table(self) -> pd.DataFrame:
        """One row a bin: bounds, count, share, events (defaults), event rate, weight and information value."""
        count = self.goods + self.bads
        return pd.DataFrame(
            {
                "bin": [one.label for one in self.bins],
                "lower": [np.nan if one.lower is None else one.lower for one in self.bins],
                "upper": [np.nan if one.upper is None else one.upper for one in self.bins],
                "count": count,
                "share": count / count.sum(),
                "events": self.bads,
                "event_rate": self.bads / count,
                "weight_of_evidence": self.weights,
                "information_value": information_values(self.goods, self.bads),
            }
        )

    def transform(self, values: Any) -> Any:
        """The weight of evidence of each value, in the kind that was given.

        ``values`` is an array or a list, a pandas or polars Series, or a narwhals expression.
        """
        return look_up(self, values, self.weights, neutral=0.0)

    def place(self, values: Any) -> Any:
        """The number of each value's bin, counted from 0 (as floats); -1 for a value that no bin holds."""
        return look_up(self, values, np.arange(len(self.bins), dtype=float), neutral=-1.0, unseen="neutral")


def _check(binned: WeightOfEvidence) -> None:
    place = f"weight of evidence of {binned.variable!r}"
    if binned.unseen not in UNSEEN:
        raise ValueError(f"{place}: unseen is 'missing' or 'neutral', found {binned.unseen!r}")
    for one in binned.bins:
        if not (0 <= one.goods < math.inf and 0 <= one.bads < math.inf) or one.goods + one.bads == 0:
            raise ValueError(
                f"{place}, bin {one.label!r}: needs counts of at least one case and none below 0, "
                f"found {one.goods} goods and {one.bads} bads"
            )
    for what in ("goods", "bads"):
        if not getattr(binned, what).sum() > 0:
            raise ValueError(f"{place} needs {what} in at least one bin, found none")
    ranges = [one for one in binned.bins if one.is_range]
    for before, after in itertools.pairwise(ranges):
        if before.upper is None or before.upper != after.lower:
            raise ValueError(f"{place}: {before.label!r} and {after.label!r} leave a gap or overlap")
    bounds = [one.upper for one in ranges[:-1] if one.upper is not None]
    if any(not math.isfinite(bound) for bound in bounds) or any(a >= b for a, b in itertools.pairwise(bounds)):
        raise ValueError(f"{place}: the bounds of its ranges must be finite and rise, found {bounds}")
    if ranges and (ranges[0].lower is not None or ranges[-1].upper is not None):
        raise ValueError(f"{place}: the first range must be open below and the last open above")
    named = [name for one in binned.bins for name in one.categories]
    if named and (ranges or any(one.special is not None for one in binned.bins)):
        raise ValueError(f"{place} mixes categories with numbers")
    single = [*named, *(one.special for one in binned.bins if one.special is not None)]
    single += ["missing" for one in binned.bins if one.missing]
    twice = next((value for position, value in enumerate(single) if value in single[:position]), None)
    if twice is not None:
        raise ValueError(f"{place} has {twice!r} in two bins")
