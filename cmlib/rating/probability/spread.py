"""Two samples over the same bins: what a stability index compares."""

import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from cmlib.rating.probability.lookup import as_series, is_text
from cmlib.rating.probability.outcome import as_numbers
from cmlib.rating.probability.prebins import quantile_edges

_NAME = "stability_index"
#: Shares add up to 1 within this.
_ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class Cells:
    """Bins and what each holds, expected and actual: counts, or shares of a whole that is not known."""

    labels: list[str]
    expected: NDArray[np.float64]
    actual: NDArray[np.float64]
    are_shares: bool = False


def counted(expected: Any, actual: Any) -> Cells:
    """Cells from counts or shares that are known already."""
    if isinstance(expected, (Mapping, pd.Series)) and isinstance(actual, (Mapping, pd.Series)):
        before, after = dict(expected.items()), dict(actual.items())
        keys = list(dict.fromkeys([*before, *after]))
        labels = [str(key) for key in keys]
        expected, actual = [before.get(key, 0) for key in keys], [after.get(key, 0) for key in keys]
    else:
        labels = []
    sides = as_numbers(expected, "expected", _NAME), as_numbers(actual, "actual", _NAME)
    if len(sides[0]) != len(sides[1]):
        raise ValueError(
            f"{_NAME} needs counts of the same bins; found {len(sides[0])} expected and {len(sides[1])} actual"
        )
    for what, counts in zip(("expected", "actual"), sides, strict=True):
        if not (np.isfinite(counts) & (counts >= 0)).all() or not counts.sum() > 0:
            raise ValueError(
                f"{_NAME} needs {what} counts that are finite, not below 0 and not all 0; found {counts.tolist()[:12]}"
            )
    are_shares = any(abs(counts.sum() - 1) < _ROUNDING for counts in sides)
    if are_shares and ((sides[0] == 0) != (sides[1] == 0)).any():
        raise ValueError(f"{_NAME} found a bin with a share of 0 on one side: give counts, so that it can be corrected")
    return Cells(labels or [str(place) for place in range(1, len(sides[0]) + 1)], *sides, are_shares)


def spread(expected: Any, actual: Any, groups: int, edges: ArrayLike | None) -> Cells:
    """Cells from single values: numbers into bins, texts into categories."""
    before, after = _series(expected, "expected"), _series(actual, "actual")
    if is_text(before.dtype) != is_text(after.dtype):
        raise TypeError(f"{_NAME} needs two samples of one kind; found {before.dtype} expected, {after.dtype} actual")
    if is_text(before.dtype):
        return _categories(before, after)
    if isinstance(groups, bool) or not isinstance(groups, int) or groups < 2:
        raise ValueError(f"{_NAME} needs groups to be a whole number from 2, found {groups!r}")
    numbers = as_numbers(before, "expected", _NAME), as_numbers(after, "actual", _NAME)
    if all(
        len(one) > 1 and (one >= 0).all() and abs(one.sum() - 1) < _ROUNDING and (one % 1 > 0).any() for one in numbers
    ):
        raise ValueError(f"{_NAME} needs single values, but both sides sum to 1: for shares of bins say of='counts'")
    known = [np.sort(values[np.isfinite(values)]) for values in numbers]
    if edges is None and not len(known[0]):
        raise ValueError(f"{_NAME} needs at least one finite number among the expected values")
    cuts = quantile_edges(known[0], groups) if edges is None else as_numbers(edges, "edges", _NAME)
    if not (np.isfinite(cuts).all() and (np.diff(cuts) > 0).all()):
        raise ValueError(f"{_NAME} needs edges to be finite and ascending, found {cuts.tolist()}")
    counts = [_between(cuts, ordered, len(values)) for values, ordered in zip(numbers, known, strict=True)]
    bounds = [f"{cut:,.6g}" for cut in cuts]
    middle = [f"{lower} to {upper}" for lower, upper in itertools.pairwise(bounds)]
    labels = [f"below {bounds[0]}", *middle, f"{bounds[-1]} or more"] if bounds else ["all"]
    return Cells([*labels, "missing"], counts[0], counts[1])


def _between(edges: NDArray[np.float64], in_order: NDArray[np.float64], values: int) -> NDArray[np.float64]:
    """Counts of sorted numbers between the edges; the last is what they lack of all ``values``, the missing ones."""
    below = np.searchsorted(in_order, edges, side="left")
    return np.array([*np.diff(below, prepend=0, append=len(in_order)), values - len(in_order)], dtype=float)


def _categories(before: nw.Series, after: nw.Series) -> Cells:
    counts = [Counter(None if pd.isna(name) else str(name) for name in side.to_list()) for side in (before, after)]
    names = sorted({name for side in counts for name in side if name is not None})
    before_counts, after_counts = ([float(side[name]) for name in [*names, None]] for side in counts)
    return Cells([*names, "missing"], np.array(before_counts), np.array(after_counts))


def _series(values: Any, what: str) -> nw.Series:
    if isinstance(values, Mapping):
        raise TypeError(f"{_NAME} needs single {what} values, found a mapping; for counts by bin say of='counts'")
    native = as_series(values) if isinstance(values, (list, tuple, np.ndarray)) else values
    try:
        series = nw.from_native(native, series_only=True, allow_series=True)
    except TypeError:
        raise TypeError(f"{_NAME} needs {what} to be an array or a Series, found {type(values).__name__}") from None
    if not len(series):
        raise ValueError(f"{_NAME} needs at least one {what} value; found none")
    return series
