"""Scoring a whole table with a scorecard, on whatever engine holds it."""

import math
from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.rating.card.arrays import scored_arrays
from cmlib.rating.card.scorecard import Indicator, Scorecard
from cmlib.rating.scale import grade
from cmlib.table.arrays import beside
from cmlib.table.door import Frame, as_floats, as_frame, check_table
from cmlib.table.expressions import total

_FIRM, _YEAR = "firm_id", "year"
_PERSON = ("application_id", "customer_id")


def score(
    table: IntoFrameT, card: Scorecard, *, missing: str = "keep", firm: str | None = _FIRM, year: str | None = _YEAR
) -> IntoFrameT:
    """The points and the grade of every row of a table.

    ``table`` needs the columns ``card.columns``. The answer is a table of the same kind: the ``firm``
    and ``year`` columns where the table has them (without them ``application_id`` and ``customer_id``,
    where it has those), ``<column>_points`` for every indicator,
    ``<group>_points`` for every group (spaces become ``_``), ``total`` and ``grade``.

    ``missing`` says what becomes of a value that is missing: ``"keep"`` leaves its points, the group,
    the total and the grade missing; ``"zero"`` gives 0 points, as a bank does that rewards only what
    is shown.

    Raises ``TypeError`` for what is no table or no card, ``LookupError`` for missing columns, ``ValueError`` for
    text where numbers belong, an empty table, a firm-year that comes twice, a judgement that is no
    level of its indicator, and an unknown ``missing``.

    >>> import pandas as pd
    >>> from cmlib.rating import ENTERPRISE_CARD
    >>> firm = pd.DataFrame([{"firm_id": 1, "year": 2023} | dict.fromkeys(ENTERPRISE_CARD.columns, 1.0)])
    >>> score(firm, ENTERPRISE_CARD)[["firm_id", "year", "solvency_and_credit_points", "total", "grade"]]
       firm_id  year  solvency_and_credit_points  total grade
    0        1  2023                        22.0   50.5    BB
    """
    check_missing("score", missing)
    check_card("score", card)
    frame, key = _open(table, card, firm, year)
    scored: Frame
    if isinstance(frame, nw.LazyFrame):
        _check_judgements(frame, card, key)
        scored = _scored(frame, card, key, missing).with_columns(grade=grade(nw.col("total"), card.grades))
    else:
        try:
            columns = scored_arrays(frame, card, missing)
        except ValueError:
            _check_judgements(as_floats(frame, card.columns), card, key)  # says for which row
            raise
        scored = beside(frame.select(*(key or card.columns[:1])), columns)
        scored = beside(scored, {"grade": grade(columns["total"], card.grades)}, nw.String)
        scored = scored.select(*key, *columns, "grade")
    return nw.to_native(scored)


def check_card(asked_by: str, card: object) -> None:
    """Refuse what is no scorecard, such as its name or a table in its place."""
    if not isinstance(card, Scorecard):
        raise TypeError(f"{asked_by} needs a Scorecard after the table; found {type(card).__name__}")


def check_missing(asked_by: str, missing: str) -> None:
    """Refuse an unknown way of treating missing values."""
    if missing not in ("keep", "zero"):
        raise ValueError(f"{asked_by}: missing is 'keep' or 'zero', found {missing!r}")


def _open(table: Any, card: Scorecard, firm: str | None, year: str | None) -> tuple[Frame, list[str]]:
    """The checked table, and those key columns that it has. A key that the caller named must be there."""
    columns = as_frame(table, "score").collect_schema().names()
    key = [name for name, usual in ((firm, _FIRM), (year, _YEAR)) if name and (name in columns or name != usual)]
    if not key and (firm, year) == (_FIRM, _YEAR):
        key = [name for name in _PERSON if name in columns]
    # One key column alone, or a person's, may well repeat: a firm in several scenarios, a year with many firms.
    known_as = {"key": key} if key == [firm, year] else {"text": key}
    frame = check_table(table, asked_by="score", numeric=card.columns, **known_as)
    return as_floats(frame, card.columns) if isinstance(frame, nw.LazyFrame) else frame, key


def _scored(frame: nw.LazyFrame[Any], card: Scorecard, key: list[str], missing: str) -> nw.LazyFrame[Any]:
    """As `scored_arrays`, in the engine's own expressions."""
    groups = {group.points_column: [one.points_column for one in group.indicators] for group in card.groups}
    points = frame.select(*key, *(_points(one, missing).alias(one.points_column) for one in card.indicators))
    sums = points.with_columns(
        *(total([nw.col(name) for name in columns]).round(2).alias(group) for group, columns in groups.items())
    )
    return sums.with_columns(total([nw.col(name) for name in groups]).round(2).alias("total"))


def _points(indicator: Indicator, missing: str) -> nw.Expr:
    """Points of one indicator. Every guard is positive, so that a missing value, or a NaN, stays missing."""
    value = nw.col(indicator.column)
    steps = [(value < (math.inf if one.upper is None else one.upper), one.points) for one in indicator.bands]
    steps += [(value == one.value, one.points) for one in indicator.levels]
    points: Any = nw.lit(0.0) if missing == "zero" else None
    for holds, earned in reversed(steps):
        step = nw.when(holds).then(nw.lit(float(earned)))
        points = step if points is None else step.otherwise(points)
    return points


def _check_judgements(frame: Frame, card: Any, key: Sequence[str]) -> None:
    """Refuse a judgement that is no level. One query for all indicators, since an engine may be lazy."""
    judged = [one for one in card.indicators if one.levels]
    if not judged:
        return
    wrong = [_is_no_level(one) for one in judged]
    frame = frame.select(*key, *(one.column for one in judged))
    rows = frame.filter(nw.any_horizontal(*wrong, ignore_nulls=True)).head(1)
    rows = rows.collect() if isinstance(rows, nw.LazyFrame) else rows
    for row in rows.rows(named=True):
        where = ", ".join(f"{name} {row[name]}" for name in key)
        for one in judged:
            value = row[one.column]
            if pd.isna(value):
                continue
            try:
                one.place(value)
            except ValueError as error:
                raise ValueError(f"score: {error}" + (f" for {where}" if where else "")) from None


def _is_no_level(indicator: Indicator) -> nw.Expr:
    value = nw.col(indicator.column)
    return ~value.is_null() & ~value.is_in([float(level.value) for level in indicator.levels])
