"""Does the grade tell who will default? Default rates of the next year, grade by grade."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from cmlib.plots import style
from cmlib.plots.checks import require_same_length, require_zero_or_one
from cmlib.proportions import proportion_interval


def default_rate_by_grade(grades, defaulted, *, title: str, order: Sequence[str], ax: Axes | None = None) -> Axes:
    """Share of each grade's firms that defaulted in the following year, with 95% intervals (违约率).

    ``grades`` and ``defaulted`` go together row by row: the grade at the end of a year, and 1 if the
    firm defaulted in the year after, else 0. ``order`` lists the grades from the best to the worst. The
    intervals are Wilson's; under each grade stands its number of rows. Rows where either is missing are
    left out, and the axis says how many. A grade without rows stays empty.

    Raises ``ValueError`` for lengths that differ, no complete row, a grade that is not in ``order`` and
    outcomes other than 0 and 1.

    >>> from matplotlib.figure import Figure
    >>> ax = default_rate_by_grade(["A", "B", "B"], [0, 0, 1], order=["A", "B"], title="Only B defaults",
    ...                            ax=Figure().subplots())
    >>> ax.lines[0].get_ydata().tolist()
    [0.0, 0.5]
    """
    grades, defaulted = pd.Series(np.asarray(grades, dtype=object)), np.asarray(defaulted, dtype=float).ravel()
    require_same_length(grades, defaulted, "default_rate_by_grade", "grades and defaults")
    complete = (grades.notna() & ~np.isnan(defaulted)).to_numpy()
    left_out = int((~complete).sum())
    grades, defaulted = grades[complete].to_numpy(), defaulted[complete]
    require_same_length(grades, defaulted, "default_rate_by_grade", "complete grades and defaults")
    require_zero_or_one(defaulted, "default_rate_by_grade")
    order = list(order)
    unknown = [one for one in dict.fromkeys(grades) if one not in order]
    if unknown:
        raise ValueError(f"default_rate_by_grade needs grades that are in order {order}; found {unknown[0]!r}")
    style.require_title(title, "default_rate_by_grade")

    counts = np.array([np.sum(grades == one) for one in order])
    events = np.array([defaulted[grades == one].sum() for one in order])
    with np.errstate(invalid="ignore"):
        rates = events / counts
    low, high = proportion_interval(events, counts)
    ax = style.canvas(ax)
    x = np.arange(len(order))
    ax.vlines(x, low, high, color=style.SKY, linewidth=7, zorder=2)
    ax.plot(x, rates, linestyle="", marker="o", markersize=7, color=style.BLUE, zorder=3)
    for place, rate in zip(x, rates, strict=True):
        if np.isfinite(rate):
            ax.annotate(
                _percent(rate), (place, rate), (9, 0), textcoords="offset points", va="center_baseline",
                fontsize=style.SMALL_SIZE, color=style.INK,
            )  # fmt: skip
    ax.set_xticks(
        x, [f"{name}\nn = {count}" for name, count in zip(order, counts, strict=True)], fontsize=style.TEXT_SIZE
    )
    for tick, count in zip(ax.get_xticklabels(), counts, strict=True):
        tick.set_color(style.INK if count else style.MUTED)
    ax.set(xlim=(-0.6, len(order) - 0.35), ylim=(-0.02 * np.nanmax(high), 1.06 * np.nanmax(high)))
    style.percent_axis(ax.yaxis)
    note = f"; {left_out} more without grade or outcome" if left_out else ""
    return style.caption(
        ax,
        title,
        x=f"grade (n: firms and years with it{note})",
        y="default rate in the next year (%)\nwith 95% interval",
    )


def _percent(rate):
    return f"{rate:.1%}" if 0 < rate < 0.1 else f"{rate:.0%}"
