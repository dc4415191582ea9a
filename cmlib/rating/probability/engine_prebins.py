"""Pre-bins of a numeric column where its table lives: a billion rows become a table of counts.

The engine squeezes the column into cells by an increasing function and counts each cell's goods and
bads; only these counts leave it. Edges are values that occur in the data, and the counts between them
are exact. What is approximate is only where the edges lie: each within one cell of its quantile. A cell
that is too heavy, and holds several values, is squeezed again by itself.
"""

import itertools

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cmlib.rating.probability.prebins import PreBins, without_empty

#: Cells on either side of the median. Half of the cases fall into half of the cells.
CELLS = 16_384


def count_column(frame: nw.LazyFrame, *, number: int, edges: NDArray[np.float64] | None) -> PreBins:
    """Pre-bins of the finite column ``value``, with the sums of the columns ``good`` and ``bad``."""
    if edges is not None:
        return _count_between(frame, edges)
    cells = _cells(frame, total=None, number=number)
    starts, cases = cells["start"].to_numpy(), cells["cases"].to_numpy()
    ends = np.cumsum(cases)
    at = np.searchsorted(ends, (np.arange(1, number) * ends[-1]) // number, side="right")
    behind = at[cases[at] >= ends[-1] / number] + 1  # a heavy value has a pre-bin of its own
    first = np.unique(np.concatenate([[0], at, behind[behind < len(cells)]]))
    goods, bads = (np.add.reduceat(cells[name].to_numpy(), first) for name in ("good", "bad"))
    return without_empty(starts[first[1:]], goods, bads)


def _cells(frame: nw.LazyFrame, total: float | None, number: int) -> pd.DataFrame:
    """Cells in ascending order: their smallest value, cases, goods and bads."""
    found = (
        frame.with_columns(cell=_cell(*_middle(frame)))
        .group_by("cell")
        .agg(
            nw.col("value").min().alias("start"), nw.col("value").max().alias("end"), nw.len().alias("cases"),
            nw.col("good").sum(), nw.col("bad").sum(),
        )
        .collect()
    )  # fmt: skip
    columns = ("start", "end", "cases", "good", "bad")
    cells = pd.DataFrame({name: found[name].to_numpy().astype(float) for name in columns})
    cells = cells.sort_values("start", ignore_index=True)
    total = cells["cases"].sum() if total is None else total
    heavy = (cells["cases"] > total / number) & (cells["start"] < cells["end"])
    if len(cells) == 1 or not heavy.any():
        return cells
    parts = [cells[~heavy]]
    for start, end in cells.loc[heavy, ["start", "end"]].to_numpy().tolist():
        inside = frame.filter((nw.col("value") >= start) & (nw.col("value") <= end))
        parts.append(_cells(inside, total, number))
    return pd.concat(parts).sort_values("start", ignore_index=True)


def _middle(frame: nw.LazyFrame) -> tuple[float, float]:
    """The median, and the median distance to it: outliers move neither."""
    value = nw.col("value")
    centre = float(frame.select(value.median()).collect().item())
    away = (value - centre).abs()
    found = frame.select(typical=away.median(), mean=away.mean()).collect()
    return centre, float(found["typical"][0]) or float(found["mean"][0]) or 1.0


def _cell(centre: float, width: float) -> nw.Expr:
    """The cell of a value: every step is an increasing function, so that cells are in the order of their values."""
    away = (nw.col("value") - centre) / width
    above = 1 - 1 / (1 + nw.when(away >= 0).then(away))
    below = 1 / (1 - nw.when(away < 0).then(away)) - 1
    return (nw.when(away >= 0).then(above).otherwise(below) * CELLS).floor()


def _count_between(frame: nw.LazyFrame, edges: NDArray[np.float64]) -> PreBins:
    value = nw.col("value")
    bounds = [-np.inf, *edges.tolist(), np.inf]
    sums = {}
    for position, (lower, upper) in enumerate(itertools.pairwise(bounds)):
        inside = (value >= lower) & (value < upper)
        for name in ("good", "bad"):
            sums[f"{name}_{position}"] = nw.when(inside).then(nw.col(name)).otherwise(nw.lit(0.0)).sum()
    found = frame.select(**sums).collect()
    goods, bads = (
        np.array([float(found[f"{name}_{position}"][0]) for position in range(len(edges) + 1)])
        for name in ("good", "bad")
    )
    return without_empty(edges, goods, bads)
