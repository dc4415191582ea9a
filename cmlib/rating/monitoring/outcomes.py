"""What was watched, what was signalled and who defaulted, brought together in one table in memory."""

from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from cmlib.rating.monitoring.periods import MONTHS, period_number
from cmlib.table.door import check_table


@dataclass(frozen=True, eq=False)
class Watched:
    """A row a firm and period: ``firm``, ``number``, ``score`` of its signals, periods ``left`` until default."""

    rows: pd.DataFrame
    last: int
    periods_per_year: float


def watched(
    table: Any,
    signals: Any,
    defaults: Any,
    asked_by: str,
    *,
    firm: str,
    period: str,
    default_period: str,
    every: str,
    periods_per_year: float | None,
) -> Watched:
    """Check the three tables and join them. A firm without default has a missing number of periods left."""
    frame = check_table(table, asked_by=asked_by, key=[firm, period])
    if periods_per_year is None:
        periods_per_year = 1 if frame.collect_schema()[period].is_numeric() else 12 / MONTHS.get(every, 12)
    rows = in_memory(frame, {"firm": firm}, {"number": period}, every, asked_by)
    score = scores(signals, asked_by, firm=firm, period=period, every=every)
    rows = rows.merge(score, on=["firm", "number"], how="outer", indicator="where")
    stray = rows[rows["where"] == "right_only"]
    if len(stray):
        raise ValueError(f"{asked_by}: firm {stray['firm'].iloc[0]!r} has a signal in a period that was not watched")
    ends = check_table(defaults, asked_by=asked_by, text=[firm, default_period])
    ends = in_memory(ends, {"firm": firm}, {"default": default_period}, every, asked_by)
    if ends["firm"].duplicated().any():
        twice = ends.loc[ends["firm"].duplicated(), "firm"].iloc[0]
        raise ValueError(f"{asked_by} needs one default a firm, the first; firm {twice!r} has several")
    rows = rows.merge(ends, on="firm", how="left")
    rows = rows.assign(score=rows["score"].fillna(0).astype(int), left=rows["default"] - rows["number"])
    return Watched(rows[["firm", "number", "score", "left"]], int(rows["number"].max()), periods_per_year)


def scores(signals: Any, asked_by: str, *, firm: str, period: str, every: str) -> pd.DataFrame:
    """The sum of severities by firm and period number; an empty table when there was no signal."""
    frame = nw.from_native(signals)
    number = period_number(frame, period, every, asked_by).alias("number")
    added = frame.select(firm, number, nw.col("severity").cast(nw.Float64)).group_by(firm, "number")
    found = added.agg(nw.col("severity").sum()).lazy().collect()
    columns = {"firm": firm, "number": "number", "score": "severity"}
    return pd.DataFrame({name: found[column].to_list() for name, column in columns.items()}).astype({"number": int})


def in_memory(frame: Any, plain: dict[str, str], periods: dict[str, str], every: str, asked_by: str) -> pd.DataFrame:
    """Columns under new names, those of periods as numbers, in pandas."""
    numbers = [period_number(frame, column, every, asked_by).alias(name) for name, column in periods.items()]
    chosen = frame.select(*[nw.col(column).alias(name) for name, column in plain.items()], *numbers)
    found = chosen.lazy().collect()
    return pd.DataFrame({name: found[name].to_list() for name in (*plain, *periods)})
