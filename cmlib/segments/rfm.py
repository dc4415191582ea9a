"""Recency, frequency and money of every customer, from transactions on any engine."""

import datetime as dt
from typing import Any

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.segments.rfm_rules import RFM_RULES, RFMRules
from cmlib.table.dates import as_day, day_number, require_dates
from cmlib.table.door import first_row, open_table
from cmlib.table.grouped import joinable
from cmlib.table.order import sorted_by
from cmlib.table.places import with_place

_MEASURES = {"recency_days": "recency_score", "frequency": "frequency_score", "monetary": "monetary_score"}


def rfm(
    transactions: IntoFrameT,
    *,
    as_of: str | dt.date | dt.datetime,
    rules: RFMRules = RFM_RULES,
    customer: str = "customer_id",
    date: str = "date",
    amount: str = "amount",
) -> IntoFrameT:
    """Score every customer by recency, frequency and money (RFM 模型).

    ``transactions`` has a row a transaction, of the kind that is of interest: purchases, say, not rent.
    ``as_of`` is the day from which one looks back. Returned is a table of the same kind, a row a customer:

    - ``recency_days``: calendar days from the last transaction to ``as_of``; ``frequency``: number of transactions;
      ``monetary``: their sum;
    - ``recency_score``, ``frequency_score``, ``monetary_score``: from 1 to ``rules.scores``, the highest
      for the most recent, frequent and valuable fifth. Customers with equal numbers have equal scores,
      that of the middle of their ranks: no fifth is then exactly a fifth, and nobody is told apart by
      the order of rows;
    - ``segment``: one of the eight of ``rules``.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for
    what is no date, an empty table, a missing customer, date or amount, and a transaction after ``as_of``.

    Source: Hughes (1994), Strategic Database Marketing, Probus.

    >>> import pandas as pd
    >>> paid = pd.DataFrame({"customer_id": ["a", "a", "b"], "amount": [30.0, 20.0, 5.0],
    ...                      "date": pd.to_datetime(["2024-01-10", "2024-01-30", "2024-01-01"])})
    >>> rfm(paid, as_of="2024-01-31")[["recency_days", "frequency", "monetary", "segment"]].values.tolist()
    [[1, 2, 50.0, 'champions'], [30, 1, 5.0, 'asleep']]
    """
    frame = open_table(transactions, asked_by="rfm", numeric=[amount], text=[customer, date])
    require_dates(frame, date, "rfm")
    day = as_day(as_of, "as_of", "rfm")
    _refuse(frame, customer, date, amount)
    rows = frame.select(customer, day_number(nw.col(date)).alias(date), nw.col(amount), nw.lit(1.0).alias("one"))
    grouped = joinable(rows.group_by(customer).agg(nw.col(date).max(), nw.col("one").sum(), nw.col(amount).sum()))
    measured = grouped.select(
        customer,
        recency_days=(nw.lit(day.toordinal()) - nw.col(date)).cast(nw.Int64),
        frequency=nw.col("one").cast(nw.Int64),
        monetary=nw.col(amount),
    )
    late = first_row(measured.filter(nw.col("recency_days") < 0).select(customer))
    if late is not None:
        raise ValueError(f"rfm looks back from {day}; customer {late[0]!r} has a transaction after that day")
    count = int(measured.select(nw.len().alias("count")).lazy().collect()["count"][0])
    scored = measured
    for measure, score in _MEASURES.items():
        better = -nw.col(measure) if measure == "recency_days" else nw.col(measure)
        scored = _scored(scored, better, score, rules.scores, count, customer)
    scored = scored.with_columns(segment=_segment(rules))
    return sorted_by(scored.select(customer, *_MEASURES, *_MEASURES.values(), "segment"), customer).to_native()


def _scored(frame: Any, better: nw.Expr, score: str, scores: int, count: int, customer: str) -> Any:
    """Add the score of a measure: ranks from 0 in sorted order, the middle one of the tie, cut into equal parts."""
    placed = with_place(frame.select(customer, better.alias("better")), by=["better", customer])
    ends = (nw.col("place").min().alias("first"), nw.col("place").max().alias("last"))
    ties = joinable(placed.group_by("better").agg(*ends))
    twice_the_middle = nw.col("first").cast(nw.Int64) + nw.col("last").cast(nw.Int64) + 1
    found = placed.join(ties, on="better", how="left").select(
        customer, ((twice_the_middle * scores) // (2 * count) + 1).cast(nw.Int64).alias(score)
    )
    return frame.join(found, on=customer, how="left")


def _segment(rules: RFMRules) -> nw.Expr:
    high = [nw.col(score) >= rules.high_from for score in _MEASURES.values()]
    first, *others = rules.segments
    name = nw.lit(first.name)
    for one in others:
        wanted = [
            is_high if yes else ~is_high
            for is_high, yes in zip(high, (one.recent, one.frequent, one.valuable), strict=True)
        ]
        name = nw.when(wanted[0] & wanted[1] & wanted[2]).then(nw.lit(one.name)).otherwise(name)
    return name


def _refuse(frame: Any, customer: str, date: str, amount: str) -> None:
    columns = (customer, date, amount)
    lacking = nw.any_horizontal(*[nw.col(name).is_null() for name in columns], ignore_nulls=True)
    found = first_row(frame.select(*columns).filter(lacking))
    if found is not None:
        raise ValueError(f"rfm needs {list(columns)} in every row; found {found} with a part missing")
