"""The five categories of loans (五级分类) as data: what they are, and the rules that put a loan into them."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files

from cmlib.figures import check_figure, is_number
from cmlib.rule_file import RuleFile
from cmlib.table.door import hint

#: Tests that need a number, and tests of a yes or no.
COMPARISONS = ("more than", "at least", "less than", "at most")
ANSWERS = ("is true", "is not true")

#: What the deck asks about a loan, in its order: the loan itself, then how it will be repaid.
STEPS = (
    "purpose", "source of repayment", "asset conversion cycle", "record",
    "ability", "willingness", "legal liability", "collateral",
)  # fmt: skip


@dataclass(frozen=True)
class Category:
    """One category: its English and Chinese name, its meaning, and the special provision per unit of the loan."""

    name: str
    zh: str
    meaning: str
    provision_rate: float
    rate_may_float: bool = False


@dataclass(frozen=True)
class Condition:
    """A test of one column: one of ``COMPARISONS`` with a ``value``, or one of ``ANSWERS`` without."""

    column: str
    test: str
    value: float | None = None

    @property
    def text(self) -> str:
        """The condition as it reads in a list of rules."""
        return f"{self.column} {self.test}" + ("" if self.value is None else f" {self.value:g}")


@dataclass(frozen=True)
class Rule:
    """When all ``conditions`` hold, the loan is at least as bad as ``category``.

    ``step`` is one of ``STEPS``, ``reason`` says in words what holds, ``source`` where the rule stands.
    """

    name: str
    category: str
    step: str
    reason: str
    source: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class LoanCategories(RuleFile):
    """Categories from the best to the worst, and the rules that worsen a loan.

    Raises ``ValueError`` when there are fewer than two categories, a name comes twice, provision rates fall
    towards worse categories, a rule has no condition, names an unknown category or step, uses a test wrongly,
    or asks for a category that is no worse than the first. The message names the category or the rule.

    >>> LOAN_CATEGORIES["substandard"].zh, LOAN_CATEGORIES.rank("substandard")
    ('次级', 3)
    >>> LOAN_CATEGORIES.problem_loans
    ('special mention', 'substandard', 'doubtful', 'loss')
    """

    name: str
    source: str
    general_provision_rate: float
    rates_may_float: float
    categories: tuple[Category, ...]
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        _check(self)

    @property
    def order(self) -> tuple[str, ...]:
        """Names of the categories, the best first."""
        return tuple(one.name for one in self.categories)

    @property
    def problem_loans(self) -> tuple[str, ...]:
        """All categories but the best: what the course's deck calls problem loans."""
        return self.order[1:]

    @property
    def nonperforming(self) -> tuple[str, ...]:
        """The last three categories: non-performing loans (不良贷款) by the Measures of 2023, article 6."""
        return self.order[-3:] if len(self.order) > 3 else self.order[-1:]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that a rule can use."""
        return tuple(dict.fromkeys(one.column for rule in self.rules for one in rule.conditions))

    def rank(self, name: str) -> int:
        """Place of a category: 1 is the best. Raises ``LookupError`` for an unknown one."""
        return self.order.index(self[name].name) + 1

    def floated(self, changes: Mapping[str, float]) -> "LoanCategories":
        """The same scheme with special provisions that are a part higher or lower than the guideline's.

        ``changes`` goes from a category that may float to a fraction between minus and plus
        ``rates_may_float``. Raises ``LookupError`` for an unknown category, ``ValueError`` for one that may
        not float and for a fraction beyond the bounds.

        >>> LOAN_CATEGORIES.floated({"substandard": 0.2})["substandard"].provision_rate
        0.3
        """
        for name, change in changes.items():
            if not self[name].rate_may_float:
                raise ValueError(f"the provision rate of {name!r} does not float")
            check_figure(change, f"the change of {name!r}", -self.rates_may_float, self.rates_may_float)
        rates = {name: self[name].provision_rate * (1 + change) for name, change in changes.items()}
        categories = (replace(one, provision_rate=rates.get(one.name, one.provision_rate)) for one in self.categories)
        return replace(self, categories=tuple(categories))

    def __getitem__(self, name: str) -> Category:
        """The category of that name; ``LookupError`` when there is none."""
        for one in self.categories:
            if one.name == name:
                return one
        raise LookupError(
            f"{self.name!r} has no category {name!r}; it has {list(self.order)}{hint([str(name)], self.order)}"
        )


def _check(scheme: LoanCategories) -> None:
    place = f"categories {scheme.name!r}"
    if len(scheme.categories) < 2:
        raise ValueError(f"{place} need at least two categories")
    check_figure(scheme.general_provision_rate, f"{place}: general_provision_rate", 0, 1)
    check_figure(scheme.rates_may_float, f"{place}: rates_may_float", 0, 1)
    _no_repetition(scheme.order, f"{place} have the category")
    _no_repetition([rule.name for rule in scheme.rules], f"{place} have the rule")
    for one in scheme.categories:
        check_figure(one.provision_rate, f"{place}, category {one.name!r}: provision_rate", 0, 1)
    for better, worse in itertools.pairwise(scheme.categories):
        if worse.provision_rate < better.provision_rate:
            raise ValueError(f"{place}: {worse.name!r} has a lower provision_rate than {better.name!r}")
    for rule in scheme.rules:
        _check_rule(rule, scheme, f"{place}, rule {rule.name!r}")


def _check_rule(rule: Rule, scheme: LoanCategories, place: str) -> None:
    if rule.category not in scheme.problem_loans:
        raise ValueError(
            f"{place}: a rule puts a loan into one of {list(scheme.problem_loans)}, found {rule.category!r}"
        )
    if rule.step not in STEPS:
        raise ValueError(f"{place}: step is one of {list(STEPS)}, found {rule.step!r}")
    if ";" in rule.name:
        raise ValueError(f"{place}: a name has no semicolon, which separates the names of several rules")
    if not rule.conditions:
        raise ValueError(f"{place} needs at least one condition")
    for one in rule.conditions:
        if one.test not in COMPARISONS + ANSWERS:
            raise ValueError(f"{place}: a test is one of {list(COMPARISONS + ANSWERS)}, found {one.test!r}")
        if (one.test in COMPARISONS) != is_number(one.value):
            wanted = "needs a number as value" if one.test in COMPARISONS else "takes no value"
            raise ValueError(f"{place}: the test {one.test!r} of {one.column!r} {wanted}, found {one.value!r}")
        kinds = {
            other.test in COMPARISONS
            for each in scheme.rules
            for other in each.conditions
            if other.column == one.column
        }
        if len(kinds) > 1:
            raise ValueError(f"{place}: {one.column!r} is a number in one rule and a yes or no in another")


def _no_repetition(names: tuple[str, ...] | list[str], what: str) -> None:
    for position, name in enumerate(names):
        if name in names[:position]:
            raise ValueError(f"{what} {name!r} twice")


#: The five categories and their rules, read from ``loan_categories.toml`` beside this file.
LOAN_CATEGORIES = LoanCategories.from_toml(files("cmlib.rating.categories") / "loan_categories.toml")
