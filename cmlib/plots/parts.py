"""What a whole is made of, year by year."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from cmlib.plots import style
from cmlib.plots.checks import require_same_names
from cmlib.plots.end_labels import EndLabels
from cmlib.plots.time_axis import numbers_by_year, places_in_time, time_axis

#: How far the parts of a year may be from 1: statements are printed in rounded numbers.
_TOLERANCE = 0.005


def composition(
    table, *, title: str, unit: str = "share of total assets", order: Sequence | None = None, ax: Axes | None = None
) -> Axes:
    """The parts of a whole as stacked bars, one bar a year (结构图).

    ``table`` is a pandas table with the years as index and the parts as columns: fractions of the
    whole that sum to 1 in every year. ``order`` lists the columns from the bottom of the bar to its
    top. A negative part (equity that losses have eaten) hangs below zero. The numbers beside the last
    bar are its parts in percent.

    Raises ``TypeError`` for what is no pandas table, ``ValueError`` for an empty one, text, missing
    values, parts that do not sum to 1 and an ``order`` with other names than the columns.

    >>> from matplotlib.figure import Figure
    >>> import pandas as pd
    >>> parts = pd.DataFrame({"debt": [0.5, 0.6], "equity": [0.5, 0.4]}, index=[2022, 2023])
    >>> ax = composition(parts, title="Debt took over", ax=Figure().subplots())
    >>> [f"{bar.get_height():.0%}" for bar in ax.containers[0]]
    ['50%', '60%']
    """
    parts = numbers_by_year(table, "composition")
    for year, sum_of_parts in parts.sum(axis=1, skipna=False).items():
        if not abs(sum_of_parts - 1) <= _TOLERANCE:
            raise ValueError(
                f"composition needs parts that sum to 1 in every row; {year!r} sums to {sum_of_parts:g}. "
                "Divide by the whole, and leave totals out"
            )
    if order is not None:
        require_same_names(parts.columns, order, "composition", "columns")
        parts = parts[list(order)]
    style.require_title(title, "composition")
    ax = style.canvas(ax)
    x = places_in_time(parts.index)
    width = 0.74 * min(np.diff(x), default=1)
    positive, negative, middles = np.zeros(len(x)), np.zeros(len(x)), []
    for number, name in enumerate(parts):
        heights = parts[name].to_numpy()
        bottom = np.where(heights < 0, negative, positive)
        ax.bar(x, heights, width, bottom=bottom, label=style.words(name), **style.fill_look(number))
        middles.append(bottom[-1] + heights[-1] / 2)
        positive, negative = positive + np.clip(heights, 0, None), negative + np.clip(heights, None, 0)
    if negative.any():
        ax.axhline(0, color=style.INK, linewidth=0.8)
    ax.set(xlim=(x[0] - 0.6 * width, x[-1] + 0.5 * width), ylim=(1.02 * negative.min(), 1.02 * positive.max()))
    texts = [f"{style.words(name)} {share:.0%}".replace("-", "−") for name, share in parts.iloc[-1].items()]
    colours = [style.PALETTE[number % 7] for number in range(len(texts))]
    EndLabels(ax, [(x[-1] + width / 2, middle) for middle in middles], texts, colours)
    style.percent_axis(ax.yaxis)
    return style.caption(ax, title, x=time_axis(ax, parts.index), y=f"{unit} (%)")
