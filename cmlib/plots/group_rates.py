"""How often something happens, by two groupings at once."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from cmlib.plots import style
from cmlib.plots.checks import as_table, require_columns, require_same_names, require_zero_or_one
from cmlib.proportions import proportion_interval


def rates_by_two(
    table, *, along: str, by: str, outcome: str, title: str, ylabel: str, along_order: Sequence | None = None,
    by_order: Sequence | None = None, highlight: str | None = None, confidence: float = 0.95, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Rates with their intervals: a block for each group ``along`` the axis, a mark for each group ``by`` (交互作用图).

    ``table`` is a pandas table with a row a case: two columns of groups and an ``outcome`` of 0 and 1 (or
    False and True). The bars are Wilson intervals at ``confidence``. ``highlight`` names the group ``by``
    whose marks are filled and carry their percentages; the others are open. The number of cases of a block
    stands below its name. A pair without a case has no mark.

    Raises ``TypeError`` for what is no pandas table, ``LookupError`` for a missing column, ``ValueError``
    for an empty table, a missing group, an outcome that is neither 0 nor 1, an order with other names, and
    a ``highlight`` that is no group.

    >>> from matplotlib.figure import Figure
    >>> import pandas as pd
    >>> visits = pd.DataFrame({"style": ["amiable", "driving"] * 4, "way": ["trial", "trial", "direct", "direct"] * 2,
    ...                        "agreed": [1, 1, 0, 1, 1, 0, 0, 1]})
    >>> ax = rates_by_two(visits, along="style", by="way", outcome="agreed", title="Direct fails with the amiable",
    ...                   ylabel="agreed (%)", highlight="direct", ax=Figure().subplots())
    >>> [tick.get_text() for tick in ax.get_xticklabels()]
    ['amiable\\nn = 4', 'driving\\nn = 4']
    """
    asked_by = "rates_by_two"
    require_columns(_rows(table, asked_by), [along, by, outcome], asked_by)
    blocks = _groups(table, along, along_order, asked_by)
    marks = _groups(table, by, by_order, asked_by)
    if highlight is not None and highlight not in marks:
        raise ValueError(f"{asked_by} knows the groups {marks}; found {highlight!r} as highlight")
    cases = table[[along, by]].assign(yes=_outcome(table[outcome], asked_by))
    counts = cases.groupby([along, by])["yes"].agg(["sum", "count"])
    style.require_title(title, asked_by)
    ax = style.canvas(ax)
    step = 0.76 / len(marks)
    for number, mark in enumerate(marks):
        found = counts.reindex(pd.MultiIndex.from_product([blocks, [mark]]), fill_value=0)
        lower, upper = proportion_interval(found["sum"], found["count"], confidence=confidence)
        rate = (found["sum"] / found["count"].where(found["count"] > 0)).to_numpy(dtype=float)
        x = np.arange(len(blocks)) + (number - (len(marks) - 1) / 2) * step
        look, bold = _look(number, mark, highlight)
        ax.vlines(x, lower, upper, color=look["color"], linewidth=6 if bold else 2.2, alpha=0.35 if bold else 0.75)
        ax.plot(x, rate, linestyle="", **look)
        for place, value, top in zip(x, rate, upper, strict=True):
            if bold and not np.isnan(value):
                _write(ax, place, top, value, look["color"])
    sizes = cases[along].value_counts()
    ax.set_xticks(range(len(blocks)), [f"{style.words(name)}\nn = {sizes[name]:,}" for name in blocks])
    for edge in range(1, len(blocks)):
        ax.axvline(edge - 0.5, color=style.GRID, linewidth=0.8)
    ax.tick_params(axis="x", length=0)
    ax.set(xlim=(-0.55, len(blocks) - 0.45), ylim=(0, 1.08))
    ax.set_yticks(np.arange(0, 1.01, 0.2))
    style.percent_axis(ax.yaxis)
    handles = [
        Line2D([], [], linestyle="", label=style.words(mark), **_look(number, mark, highlight)[0])
        for number, mark in enumerate(marks)
    ]
    above = style.key_above(ax, handles)
    return style.caption(ax, title, y=f"{ylabel}\nwith {100 * confidence:g}% interval", above=above)


def _rows(table, asked_by):
    if isinstance(table, pd.DataFrame):
        return as_table(table.reset_index(drop=True), asked_by, "cases")
    return as_table(table, asked_by, "cases")


def _groups(table, column, order, asked_by):
    if table[column].isna().any():
        raise ValueError(f"{asked_by} needs {column!r} in every row; one is missing. Drop these rows, and say so")
    groups = sorted(table[column].unique().tolist())
    if order is None:
        return groups
    require_same_names(groups, order, asked_by, f"groups of {column!r}")
    return list(order)


def _outcome(values, asked_by):
    try:
        numbers = values.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        raise ValueError(f"{asked_by} needs outcomes of 0 and 1; found text") from None
    require_zero_or_one(numbers, asked_by)
    return numbers


def _look(number, mark, highlight):
    """How the marks of a group look, and whether they are the highlighted ones."""
    bold = mark == highlight
    colour = style.VERMILLION if bold else (style.BLUE, style.GREEN, style.WINE, style.BLACK, style.MUTED)[number % 5]
    shape = {"marker": style.MARKERS[number % 7], "markersize": 7 if bold else 6, "color": colour}
    return shape | {"markerfacecolor": colour if bold else style.PAPER, "markeredgewidth": 1.4}, bold


def _write(ax, place, top, value, colour):
    ax.annotate(
        f"{value:.0%}", (place, top), (0, 3), textcoords="offset points", ha="center", va="bottom",
        fontsize=style.SMALL_SIZE, color=style.readable(colour),
    )  # fmt: skip
