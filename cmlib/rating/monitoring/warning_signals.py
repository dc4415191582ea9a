"""Early warning on whole tables: which rule gives a signal for which firm, and which could not be checked."""

from typing import Any

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.rating.monitoring.own_past import mean_of_past, sum_of_last
from cmlib.rating.monitoring.periods import period_number
from cmlib.rating.monitoring.warning_defaults import WARNING_RULES
from cmlib.rating.monitoring.warning_rules import WarningRule, WarningRules
from cmlib.rule_file import require_rules
from cmlib.statements.industry import against_industry
from cmlib.table.door import as_frame, open_table
from cmlib.table.long import long_form
from cmlib.table.order import sorted_by

_NUMBER = "number of the period"
#: Firms that an industry needs in a period before a place in it means anything.
FEWEST_FIRMS = 10
#: What is so near to a threshold is the threshold, which warns: from 100 to 80 is a fall by 0.2, though to floats
#: 80 / 100 - 1 is a little less.
_ROUNDING = 1e-12


def warning_signals(
    table: IntoFrameT,
    rules: WarningRules | None = None,
    *,
    firm: str = "firm_id",
    period: str = "year",
    every: str = "month",
    industry: str = "industry",
) -> IntoFrameT:
    """Early-warning signals of every firm and period (预警信号).

    ``table`` has one row a firm and period and the rules' indicators as columns. Periods are whole
    numbers, or dates, which are gathered into months unless ``every`` is ``"quarter"`` or ``"year"``.
    Without ``rules``, those of the course whose columns the table has are evaluated
    (`cmlib.rating.WARNING_RULES`); given rules need all their columns. A rule against the industry needs
    the column ``industry`` too.

    Returns a table of the same kind, a row a signal: firm, period, ``signal``, ``value`` (what was
    compared: a level, a change, a share), ``threshold``, ``severity`` (1 watch, 2 warning, 3 alarm) and
    ``reason``. The past is looked up by period: a missing period is no past, and the mean of a past
    needs at least half of its periods. A missing value gives no signal; `warning_gaps` lists those.

    Raises ``TypeError`` for what is no table or no rules, ``LookupError`` for missing columns and where
    no rule can be evaluated, ``ValueError`` for text among the numbers, periods that cannot be counted,
    an empty table or a repeated firm and period.

    >>> import pandas as pd
    >>> account = pd.DataFrame({"firm_id": "A", "year": [1, 2, 3, 4], "cheques_returned": [0, 1, 2, 0]})
    >>> warning_signals(account)[["year", "signal", "value", "severity"]].values.tolist()
    [[3, 'cheques returned', 2.0, 3]]
    """
    frame, chosen = _evaluated(table, rules, firm, period, every, industry, "warning_signals")
    given = [nw.when(nw.col(_fired(rule))).then(nw.col(_value(rule))).alias(rule.name) for rule in chosen]
    signals = long_form(frame.select(firm, period, *given), [rule.name for rule in chosen]).rename({"ratio": "signal"})
    signals = signals.with_columns(
        threshold=_of_rule(chosen, {rule.name: float(rule.threshold) for rule in chosen}),
        severity=_of_rule(chosen, {rule.name: rule.severity for rule in chosen}).cast(nw.Int64),
        reason=_of_rule(chosen, {rule.name: rule.reason for rule in chosen}),
    )
    return sorted_by(signals, firm, period, "signal").to_native()


def warning_gaps(
    table: IntoFrameT,
    rules: WarningRules | None = None,
    *,
    firm: str = "firm_id",
    period: str = "year",
    every: str = "month",
    industry: str = "industry",
) -> IntoFrameT:
    """Which rules could not be checked, and why: firm, period, ``signal``, ``reason``.

    Arguments and errors are those of `warning_signals`. No news is good news only where this table is
    empty.

    >>> import pandas as pd
    >>> account = pd.DataFrame({"firm_id": "A", "year": [1, 2], "cheques_returned": [0, None]})
    >>> warning_gaps(account).values.tolist()
    [['A', 2, 'cheques returned', 'cheques_returned is missing']]
    """
    frame, chosen = _evaluated(table, rules, firm, period, every, industry, "warning_gaps")
    reasons = []
    for rule in chosen:
        why = nw.when(nw.col(_value(rule)).is_null()).then(nw.lit(_unknown(rule)))
        missing = nw.when(nw.col(rule.column).is_null()).then(nw.lit(f"{rule.column} is missing"))
        reasons.append(missing.otherwise(why).alias(_reason(rule)))
    names = {_reason(rule): rule.name for rule in chosen}
    found = frame.select(firm, period, *reasons).rename(names)
    gaps = long_form(found, list(names.values()), value="reason").rename({"ratio": "signal"})
    return sorted_by(gaps, firm, period, "signal").to_native()


def _evaluated(
    table: Any, rules: WarningRules | None, firm: str, period: str, every: str, industry: str, asked_by: str
) -> tuple[Any, tuple[WarningRule, ...]]:
    """The table with the value and the verdict of every rule, and the rules that apply."""
    chosen = _chosen(table, rules, industry, asked_by)
    columns = list(dict.fromkeys(rule.column for rule in chosen))
    compared = list(dict.fromkeys(rule.column for rule in chosen if rule.measure == "industry"))
    keys = [firm, period, *([industry] if compared else [])]
    frame = open_table(table, asked_by=asked_by, numeric=columns, key=[firm, period], text=keys)
    number = period_number(frame, period, every, asked_by)
    base = frame.select(*keys, *columns, number.alias(_NUMBER))
    if not frame.collect_schema()[period].is_numeric():  # several dates may fall into one period
        open_table(base, asked_by=asked_by, key=[firm, _NUMBER])
    past = list(dict.fromkeys((rule.column, rule.past) for rule in chosen if rule.measure == "change"))
    frame = mean_of_past(base, past, firm, _NUMBER)
    frame = _with_positions(frame, base, compared, firm, period, industry)
    frame = frame.with_columns(*[_compared(rule).alias(_value(rule)) for rule in chosen])
    frame = frame.with_columns(*[_beyond(rule).alias(_flag(rule)) for rule in chosen])
    lasting = [(_flag(rule), rule.of_last) for rule in chosen if rule.of_last > 1]
    frame = sum_of_last(frame, lasting, firm, _NUMBER)
    return frame.with_columns(*[_verdict(rule).alias(_fired(rule)) for rule in chosen]), chosen


def _chosen(table: Any, rules: WarningRules | None, industry: str, asked_by: str) -> tuple[WarningRule, ...]:
    if rules is not None:
        require_rules(rules, WarningRules, "rules", asked_by)
        return rules.rules
    columns = as_frame(table, asked_by).collect_schema().names()
    chosen = tuple(
        rule
        for rule in WARNING_RULES.rules
        if rule.column in columns and (rule.measure != "industry" or industry in columns)
    )
    if not chosen:
        raise LookupError(
            f"{asked_by} can evaluate none of the course's rules; the table has {columns[:12]}. "
            f"They look at {list(WARNING_RULES.columns)}"
        )
    return chosen


def _with_positions(frame: Any, base: Any, columns: list[str], firm: str, period: str, industry: str) -> Any:
    """Add the share of the industry's firms that are not ahead. It is reckoned from the bare table, ``base``."""
    if not columns:
        return frame
    compared = nw.from_native(
        against_industry(
            base.select(firm, period, industry, *columns), columns=columns, firm=firm, year=period, industry=industry
        )
    )
    for column in columns:
        place = nw.when(nw.col("firms") >= FEWEST_FIRMS).then(nw.col("position")).alias(_position(column))
        of_column = compared.filter(nw.col("ratio") == column).select(firm, period, place)
        frame = frame.join(of_column, on=[firm, period], how="left")
    return frame


def _compared(rule: WarningRule) -> nw.Expr:
    value = nw.col(rule.column)
    if rule.measure == "change":
        mean = nw.col(f"{rule.column} past {rule.past}")
        return value / nw.when(mean > 0).then(mean) - 1
    return nw.col(_position(rule.column)) if rule.measure == "industry" else value


def _beyond(rule: WarningRule) -> nw.Expr:
    """1 on the side that warns, 0 on the other and where nothing is known."""
    value = nw.col(_value(rule))
    near = _ROUNDING * max(1.0, abs(rule.threshold))
    beyond = value >= rule.threshold - near if rule.direction == "above" else value <= rule.threshold + near
    return nw.when(beyond).then(nw.lit(1.0)).otherwise(nw.lit(0.0))


def _verdict(rule: WarningRule) -> nw.Expr:
    now = nw.col(_flag(rule)) == 1.0
    if rule.of_last == 1:
        return now
    return now & (nw.col(f"{_flag(rule)} last {rule.of_last}") >= float(rule.at_least))


def _of_rule(rules: tuple[WarningRule, ...], values: dict[str, Any]) -> nw.Expr:
    """Each signal's own constant."""
    found = nw.lit(values[rules[0].name])
    for rule in rules[1:]:
        found = nw.when(nw.col("signal") == rule.name).then(nw.lit(values[rule.name])).otherwise(found)
    return found


def _unknown(rule: WarningRule) -> str:
    if rule.measure == "change":
        return f"of the {rule.past} periods before, fewer than half have {rule.column}, or their mean is not above 0"
    return f"fewer than {FEWEST_FIRMS} firms of the industry have {rule.column}"


def _value(rule: WarningRule) -> str:
    return f"{rule.name} value"


def _flag(rule: WarningRule) -> str:
    return f"{rule.name} beyond"


def _fired(rule: WarningRule) -> str:
    return f"{rule.name} given"


def _reason(rule: WarningRule) -> str:
    return f"{rule.name} reason"


def _position(column: str) -> str:
    return f"{column} position"
