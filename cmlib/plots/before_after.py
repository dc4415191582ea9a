"""One number of each firm, before and after."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from cmlib.plots import style
from cmlib.plots.checks import numbers_by_row, require_same_names
from cmlib.plots.end_labels import EndLabels


def slope(
    before, after, *, title: str, unit: str, labels: tuple[str, str] = ("reported", "unmasked"),
    bounds: Mapping[str, float] | None = None, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Each firm's number before and after as two ends of a line (坡度图).

    ``before`` and ``after`` are pandas Series with the firms as index, in ``unit``. Falling lines are
    drawn through, rising ones dashed, unchanged ones dotted. ``bounds`` maps a name to the number from
    which it holds, such as the grades to their lower bounds; they are drawn across.

    Raises ``TypeError`` for what is no Series, ``ValueError`` for empty ones, text, missing numbers and
    firms that stand in only one.

    >>> from matplotlib.figure import Figure
    >>> ax = slope(pd.Series({"A": 75}), pd.Series({"A": 68}), title="A falls", unit="points",
    ...            bounds={"BBB": 60, "A": 70}, ax=Figure().subplots())
    >>> [tick.get_text() for tick in ax.get_yticklabels()]
    ['A from 70']
    """
    ends = []
    for side in (before, after):
        if not isinstance(side, pd.Series):
            raise TypeError(f"slope needs pandas Series with the firms as index; found {type(side).__name__}")
        ends.append(numbers_by_row(side.rename("number"), "slope", "firms")["number"])
    before, after = ends
    require_same_names(before.index, after.index, "slope", "firms")
    after = after.loc[before.index]
    for name in before.index:
        if np.isnan(before[name]) or np.isnan(after[name]):
            raise ValueError(f"slope needs both numbers of every firm; {name!r} lacks one. Drop it, and say so")
    style.require_title(title, "slope")
    ax = style.canvas(ax, grid="" if bounds else "y")
    looks = [_look(change) for change in after - before]
    for name, look in zip(before.index, looks, strict=True):
        ax.plot([0, 1], [before[name], after[name]], label=str(name), zorder=3, marker="o", markersize=4.5, **look)
    colours, widths = [look["color"] for look in looks], []
    for x, side, values in ((0, "left", before), (1, "right", after)):
        texts = [_beside(name, value, side) for name, value in values.items()]
        column = EndLabels(ax, [(x, value) for value in values], texts, colours, side=side)
        widths.append(max(text.get_window_extent().width for text in column.texts))
    room = (max(widths) + 0.15 * ax.figure.dpi) / ax.get_window_extent().width
    beside = room / max(1 - 2 * room, 0.1)
    ax.set_xlim(-beside, 1 + beside)
    ax.set_xticks([0, 1], labels, fontsize=style.TEXT_SIZE)
    ax.margins(y=0.08)
    if bounds:
        _draw_bounds(ax, bounds)
    return style.caption(ax, title, y=unit)


def _look(change):
    if change == 0:
        return {"color": style.MUTED, "linestyle": (0, (1.2, 1.2)), "linewidth": 1.6}
    colour, dashes = (style.VERMILLION, "-") if change < 0 else (style.BLUE, (0, (5, 1.6)))
    return {"color": colour, "linestyle": dashes, "linewidth": 1.6}


def _beside(name, value, side):
    number = f"{value:,.4g}".replace("-", "−")
    return f"{name}  {number}" if side == "left" else f"{number}  {name}"


def _draw_bounds(ax, bounds):
    """Lines across at the bounds in sight, each with its name and number as the label of its tick."""
    low, high = ax.get_ylim()
    shown = {name: value for name, value in bounds.items() if low <= value <= high}
    for value in shown.values():
        ax.axhline(value, color=style.FAINT, linewidth=1, zorder=1)
    ax.set_yticks(list(shown.values()), [f"{name} from {value:g}" for name, value in shown.items()])
