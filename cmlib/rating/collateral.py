"""What collateral is worth to a bank that must sell it: its value after a haircut."""

import math
import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.formula import Quantity, formula
from cmlib.rating.figures import check_figure
from cmlib.rule_file import RuleFile
from cmlib.table.door import first_row, hint, open_table


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
HAIRCUTS = Haircuts.from_toml(files("cmlib.rating") / "haircuts.toml")


@formula("collateral", unit="CNY", zh="折扣后抵质押物价值", better="higher")
def value_after_haircut(value: Quantity, haircut: Quantity) -> Quantity:
    """What the bank counts on when it must sell the collateral.

    Source: Basel Committee on Banking Supervision (2006), International Convergence of Capital Measurement and
    Capital Standards, paragraph 147 (the adjusted value of collateral).

    >>> value_after_haircut(value=1_000_000, haircut=0.3)
    700000.0
    """
    return value * (1 - haircut)


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


def collateral_by_loan(
    things: IntoFrameT,
    haircuts: Haircuts = HAIRCUTS,
    *,
    by: str | Sequence[str] = "loan_id",
    value: str = "appraised_value",
    kind: str = "kind",
) -> IntoFrameT:
    """Collateral of each loan: its value and its value after haircuts.

    ``things`` has one row a thing: whose it is (``by``), its ``kind``, its appraised ``value``; the course's
    table ``collateral`` fits. The answer is a table of the same kind with the columns ``by``,
    ``collateral_value`` and ``collateral_after_haircut``; both are missing where a value is missing.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column or a kind without a
    haircut, ``ValueError`` for text where values belong, a negative value and an empty table.

    >>> import pandas as pd
    >>> things = {"loan_id": ["L1", "L1"], "kind": ["house", "car"], "appraised_value": [1_000_000, 100_000]}
    >>> collateral_by_loan(pd.DataFrame(things))
      loan_id  collateral_value  collateral_after_haircut
    0      L1         1100000.0                  755000.0
    """
    asked_by = "collateral_by_loan"
    groups = [by] if isinstance(by, str) else list(by)
    frame = open_table(things, asked_by=asked_by, numeric=[value], text=[*groups, kind])
    known = [one.kind for one in haircuts.kinds]
    wrong = frame.select(kind, value).filter(~nw.col(kind).is_in(known) | nw.col(kind).is_null() | (nw.col(value) < 0))
    found = first_row(wrong)
    if found is not None and found[0] not in known:
        raise LookupError(f"{asked_by}: {haircuts._unknown(found[0])}")
    if found is not None:
        raise ValueError(f"{asked_by} needs values of 0 or more in {value!r}; found {found[1]!r}")
    haircut = nw.lit(haircuts.kinds[0].haircut)
    for one in haircuts.kinds[1:]:
        haircut = nw.when(nw.col(kind) == one.kind).then(nw.lit(float(one.haircut))).otherwise(haircut)
    counted = frame.select(
        *groups,
        whole=nw.col(value),
        after=value_after_haircut(value=nw.col(value), haircut=haircut),
        lacking=nw.col(value).is_null().cast(nw.Float64),
    )
    sums = counted.group_by(*groups).agg(nw.col("whole").sum(), nw.col("after").sum(), nw.col("lacking").sum())
    complete = nw.col("lacking") == 0
    return nw.to_native(
        sums.select(
            *groups,
            nw.when(complete).then(nw.col("whole")).alias("collateral_value"),
            nw.when(complete).then(nw.col("after")).alias("collateral_after_haircut"),
        )
    )
