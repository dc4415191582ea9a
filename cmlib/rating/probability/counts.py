"""What binning needs to know of a variable: the goods and bads of its values, counted where the values are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cmlib.rating.probability.engine_prebins import count_column
from cmlib.rating.probability.lookup import finite
from cmlib.rating.probability.outcome import not_a_weight, not_an_outcome, require_both
from cmlib.rating.probability.prebins import PreBins, count_sample


@dataclass(frozen=True)
class NumberCounts:
    """Goods and bads: of the pre-bins of the ordinary values, of each special value, of the missing ones."""

    ordinary: PreBins | None
    special: tuple[tuple[float, float, float], ...]
    missing: tuple[float, float]


@dataclass(frozen=True)
class CategoryCount:
    """Goods and bads of one text; ``None`` stands for the missing values."""

    name: str | None
    goods: float
    bads: float


def count_array(
    values: NDArray[np.float64],
    bad: NDArray[np.bool_],
    weights: NDArray[np.float64] | None,
    *,
    special: tuple[float, ...],
    number: int,
    edges: NDArray[np.float64] | None,
) -> NumberCounts:
    """Count numbers in memory."""

    def cells(where: NDArray[np.bool_]) -> tuple[float, float]:
        goods, bads = where & ~bad, where & bad
        if weights is None:
            return float(np.count_nonzero(goods)), float(np.count_nonzero(bads))
        return float(weights[goods].sum()), float(weights[bads].sum())

    known = np.isfinite(values)
    missing = cells(~known)
    counted = []
    for value in special:
        here = values == value
        counted.append((value, *cells(here)))
        known &= ~here
    if not known.all():
        values, bad = values[known], bad[known]
        weights = None if weights is None else weights[known]
    ordinary = count_sample(values, bad, weights, number=number, edges=edges) if len(values) else None
    return NumberCounts(ordinary, tuple(counted), missing)


def count_lazily(
    frame: nw.LazyFrame, *, special: tuple[float, ...], number: int, edges: NDArray[np.float64] | None
) -> NumberCounts:
    """Count the column ``value`` of a lazy frame with the columns ``good`` and ``bad``."""
    frame = frame.with_columns(value=finite(nw.col("value")))
    missing = _sums(frame.filter(nw.col("value").is_null()))
    counted = tuple((value, *_sums(frame.filter(nw.col("value") == value))) for value in special)
    frame = frame.filter(~nw.col("value").is_null())
    for value in special:
        frame = frame.filter(nw.col("value") != value)
    some = len(frame.select("value").head(1).collect()) > 0
    return NumberCounts(count_column(frame, number=number, edges=edges) if some else None, counted, missing)


def count_text(frame: Any) -> list[CategoryCount]:
    """Categories of the column ``value`` with their sums of ``good`` and ``bad``, in the order of their names."""
    value = nw.col("value")
    frame = frame.with_columns(value=nw.when(~value.is_null()).then(value.cast(nw.String)))
    found = frame.group_by("value").agg(nw.col("good").sum(), nw.col("bad").sum()).lazy().collect()
    names = [None if pd.isna(name) else str(name) for name in found["value"].to_list()]
    goods, bads = (found[name].to_numpy().astype(float).tolist() for name in ("good", "bad"))
    counted = [CategoryCount(*one) for one in zip(names, goods, bads, strict=True)]
    return sorted(counted, key=lambda one: one.name or "")


def with_cells(frame: Any, value: str, default: str, weights: str | None, asked_by: str) -> Any:
    """The columns ``value``, ``good`` and ``bad`` of a table, after a check of outcomes and weights."""
    outcome = nw.col(default).cast(nw.Float64)
    weight = nw.lit(1.0) if weights is None else nw.col(weights).cast(nw.Float64)
    frame = frame.select(nw.col(value).alias("value"), outcome=outcome, weight=weight)
    outcome, weight = nw.col("outcome"), nw.col("weight")
    sound = (outcome == 0) | (outcome == 1)
    _refuse(frame.filter(~sound.fill_null(False)), lambda row: not_an_outcome(row["outcome"], asked_by))
    if weights is not None:
        sound = (weight >= 0) & weight.is_finite()
        _refuse(frame.filter(~sound.fill_null(False)), lambda row: not_a_weight(row["weight"], asked_by))
        frame = frame.filter(weight > 0)
    bad = outcome * weight
    frame = frame.select("value", good=weight - bad, bad=bad)
    goods, bads = _sums(frame)
    require_both(goods, bads, asked_by)
    return frame


def _refuse(wrong: Any, error: Callable[[dict[str, Any]], ValueError]) -> None:
    rows = wrong.select("outcome", "weight").head(1).lazy().collect().rows(named=True)
    if rows:
        raise error(rows[0])


def _sums(frame: Any) -> tuple[float, float]:
    found = frame.select(nw.col("good").sum(), nw.col("bad").sum()).lazy().collect()
    goods, bads = (found[name][0] for name in ("good", "bad"))
    return float(goods or 0), float(bads or 0)  # the sum of no rows is missing in a database
