"""Why one firm earns its points: every indicator with its value, band, points and a sentence."""

import math
from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from cmlib.rating.card.engine import check_card, check_missing
from cmlib.rating.card.scorecard import Indicator, Level, Scorecard
from cmlib.rating.card.wording import place_text, value_text
from cmlib.rating.scale import grade
from cmlib.table.door import open_table


def explain(
    row: Any, card: Scorecard, *, missing: str = "keep", firm: str | None = "firm_id", year: str | None = "year"
) -> pd.DataFrame:
    """Every point of one firm, explained.

    ``row`` is a mapping, a pandas Series or a table of one row. The answer has one row per indicator
    and the columns ``group``, ``group_zh``, ``indicator``, ``zh``, ``column``, ``value``, ``band``,
    ``points``, ``maximum`` and ``why``. Its ``attrs`` hold ``card``, ``total``, ``maximum``, ``grade``,
    ``meaning`` of the grade, and ``firm`` and ``year`` where the row has them. ``missing`` as in
    `cmlib.rating.score`: with ``"keep"`` one missing value leaves total and grade missing (``None``).

    Raises ``TypeError`` for a row of another kind and what is no card, ``LookupError`` for missing columns,
    ``ValueError`` for a table of several rows, text where numbers belong, a judgement that is no level of its
    indicator, and an unknown ``missing``.

    >>> from cmlib.rating import ENTERPRISE_CARD
    >>> reasons = explain(dict.fromkeys(ENTERPRISE_CARD.columns, 1), ENTERPRISE_CARD)
    >>> print(reasons.set_index("column").why["quick_ratio"])
    Quick ratio 1.00 lies in 1.0 to 1.3: 4 of 5 points.
    >>> reasons.attrs["total"], reasons.attrs["grade"]
    (50.5, 'BB')
    """
    check_missing("explain", missing)
    check_card("explain", card)
    values = _values(row, card)
    lines = pd.DataFrame(
        [
            {"group": group.name, "group_zh": group.zh} | _explain(indicator, values[indicator.column], missing)
            for group in card.groups
            for indicator in group.indicators
        ]
    )
    total = None if lines["points"].isna().any() else round(math.fsum(lines["points"]), 2)
    name = grade(total, card.grades)
    lines.attrs |= {
        "card": card.name, "total": total, "maximum": card.total,
        "grade": name, "meaning": card.grades[name].meaning if name else None,
    }  # fmt: skip
    lines.attrs |= {what: values[key] for what, key in (("firm", firm), ("year", year)) if key in values}
    return lines


def group_points(explanation: pd.DataFrame) -> pd.DataFrame:
    """Points and maximum of every group of an explanation; a group with a missing part is missing.

    >>> from cmlib.rating import ENTERPRISE_CARD
    >>> groups = group_points(explain(dict.fromkeys(ENTERPRISE_CARD.columns, 1), ENTERPRISE_CARD))
    >>> groups[["group", "points", "maximum"]].head(2)
                   group  points  maximum
    0      basic quality     0.0     10.0
    1  economic strength     1.5      7.0
    """
    groups = explanation.groupby(["group", "group_zh"], sort=False)
    return groups[["points", "maximum"]].sum(skipna=False).round(2).reset_index()


def _values(row: Any, card: Any) -> dict:
    """The row as a mapping, after the checks that `cmlib.rating.score` makes of a table."""
    if isinstance(row, (Mapping, pd.Series)):
        known = {name: math.nan if value is None or value is pd.NA else value for name, value in row.items()}
        row = pd.DataFrame([known])
    frame = open_table(row, asked_by="explain", numeric=card.columns).head(2)
    frame = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    if len(frame) > 1:
        raise ValueError("explain needs a table of one row, found several; choose one firm and one year")
    return frame.rows(named=True)[0]


def _explain(indicator: Indicator, value: Any, missing: str) -> dict:
    value = math.nan if pd.isna(value) else value
    maximum = f"{indicator.points:g} points"
    line = {
        "indicator": indicator.name, "zh": indicator.zh, "column": indicator.column,
        "value": value, "band": "missing", "points": math.nan, "maximum": float(indicator.points),
    }  # fmt: skip
    if math.isnan(value):
        reason = f" ({indicator.missing_when})" if indicator.missing_when else ""
        why = f"{indicator.name} is missing{reason}: "
        if missing == "keep":
            return line | {"why": f"{why}its {maximum} stay open."}
        return line | {"points": 0.0, "why": f"{why}0 of {maximum}, for what is not shown earns nothing."}
    try:
        place = indicator.place(value)
    except ValueError as error:
        raise ValueError(f"explain: {error}") from None
    band = place_text(indicator, place)
    earned = f"{place.points:g} of {maximum}"
    if isinstance(place, Level):
        meaning = f", {place.meaning}" if place.meaning else ""
        why = f"{indicator.name} is judged {place.value}{meaning}: {earned}."
    else:
        verb = "lies in" if " to " in band else "is"
        why = f"{indicator.name} {value_text(indicator, value)} {verb} {band}: {earned}."
    return line | {"band": band, "points": float(place.points), "why": why}
