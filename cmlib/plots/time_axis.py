"""The axis of time: whole years as numbers, other periods by name."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from cmlib.plots.checks import numbers_by_row
from cmlib.plots.style import TEXT_SIZE


def numbers_by_year(table, asked_by: str) -> pd.DataFrame:
    """A table of numbers with the years as index, the earliest first; raises what `numbers_by_row` raises."""
    return numbers_by_row(table, asked_by).sort_index()


def places_in_time(index: pd.Index) -> np.ndarray:
    """Where each row stands on the axis: the year itself, or 0, 1, 2 … for rows that are no numbers."""
    if pd.api.types.is_numeric_dtype(index):
        return index.to_numpy(dtype=float)
    return np.arange(len(index), dtype=float)


def end_at_last(ax: Axes, places: np.ndarray) -> None:
    """End the axis at its last place, where names stand; keep a little space before the first."""
    ax.set_xlim(places[0] - max(0.03 * (places[-1] - places[0]), 0.1), places[-1])


def time_axis(ax: Axes, index: pd.Index) -> str:
    """Put one tick at each row, or at every other where they are many; returns the name of the axis."""
    step = -(-len(index) // 12)
    shown = slice((len(index) - 1) % step, None, step)  # counted from the last row, which readers look at first
    names = [f"{name:g}" if isinstance(name, (int, float, np.number)) else str(name) for name in index]
    ax.set_xticks(places_in_time(index)[shown], names[shown], fontsize=TEXT_SIZE)
    return str(index.name or "year")
