"""Routes one after the other: a decision tree, evaluated from its ends backwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from cmlib.figures import check_figure
from cmlib.rating.resolution.value import discount_factor
from cmlib.rule_file import RuleFile

#: What is done when every route costs more than it brings.
WRITE_OFF = "write off"


@dataclass(frozen=True)
class Attempt:
    """One try: pay ``cost`` now, and see after ``months`` whether it worked. Amounts in CNY.

    With ``probability`` it works and brings ``recovered``. Else it brings ``recovered_if_failed``, and the bank
    takes the best of ``then``, or writes off what is left.

    Raises ``ValueError`` for a negative amount, negative months, a probability outside 0 to 1, and the same
    route twice in ``then``.
    """

    route: str
    recovered: float
    months: float
    probability: float
    cost: float = 0.0
    recovered_if_failed: float = 0.0
    then: tuple[Attempt, ...] = ()

    def __post_init__(self) -> None:
        place = f"attempt {self.route!r}"
        for what in ("recovered", "months", "cost", "recovered_if_failed"):
            check_figure(getattr(self, what), f"{place}: {what}", 0)
        check_figure(self.probability, f"{place}: probability", 0, 1)
        _no_repetition(self.then, place)


@dataclass(frozen=True)
class DecisionTree(RuleFile):
    """The routes among which the bank chooses now, each with what can follow."""

    name: str
    source: str
    options: tuple[Attempt, ...]

    def __post_init__(self) -> None:
        if not self.options:
            raise ValueError(f"decision tree {self.name!r} needs at least one route")
        _no_repetition(self.options, f"decision tree {self.name!r}")


@dataclass(frozen=True, eq=False)
class Strategy:
    """The best plan of a tree: what to try first, what next when it fails, and what that is worth today.

    ``steps`` names the routes in their order. ``table`` has one row for each attempt of the tree, in the order
    of the tree: ``path`` (routes from the first on, joined by ``" > "``), ``depth`` (1 for the first choice),
    ``value`` (CNY at the moment of that choice), and ``chosen``, whether the plan takes it.
    """

    value: float
    steps: tuple[str, ...]
    table: pd.DataFrame


def best_strategy(tree: DecisionTree | Sequence[Attempt], *, discount_rate_per_year: float) -> Strategy:
    """Roll a tree back: at each choice the best attempt, at each attempt the mean of success and failure.

    Writing off is always possible and worth nothing. Of equal attempts the first is taken.

    Raises ``ValueError`` for an empty tree, a repeated route and a negative discount rate.

    Source: Raiffa (1968), Decision Analysis, Addison-Wesley, ch. 2 (averaging out and folding back).

    >>> sue = Attempt("litigation", recovered=80_000, months=12, probability=0.6, cost=5_000)
    >>> ask = Attempt("collection", recovered=60_000, months=6, probability=0.4, cost=1_000, then=(sue,))
    >>> plan = best_strategy([ask, sue], discount_rate_per_year=0.0)
    >>> plan.steps, plan.value
    (('collection', 'litigation'), 48800.0)
    >>> plan.table[["path", "value", "chosen"]]
                          path    value  chosen
    0               collection  48800.0    True
    1  collection > litigation  43000.0    True
    2               litigation  43000.0   False
    """
    check_figure(discount_rate_per_year, "best_strategy: discount_rate_per_year", 0)
    options = tree.options if isinstance(tree, DecisionTree) else DecisionTree("tree", "", tuple(tree)).options
    best, value = _best(options, discount_rate_per_year)
    steps = [best.route] if best else [WRITE_OFF]
    while best is not None and best.then:
        best, _ = _best(best.then, discount_rate_per_year)
        steps.append(best.route if best else WRITE_OFF)
    table = pd.DataFrame(_rows(options, discount_rate_per_year, (), True))
    return Strategy(value=value, steps=tuple(steps), table=table)


def _value(attempt: Attempt, rate: float) -> float:
    factor = discount_factor(months=attempt.months, discount_rate_per_year=rate)
    failed = attempt.recovered_if_failed + _best(attempt.then, rate)[1]
    return factor * (attempt.probability * attempt.recovered + (1 - attempt.probability) * failed) - attempt.cost


def _best(options: tuple[Attempt, ...], rate: float) -> tuple[Attempt | None, float]:
    """The best attempt and its value; none, and nothing, when all are worth no more than writing off."""
    best, highest = None, 0.0
    for one in options:
        value = _value(one, rate)
        if value > highest:
            best, highest = one, value
    return best, highest


def _rows(options: tuple[Attempt, ...], rate: float, before: tuple[str, ...], planned: bool) -> list[dict]:
    best, _ = _best(options, rate)
    rows = []
    for one in options:
        path, chosen = (*before, one.route), planned and one is best
        rows.append({"path": " > ".join(path), "depth": len(path), "value": _value(one, rate), "chosen": chosen})
        rows += _rows(one.then, rate, path, chosen)
    return rows


def _no_repetition(options: tuple[Attempt, ...], place: str) -> None:
    names = [one.route for one in options]
    for position, name in enumerate(names):
        if name in names[:position]:
            raise ValueError(f"{place} has the route {name!r} twice among its choices")
