"""What an early-warning rule is: an indicator, what it is measured against, a threshold, and how long it must last.

Rules are data. `cmlib.rating.warning_signals` evaluates them; another bank brings its own as a TOML file.
"""

import math
import numbers
from dataclasses import dataclass

import pandas as pd

from cmlib.rule_file import RuleFile

AREAS: tuple[str, ...] = ("operations", "finances", "cash flow", "guarantor and collateral")
MEASURES: tuple[str, ...] = ("level", "change", "industry")
#: Severity -> what the customer manager does about it.
SEVERITIES: dict[int, str] = {1: "watch (关注)", 2: "warning (预警)", 3: "alarm (警报)"}


@dataclass(frozen=True)
class WarningRule:
    """One early-warning rule.

    ``column`` holds the indicator. ``measure`` says what is compared with ``threshold``: the value itself
    (``"level"``); its relative change against the firm's own mean of the ``past`` periods before
    (``"change"``, −0.5 is a fall by half); or the share of the industry's firms whose value is lower or
    equal (``"industry"``, from 0 to 1). ``direction`` says which side warns, ``"above"`` or ``"below"``;
    the threshold itself warns. The signal is given when this period and, with it, ``at_least`` of the
    last ``of_last`` periods are on that side.
    """

    name: str
    zh: str
    area: str
    column: str
    direction: str
    threshold: float
    severity: int
    meaning: str
    advice: str
    measure: str = "level"
    past: int = 0
    at_least: int = 1
    of_last: int = 1

    @property
    def reason(self) -> str:
        """The rule as words, which every signal carries."""
        side = "at or above" if self.direction == "above" else "at or below"
        what = {
            "level": f"{self.column} {side} {self.threshold:g}",
            "change": f"{self.column} against the mean of the {self.past} periods before: {side} {self.threshold:+.0%}",
            "industry": f"{self.column}: share of the industry's firms not ahead {side} {self.threshold:.0%}",
        }[self.measure]
        lasting = f", in {self.at_least} of the last {self.of_last} periods" if self.of_last > 1 else ""
        return what + lasting


@dataclass(frozen=True)
class WarningRules(RuleFile):
    """A set of early-warning rules (预警规则).

    Raises ``ValueError`` when there is no rule, a name comes twice, a threshold is no number or impossible
    for its measure, or a word or a count is not one of those allowed. The message names the rule.

    >>> rule = WarningRule("cheques", "退票", "cash flow", "cheques_returned", "above", 1, 3, "no money", "visit")
    >>> WarningRules("one rule", "example", (rule,)).columns
    ('cheques_returned',)
    """

    name: str
    source: str
    rules: tuple[WarningRule, ...]

    def __post_init__(self) -> None:
        place = f"warning rules {self.name!r}"
        if not self.rules:
            raise ValueError(f"{place} need at least one rule")
        names = [rule.name for rule in self.rules]
        for position, rule in enumerate(self.rules):
            if rule.name in names[:position]:
                raise ValueError(f"{place} have the rule {rule.name!r} twice")
            _check(rule, f"{place}, rule {rule.name!r}")

    @property
    def columns(self) -> tuple[str, ...]:
        """The indicators that the rules look at, each once."""
        return tuple(dict.fromkeys(rule.column for rule in self.rules))

    def __getitem__(self, name: str) -> WarningRule:
        """The rule of that name; ``LookupError`` when there is none."""
        for rule in self.rules:
            if rule.name == name:
                return rule
        raise LookupError(
            f"warning rules {self.name!r} have no rule {name!r}; they have {[r.name for r in self.rules]}"
        )

    def table(self) -> pd.DataFrame:
        """The rules as a table to read."""
        return pd.DataFrame(
            {
                "signal": [rule.name for rule in self.rules],
                "zh": [rule.zh for rule in self.rules],
                "area": [rule.area for rule in self.rules],
                "rule": [rule.reason for rule in self.rules],
                "severity": [rule.severity for rule in self.rules],
                "meaning": [rule.meaning for rule in self.rules],
                "advice": [rule.advice for rule in self.rules],
            }
        )


def _check(rule: WarningRule, place: str) -> None:
    allowed = (
        ("area", rule.area, AREAS),
        ("measure", rule.measure, MEASURES),
        ("direction", rule.direction, ("above", "below")),
        ("severity", rule.severity, tuple(SEVERITIES)),
    )
    for what, value, words in allowed:
        if value not in words:
            raise ValueError(f"{place}: {what} is one of {list(words)}, found {value!r}")
    threshold = rule.threshold
    if isinstance(threshold, bool) or not isinstance(threshold, numbers.Real) or not math.isfinite(threshold):
        raise ValueError(f"{place}: the threshold is a finite number, found {threshold!r}")
    if rule.measure == "industry" and not 0 < threshold < 1:
        raise ValueError(f"{place}: a share of the industry's firms lies between 0 and 1, found {threshold!r}")
    if rule.measure == "change" and threshold <= -1:
        raise ValueError(f"{place}: nothing falls by more than 100%, found the threshold {threshold!r}")
    for what, count in (("past", rule.past), ("at_least", rule.at_least), ("of_last", rule.of_last)):
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise ValueError(f"{place}: {what} is a whole number of periods, found {count!r}")
    if (rule.past > 0) != (rule.measure == "change"):
        raise ValueError(f"{place}: past is given for the measure 'change' and for no other, found {rule.past}")
    if not 1 <= rule.at_least <= rule.of_last:
        raise ValueError(f"{place}: at_least is from 1 to of_last, found {rule.at_least} of {rule.of_last}")
