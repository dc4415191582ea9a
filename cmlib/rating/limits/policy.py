"""A bank's policy for credit limits, as data."""

import itertools
import math
from dataclasses import dataclass
from importlib.resources import files

from cmlib.figures import check_figure
from cmlib.rating.scale import GRADES, GradeScale
from cmlib.rule_file import RuleFile


@dataclass(frozen=True)
class ByGrade:
    """A figure that a grade earns: a multiple of an amount, or an amount of CNY."""

    grade: str
    value: float


@dataclass(frozen=True)
class Ceiling:
    """One bound on what a borrower may owe: ``multiples`` of the amount in ``base``, less what others are owed.

    ``debts`` names the column that is subtracted. A ceiling on instalments (``months`` and
    ``rate_per_year``) bounds the monthly payment: base and debts are then a month's, and what is left is
    worth the loan that so many equal instalments repay. ``collateral_adds`` says whether the value of
    collateral, after its haircut, raises the ceiling.
    """

    name: str
    base: str
    debts: str
    multiples: tuple[ByGrade, ...]
    zh: str = ""
    collateral_adds: bool = False
    months: int | None = None
    rate_per_year: float | None = None

    @property
    def worth(self) -> float:
        """The loan that one CNY left under the ceiling allows: 1, or the present value of its instalments."""
        if self.months is None or self.rate_per_year is None:
            return 1.0
        monthly = self.rate_per_year / 12
        return float(self.months) if monthly == 0 else -math.expm1(-self.months * math.log1p(monthly)) / monthly

    @property
    def column(self) -> str:
        """Name of the column with this ceiling in a table of limits."""
        return f"{self.name.replace(' ', '_')}_ceiling"


@dataclass(frozen=True)
class LimitPolicy(RuleFile):
    """Ceilings by grade and the most that one borrower of a grade may owe this bank (``caps``).

    The grades listed are those of the scale from the best to the worst that gets a limit at all; every
    list has the same ones, and a worse grade never gets more.

    Raises ``ValueError`` when a list leaves out or repeats a grade, a figure rises towards worse grades or
    is negative, two ceilings share a name, and instalments lack their months or their rate. The message
    names the policy, the ceiling and the grade.

    >>> PERSONAL_LIMITS.lowest_grade, PERSONAL_LIMITS.columns
    ('BB', ('monthly_income', 'debts_elsewhere', 'monthly_debt_payments'))
    """

    name: str
    source: str
    ceilings: tuple[Ceiling, ...]
    caps: tuple[ByGrade, ...]
    scale: GradeScale = GRADES

    def __post_init__(self) -> None:
        _check(self)

    @property
    def lowest_grade(self) -> str:
        """The worst grade that gets a limit."""
        return self.caps[-1].grade

    @property
    def bases(self) -> tuple[str, ...]:
        """Columns that a limit cannot do without."""
        return tuple(dict.fromkeys(one.base for one in self.ceilings))

    @property
    def debts(self) -> tuple[str, ...]:
        """Columns with debts to others; a borrower without any has 0."""
        return tuple(dict.fromkeys(one.debts for one in self.ceilings))

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that the ceilings use."""
        return (*self.bases, *self.debts)


def _check(policy: LimitPolicy) -> None:
    place = f"limit policy {policy.name!r}"
    if not policy.ceilings or not policy.caps:
        raise ValueError(f"{place} needs at least one ceiling, and a cap for each grade that gets a limit")
    _check_figures(policy.caps, policy, f"{place}, caps")
    for position, one in enumerate(policy.ceilings):
        here = f"{place}, ceiling {one.name!r}"
        if any(one.name == earlier.name for earlier in policy.ceilings[:position]):
            raise ValueError(f"{place} has the ceiling {one.name!r} twice")
        _check_figures(one.multiples, policy, here)
        if (one.months is None) != (one.rate_per_year is None):
            raise ValueError(f"{here}: instalments need both months and rate_per_year")
        if one.months is not None:
            check_figure(one.months, f"{here}: months", 1)
            check_figure(one.rate_per_year, f"{here}: rate_per_year", 0)
    mixed = set(policy.bases) & set(policy.debts)
    if mixed:
        raise ValueError(f"{place} uses {sorted(mixed)} both as a base and as debts")


def _check_figures(figures: tuple[ByGrade, ...], policy: LimitPolicy, place: str) -> None:
    found, wanted = [one.grade for one in figures], list(policy.scale.order[: len(policy.caps)])
    if found != wanted:
        raise ValueError(f"{place}: the grades are {wanted}, the best first and the same in every list; found {found}")
    for one in figures:
        check_figure(one.value, f"{place}, grade {one.grade!r}: the figure", 0)
    for better, worse in itertools.pairwise(figures):
        if worse.value > better.value:
            raise ValueError(
                f"{place}: grade {worse.grade!r} would get more ({worse.value:g}) "
                f"than {better.grade!r} ({better.value:g})"
            )


#: The course's policy for personal consumer loans, read from ``personal_limits.toml`` beside this file.
PERSONAL_LIMITS = LimitPolicy.from_toml(files("cmlib.rating.limits") / "personal_limits.toml")

#: The course's policy for firms, read from ``enterprise_limits.toml`` beside this file.
ENTERPRISE_LIMITS = LimitPolicy.from_toml(files("cmlib.rating.limits") / "enterprise_limits.toml")
