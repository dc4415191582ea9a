"""Estimates with their intervals, one below the other."""

import numpy as np
from matplotlib.axes import Axes

from cmlib.plots import style
from cmlib.plots.checks import as_table, numbers_by_row, require_columns


def intervals(
    table, *, title: str, xlabel: str, percent: bool = False, reference: tuple[float, str] | None = None,
    ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Estimates as dots on the bars of their intervals (区间估计图), the first row at the top.

    ``table`` is a pandas table with one row an estimate, its name as index, and the columns
    ``estimate``, ``lower`` and ``upper``. With ``percent`` fractions are shown in percent. ``reference``
    is a number to compare with and its name, drawn as a line from top to bottom. A row without an
    interval (``lower`` and ``upper`` missing) is a dot alone. A column ``truth`` is drawn as open diamonds.

    Raises ``TypeError`` for what is no pandas table, ``LookupError`` for a missing column, ``ValueError``
    for an empty table, text, a name that comes twice, a missing estimate, an interval with one end, and
    an estimate outside its interval.

    >>> from matplotlib.figure import Figure
    >>> import pandas as pd
    >>> found = pd.DataFrame({"estimate": [0.6], "lower": [0.5], "upper": [0.7]}, index=["all who answered"])
    >>> ax = intervals(found, title="Most say yes", xlabel="said yes (%)", percent=True, ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts]
    ['60%']
    """
    columns = ["estimate", "lower", "upper"]
    require_columns(as_table(table, "intervals", "names"), columns, "intervals")
    columns += ["truth"] if "truth" in table else []
    numbers = numbers_by_row(table[columns], "intervals", "names")
    _check(numbers)
    style.require_title(title, "intervals")
    rows = len(numbers)
    ax = style.canvas(ax, size=(style.SIZE[0], max(2.2, 1.3 + 0.42 * rows)), grid="x")
    places = np.arange(rows)
    ax.hlines(places, numbers["lower"], numbers["upper"], color=style.SKY, linewidth=7, zorder=2)
    ax.plot(numbers["estimate"], places, linestyle="", marker="o", markersize=7, color=style.BLUE, zorder=3)
    above = 0.0
    if "truth" in numbers:
        look = {"marker": "D", "markerfacecolor": style.PAPER, "markeredgecolor": style.WINE, "markeredgewidth": 1.6}
        (diamonds,) = ax.plot(numbers["truth"], places, linestyle="", markersize=7, zorder=4, label="truth", **look)
        above = style.key_above(ax, [diamonds])
    for place, value in zip(places, numbers["estimate"], strict=True):
        ax.annotate(
            _text(value, percent), (value, place), (0, 7), textcoords="offset points", ha="center", va="bottom",
            fontsize=style.SMALL_SIZE, color=style.INK,
        )  # fmt: skip
    if reference is not None:
        value, name = reference
        ax.axvline(value, color=style.WINE, linestyle=style.DASHES[1], linewidth=1.4, zorder=1)
        ax.annotate(
            f" {name}", (value, 0), xycoords=("data", "axes fraction"), xytext=(0, 4), textcoords="offset points",
            va="bottom", fontsize=style.SMALL_SIZE, color=style.WINE,
        )  # fmt: skip
    ax.set_yticks(places, [str(name) for name in numbers.index])
    ax.set_ylim(rows - 0.35, -0.75)
    ax.margins(x=0.06)
    if percent:
        style.percent_axis(ax.xaxis)
    return style.caption(ax, title, x=xlabel, above=above)


def _check(numbers):
    for name, row in numbers.iterrows():
        estimate, lower, upper = row[["estimate", "lower", "upper"]]
        if np.isnan(estimate):
            raise ValueError(f"intervals needs an estimate in every row; {name!r} has none")
        if np.isnan(lower) != np.isnan(upper):
            raise ValueError(f"intervals needs both ends of an interval, or neither; {name!r} lacks one")
        if not np.isnan(lower) and not lower <= estimate <= upper:
            raise ValueError(
                f"intervals needs each estimate inside its interval; "
                f"{name!r} has {estimate:g} in {lower:g} to {upper:g}"
            )


def _text(value, percent):
    shown = f"{100 * value:.3g}%" if percent else (f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}")
    return shown.replace("-", "−")
