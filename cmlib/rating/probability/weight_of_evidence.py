"""Binning a variable by what it says of default, from a sample in memory or a table of any engine."""

from collections.abc import Iterable
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from cmlib.rating.probability.binning import SHAPES, Limits, best_partition
from cmlib.rating.probability.bins import UNSEEN, Bin, WeightOfEvidence
from cmlib.rating.probability.counts import (
    CategoryCount,
    NumberCounts,
    count_array,
    count_lazily,
    count_text,
    with_cells,
)
from cmlib.rating.probability.lookup import as_series, is_number, is_text
from cmlib.rating.probability.outcome import as_numbers, as_outcome, as_weights, require_equal_length
from cmlib.table.door import check_table

_NAME = "weight_of_evidence"
#: Categories, their goods and their bads.
_Group: TypeAlias = tuple[tuple[str, ...], float, float]


def weight_of_evidence(
    values: Any,
    default: Any,
    *,
    table: Any = None,
    variable: str | None = None,
    maximum_bins: int = 10,
    minimum_share: float = 0.05,
    minimum_events: float = 1,
    shape: str = "auto",
    special: Iterable[Any] = (),
    sample_weights: Any = None,
    pre_bins: int = 200,
    edges: ArrayLike | None = None,
    unseen: str = "missing",
) -> WeightOfEvidence:
    """Bin a variable so that the default rate is monotone and the information value the largest (最优分箱).

    ``values`` and ``default`` (1 or True for a case that defaulted) are arrays, lists or Series of equal
    length; or, with a ``table`` of any engine, the names of its columns. A lazy table (DuckDB, Dask,
    Spark, lazy polars) is counted where it lives, and only the counts are read.

    Numbers are first cut into ``pre_bins`` cells of equal counts, or at ``edges`` (each edge begins a
    cell). Of all ways to merge neighbours into at most ``maximum_bins`` bins, the one with the largest
    information value is taken, among those in which each bin holds ``minimum_share`` of all cases,
    ``minimum_events`` defaults and as many cases without, and in which the default rate has the
    ``shape``: ``"ascending"`` or ``"descending"`` in the variable, ``"auto"`` (the better of the two),
    ``"peak"`` (up, then down) or ``"valley"``. The optimum is exact over the pre-bins. Where no cut is
    possible all numbers form one bin.

    Texts are categories. Those that hold less than ``minimum_share`` are pooled, then categories are
    merged in the order of their default rates in the same best way; ``shape`` and ``edges`` mean nothing
    to them.

    Missing values (and infinite ones) have a bin of their own, and so has each of the ``special``
    values that occurs. ``unseen`` says what `WeightOfEvidence.transform` gives later for a value that no
    bin holds: ``"missing"`` or ``"neutral"``, a weight of 0. ``sample_weights`` (an array, or the name
    of a column) count a case as more or less than one; pre-bins then still hold equal numbers of cases.

    Raises ``ValueError`` for a ``default`` other than 0 and 1, no defaults or nothing else, arrays of
    different lengths, and options out of their range; ``LookupError`` for a missing column; ``TypeError``
    for values that are neither numbers nor texts, and for what is no table.

    Source: Siddiqi (2006), Credit Risk Scorecards, Wiley, chapter 6 (weight of evidence, information
    value). Categories in the order of their rates: Breiman, Friedman, Olshen, Stone (1984),
    Classification and Regression Trees, Wadsworth, section 4.2.

    >>> debt = [0.1, 0.2, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, None, None]
    >>> failed = [0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0]
    >>> weight_of_evidence(debt, failed, minimum_share=0.2).table[["bin", "count", "events", "weight_of_evidence"]]
               bin  count  events  weight_of_evidence
    0    below 0.6    6.0     1.0            1.272966
    1  0.6 or more    4.0     3.0           -1.435085
    2      missing    2.0     1.0           -0.336472
    """
    if shape not in ("auto", *SHAPES):
        raise ValueError(f"{_NAME} needs shape to be 'auto' or one of {', '.join(SHAPES)}; found {shape!r}")
    if unseen not in UNSEEN:
        raise ValueError(f"{_NAME} needs unseen to be 'missing' or 'neutral'; found {unseen!r}")
    if isinstance(pre_bins, bool) or not isinstance(pre_bins, int) or not 2 <= pre_bins <= 1000:
        raise ValueError(f"{_NAME} needs pre_bins to be a whole number from 2 to 1,000; found {pre_bins!r}")
    limits = Limits(maximum_bins, minimum_share, minimum_events)
    named = variable or (values if table is not None else getattr(values, "name", None)) or "variable"
    apart = tuple(dict.fromkeys(special))
    counting = {"special": apart, "number": pre_bins, "edges": None if edges is None else _ascending(edges)}
    counted = (
        _count_columns(table, values, default, sample_weights, **counting)
        if table is not None
        else _count_values(values, default, sample_weights, **counting)
    )
    if isinstance(counted, list):
        bins, found = _bins_of_text(counted, apart, limits), "by default rate"
    else:
        bins, found = _bins_of_numbers(counted, shape, limits)
    return WeightOfEvidence(str(named), bins, found, unseen)


def _count_columns(
    table: Any, value: str, default: str, weights: str | None, **counting: Any
) -> NumberCounts | list[CategoryCount]:
    needed = [value, default] if weights is None else [value, default, weights]
    for one in needed:
        if not isinstance(one, str):
            raise TypeError(f"{_NAME} needs names of columns when it has a table; found {type(one).__name__}")
    frame = check_table(table, asked_by=_NAME, text=needed)
    if isinstance(frame, nw.DataFrame):
        return _count_values(frame[value], frame[default], None if weights is None else frame[weights], **counting)
    by_text = _is_text(frame.collect_schema()[value], value)
    cells = with_cells(frame, value, default, weights, _NAME)
    return count_text(cells) if by_text else count_lazily(cells, **counting)


def _count_values(values: Any, default: Any, weights: Any, **counting: Any) -> NumberCounts | list[CategoryCount]:
    if isinstance(values, (list, tuple, np.ndarray)):
        values = as_series(values)
    try:
        series = nw.from_native(values, series_only=True, allow_series=True, pass_through=False)
    except TypeError:
        raise TypeError(
            f"{_NAME} needs values to be an array, a list or a Series, found {type(values).__name__}; "
            "for a column of a table give table=... and its name"
        ) from None
    bad = as_outcome(default, _NAME)
    weight = None if weights is None else as_weights(weights, _NAME)
    lengths = {} if weight is None else {"sample_weights": weight}
    require_equal_length(_NAME, values=series, default=bad, **lengths)
    by_text = _is_text(series.dtype, series.name or "values")
    if weight is not None:  # a case that does not count is no case
        series, bad, weight = series.filter((weight > 0).tolist()), bad[weight > 0], weight[weight > 0]
        as_outcome(bad, _NAME)
    if not by_text:
        return count_array(as_numbers(series, "values", _NAME), bad, weight, **counting)
    cells = np.ones(len(bad)) if weight is None else weight
    names = series.to_pandas().reset_index(drop=True)
    return count_text(nw.from_native(pd.DataFrame({"value": names, "good": cells * ~bad, "bad": cells * bad})))


def _bins_of_numbers(counts: NumberCounts, shape: str, limits: Limits) -> tuple[tuple[Bin, ...], str]:
    bins: list[Bin] = []
    others = [Bin(goods, bads, special=value) for value, goods, bads in counts.special if goods + bads > 0]
    if sum(counts.missing) > 0:
        others.append(Bin(*counts.missing, missing=True))
    found = "none"
    if counts.ordinary is not None:
        cells = counts.ordinary
        totals = (
            float(cells.goods.sum()) + sum(one.goods for one in others),
            float(cells.bads.sum()) + sum(one.bads for one in others),
        )
        best = best_partition(cells.goods, cells.bads, totals=totals, shape=shape, limits=limits)
        goods, bads = (np.add.reduceat(values, best.starts).tolist() for values in (cells.goods, cells.bads))
        bounds = [None, *(float(cells.edges[start - 1]) for start in best.starts[1:]), None]
        bins = [Bin(*cell) for cell in zip(goods, bads, bounds[:-1], bounds[1:], strict=True)]
        found = best.shape
    return (*bins, *others), found


def _bins_of_text(counts: list[CategoryCount], special: tuple[Any, ...], limits: Limits) -> tuple[Bin, ...]:
    """Groups of categories from the riskiest to the safest, then special ones and the missing."""
    totals = (sum(one.goods for one in counts), sum(one.bads for one in counts))
    missing = [Bin(one.goods, one.bads, missing=True) for one in counts if one.name is None]
    named = [((one.name,), one.goods, one.bads) for one in counts if one.name is not None]
    alone = {(str(value),) for value in special}
    others = [Bin(goods, bads, categories=names) for names, goods, bads in named if names in alone] + missing
    groups = _pooled([group for group in named if group[0] not in alone], limits.share * sum(totals))
    if not groups:
        return tuple(others)
    groups.sort(key=lambda group: (-group[2] / (group[1] + group[2]), group[0]))
    goods, bads = (np.array([group[place] for group in groups]) for place in (1, 2))
    best = best_partition(goods, bads, totals=totals, shape="descending", limits=limits)
    merged = []
    for start, end in zip(best.starts, [*best.starts[1:], len(groups)], strict=True):
        names = tuple(sorted(name for group in groups[start:end] for name in group[0]))
        merged.append(Bin(float(goods[start:end].sum()), float(bads[start:end].sum()), categories=names))
    return (*merged, *others)


def _pooled(groups: list[_Group], fewest: float) -> list[_Group]:
    """The groups, with those of fewer cases than ``fewest`` made one."""
    rare = [group for group in groups if group[1] + group[2] < fewest]
    if not rare:
        return groups
    pool = (tuple(group[0][0] for group in rare), sum(group[1] for group in rare), sum(group[2] for group in rare))
    return [*(group for group in groups if group not in rare), pool]


def _is_text(dtype: nw.dtypes.DType, name: str) -> bool:
    if is_text(dtype) or is_number(dtype):
        return is_text(dtype)
    raise TypeError(f"{_NAME} needs numbers or texts in {name!r}, found {dtype}; convert it first, a date to days, say")


def _ascending(edges: ArrayLike) -> NDArray[np.float64]:
    array = as_numbers(edges, "edges", _NAME)
    if not len(array) or not np.isfinite(array).all() or (np.diff(array) <= 0).any():
        raise ValueError(f"{_NAME} needs edges to be finite and ascending, found {array.tolist()}")
    return array
