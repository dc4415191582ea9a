"""Scoring a table that lies in memory: the points of each indicator as arrays, block by block."""

from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from cmlib.rating.card.scorecard import Indicator, Scorecard
from cmlib.table.arrays import blocks, numbers_of


def scored_arrays(frame: nw.DataFrame[Any], card: Scorecard, missing: str) -> dict[str, NDArray[np.float64]]:
    """Points of every indicator and group, and the ``total``; the columns that `score` adds, in its order.

    Raises ``ValueError`` for a judgement that is no level of its indicator.
    """
    given = {one: numbers_of(frame[one.column]) for one in card.indicators}
    names = [one.points_column for one in card.indicators] + [group.points_column for group in card.groups]
    columns = {name: np.empty(len(frame)) for name in [*names, "total"]}
    for rows in blocks(len(frame)):
        total: Any = None
        for group in card.groups:
            earned: Any = None
            for one in group.indicators:
                points = columns[one.points_column][rows] = _points(one, given[one][rows], missing)
                earned = points if earned is None else earned + points
            # Points are multiples of 0.01: rounding the sums makes them exact, whatever the order of adding.
            earned = columns[group.points_column][rows] = np.round(earned, 2)
            total = earned if total is None else total + earned
        columns["total"][rows] = np.round(total, 2)
    return columns


def _points(indicator: Indicator, values: NDArray[Any], missing: str) -> NDArray[np.float64]:
    known = np.isfinite(values)
    place = np.zeros(len(values), dtype=np.int16)
    if indicator.bands:
        for band in indicator.bands[:-1]:
            place += values >= band.upper  # comparing with each bound is faster than a search
        earned = [band.points for band in indicator.bands]
    else:
        for position, level in enumerate(indicator.levels, start=1):
            place[values == level.value] = position
        for wrong in values[known & (place == 0)][:1]:
            indicator.place(wrong)  # refuses it
        earned = [0.0, *(level.points for level in indicator.levels)]
    points = np.array(earned, dtype=float)[place]
    points[~known] = 0.0 if missing == "zero" else np.nan
    return points
