"""Do the three statements hold together?

A cooked book often breaks where one statement hands its figure on to the next: profit to retained
earnings, net cash to the cash account. Recomputing these hand-overs finds it. (It does not find
everything: sales invented together with receivables that nobody owes pass every rule.)
"""

import math
import numbers
import sys
from collections.abc import Iterable
from typing import Any

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.items import base_item
from cmlib.statements.rules import RULES, Rule
from cmlib.table.door import Frame, check_table, hint, require_whole_years
from cmlib.table.order import sorted_by
from cmlib.table.years import join_earlier_years

_BY_NAME = {rule.name: rule for rule in RULES}


def articulation(
    statements: IntoFrameT,
    tolerance: float = 0.005,
    *,
    rules: Iterable[str | Rule] | None = None,
    firm: str = "firm_id",
    year: str = "year",
) -> IntoFrameT:
    """List every break: each firm, year and rule whose two sides differ.

    ``rules`` are names out of ``RULES`` or rules of one's own. With ``None`` all rules are checked whose
    line items the table has; a rule that is named must be possible. A firm's first year has no year
    before, and a missing amount proves nothing: there a rule is not checked.

    Two sides differ when they are more than ``tolerance`` apart (half a cent) and also further apart
    than the rounding of floating-point sums can bring them, which matters only above a trillion.

    Returns a table of the same kind: firm, year, rule, expected, found, difference (found less
    expected). It has no rows when everything holds.

    Raises ``TypeError`` for what is no table or no rule, ``LookupError`` for an unknown rule, a missing column or a
    table on which no rule can be checked, ``ValueError`` for a tolerance below zero, text among the
    amounts, an empty table or a repeated firm and year.

    >>> import pandas as pd
    >>> firm = pd.DataFrame({"firm_id": ["A"], "year": [2023], "total_assets": [100.0],
    ...                      "total_liabilities": [60.0], "equity": [39.0]})
    >>> articulation(firm)
      firm_id  year     rule  expected  found  difference
    0       A  2023  balance      99.0  100.0         1.0
    """
    if isinstance(tolerance, bool) or not isinstance(tolerance, numbers.Real) or not 0 <= tolerance < math.inf:
        raise ValueError(f"articulation needs a tolerance of zero or more, in money, found {tolerance!r}")
    chosen = _chosen(rules, check_table(statements, asked_by="articulation").collect_schema().names())
    parameters = list(dict.fromkeys(item for rule in chosen for item in rule.line_items))
    items = list(dict.fromkeys(base_item(parameter)[0] for parameter in parameters))
    frame = check_table(statements, asked_by="articulation", numeric=items, key=[firm, year])
    require_whole_years(frame, year, "articulation")
    frame = join_earlier_years(frame, parameters, firm, year)
    breaks = nw.concat([_breaks(frame, rule, tolerance, firm, year) for rule in chosen])
    return sorted_by(breaks, firm, year, "rule").to_native()


def _breaks(frame: Frame, rule: Rule, tolerance: float, firm: str, year: str) -> Frame:
    sides = frame.select(
        firm,
        year,
        nw.lit(rule.name).alias("rule"),
        _total(rule.expected).alias("expected"),
        _total(rule.found).alias("found"),
        _rounding(rule).alias("rounding"),
    ).with_columns((nw.col("found") - nw.col("expected")).alias("difference"))
    apart = nw.col("difference").abs()
    return sides.filter(apart > tolerance, apart > nw.col("rounding")).drop("rounding")


def _total(terms: tuple[tuple[str, int], ...]) -> nw.Expr:
    first, *others = [nw.col(item) if factor > 0 else -nw.col(item) for item, factor in terms]
    return sum(others, start=first)


def _rounding(rule: Rule) -> nw.Expr:
    """The most that rounding can add up to: half a unit in the last place for each term of the sums.

    Higham (2002), Accuracy and Stability of Numerical Algorithms, 2nd ed., section 4.2.
    """
    terms = rule.found + rule.expected
    first, *others = [nw.col(item).abs() for item, _ in terms]
    return sum(others, start=first) * (len(terms) * sys.float_info.epsilon / 2)


def _chosen(rules: Any, columns: Iterable[str]) -> list[Rule]:
    if rules is None:
        possible = [rule for rule in RULES if all(base_item(item)[0] in columns for item in rule.line_items)]
        if not possible:
            raise LookupError(
                "articulation can check no rule on this table; the rule 'balance', for example, needs "
                f"{list(_BY_NAME['balance'].line_items)}, the table has {columns}"
            )
        return possible
    named = [rules] if isinstance(rules, (str, Rule)) else list(rules) if isinstance(rules, Iterable) else None
    if named is None or not all(isinstance(rule, (str, Rule)) for rule in named):
        raise TypeError(f"articulation needs rules to be names or rules of cmlib.statements.RULES; found {rules!r}")
    if not named:
        raise ValueError("articulation needs at least one rule; leave rules out to check all")
    return [rule if isinstance(rule, Rule) else _known(rule) for rule in named]


def _known(name: str) -> Rule:
    if name not in _BY_NAME:
        raise LookupError(f"articulation has no rule {name!r}{hint([str(name)], _BY_NAME)}; there are {list(_BY_NAME)}")
    return _BY_NAME[name]
