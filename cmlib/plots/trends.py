"""Numbers over the years as lines, named at their ends."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from cmlib.plots import style
from cmlib.plots.end_labels import EndLabels
from cmlib.plots.time_axis import end_at_last, numbers_by_year, places_in_time, time_axis


def lines(
    table, *, title: str, ylabel: str, reference: tuple[float, str] | None = None, band: tuple | None = None,
    percent: bool = False, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """One line a column over the years, its name at its end (趋势图).

    ``table`` is a pandas table with the years as index; a missing value leaves a gap. ``ylabel`` names
    what is measured with its unit. ``reference`` is a value and its name, drawn across. ``band`` is the
    lower and upper end as pandas Series over the years, and a name: an industry's quartiles, for
    example. ``percent`` shows fractions in percent.

    Raises ``TypeError`` for what is no pandas table, ``ValueError`` for an empty one, text, and a band
    that lacks a year of the table.

    >>> from matplotlib.figure import Figure
    >>> ratios = pd.DataFrame({"current_ratio": [1.2, 0.9]}, index=[2022, 2023])
    >>> ax = lines(ratios, title="Liquidity fell below 1", ylabel="times", reference=(1, "as much as falls due"),
    ...            ax=Figure().subplots())
    >>> ax.lines[-1].get_ydata().tolist()
    [1.2, 0.9]
    """
    numbers = numbers_by_year(table, "lines")
    ends = None if band is None else _ends_of(band, numbers.index)
    style.require_title(title, "lines")
    ax = style.canvas(ax)
    x = places_in_time(numbers.index)
    points, texts, colours = [], [], []
    if ends is not None:
        lower, upper, text = ends
        ax.fill_between(x, lower, upper, color=style.GRID, linewidth=0, zorder=1)
        points.append((x[-1], (lower[-1] + upper[-1]) / 2))
        texts.append(text)
        colours.append(style.MUTED)
    if reference is not None:
        value, text = reference
        ax.axhline(value, color=style.MUTED, linewidth=1, linestyle=(0, (3, 2)), zorder=1.5)
        points.append((x[-1], value))
        texts.append(text)
        colours.append(style.MUTED)
    for number, name in enumerate(numbers):
        y, look = numbers[name].to_numpy(), style.line_look(number)
        ax.plot(x, y, label=style.words(name), zorder=3, clip_on=False, **look)
        if np.isfinite(y).any():
            last = np.flatnonzero(np.isfinite(y))[-1]
            points.append((x[last], y[last]))
            texts.append(style.words(name))
            colours.append(look["color"])
    end_at_last(ax, x)
    EndLabels(ax, points, texts, colours, column=x[-1])
    if percent:
        style.percent_axis(ax.yaxis)
    return style.caption(ax, title, x=time_axis(ax, numbers.index), y=ylabel)


def _ends_of(band, years):
    lower, upper, text = band
    if not isinstance(lower, pd.Series) or not isinstance(upper, pd.Series):
        raise TypeError(f"lines needs a band of two pandas Series and a text; found {type(lower).__name__} first")
    for end in (lower, upper):
        lacking = [year for year in years if year not in end.index]
        if lacking:
            raise ValueError(f"lines needs a band with the years of the table; the band lacks {lacking[0]!r}")
    return lower.loc[years].to_numpy(float), upper.loc[years].to_numpy(float), text
