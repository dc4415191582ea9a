"""Many firms and many ratios at one glance."""

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from cmlib.plots import style
from cmlib.plots.checks import as_table, numbers_by_row, require_same_names

#: From worst to best. The colour turns at the middle, and lightness rises all the way: the dark cells
#: are the weak ones, in colour as in grey.
_WORST_TO_BEST = ("#7E2500", "#B9531C", "#D8A183", "#D5CFC8", "#C3DDEE", "#DDF1FD")


def heat_map(table, *, title: str, unit: str, low_is_bad: bool = True, annotate=None, ax: Axes | None = None) -> Axes:
    """Where each firm stands on each ratio, dark where it is weak (热力图).

    ``table`` is a pandas table with the firms as index and the ratios as columns: positions from 0 to
    1, such as the share of the industry that a firm is ahead of. ``unit`` says what the position is.
    With ``low_is_bad=False`` 1 is the weak end. ``annotate`` is a table of the same shape with what to
    write into the cells (the ratios themselves, as text or numbers); without it the positions are
    written in percent. A missing position is hatched, with a dash.

    Raises ``TypeError`` for what is no pandas table, ``ValueError`` for an empty one, text, positions
    outside 0 to 1, and an ``annotate`` with other firms or ratios.

    >>> from matplotlib.figure import Figure
    >>> import pandas as pd
    >>> positions = pd.DataFrame({"net_margin": [0.1, 0.8]}, index=["A", "B"])
    >>> ax = heat_map(positions, title="A earns little", unit="share of firms not ahead", ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts]
    ['10%', '80%']
    """
    positions = numbers_by_row(table, "heat_map", "firms")
    outside = positions.stack()[lambda one: (one < 0) | (one > 1)]
    if len(outside):
        raise ValueError(f"heat_map needs positions from 0 to 1; {outside.index[0]} has {outside.iloc[0]:g}")
    texts = _texts(positions, annotate)
    style.require_title(title, "heat_map")
    rows, columns = positions.shape
    ax = style.canvas(ax, size=(style.SIZE[0], max(2.6, 1.5 + 0.3 * rows)), grid="")
    shades = _WORST_TO_BEST if low_is_bad else _WORST_TO_BEST[::-1]
    cells = ax.pcolormesh(
        np.ma.masked_invalid(positions.to_numpy()), cmap=LinearSegmentedColormap.from_list("position", shades),
        vmin=0, vmax=1, edgecolor=style.PAPER, linewidth=1.5,
    )  # fmt: skip
    for row, column in np.ndindex(rows, columns):
        place, value = (column + 0.5, row + 0.5), positions.iat[row, column]
        if np.isnan(value):
            hatched = {"facecolor": style.PAPER, "edgecolor": style.PAPER, "hatch": "////", "hatchcolor": style.GRID}
            ax.add_patch(Rectangle((column, row), 1, 1, linewidth=1.5, **hatched))
        with_white = 1 if np.isnan(value) else style.contrast(cells.cmap(value)[:3])
        dark = with_white > style.contrast(style.INK) / with_white  # white stands out more than ink
        ax.text(
            *place, "–" if np.isnan(value) else texts.iat[row, column], ha="center", va="center_baseline",
            fontsize=style.SMALL_SIZE, color=style.PAPER if dark else style.INK,
        )  # fmt: skip
    ax.invert_yaxis()
    ax.spines[:].set_visible(False)
    letters = max(8, 86 // columns)
    names = [textwrap.fill(style.words(name), letters, break_long_words=False) for name in positions.columns]
    ax.set_xticks(np.arange(columns) + 0.5, names, fontsize=style.SMALL_SIZE)
    ax.set_yticks(np.arange(rows) + 0.5, [str(name) for name in positions.index])
    ax.tick_params(length=0)
    bar = ax.figure.colorbar(cells, ax=ax, fraction=0.03, pad=0.02, aspect=30)
    ends = ("worst", "best") if low_is_bad else ("best", "worst")
    bar.set_ticks([0, 0.5, 1], labels=[f"0% {ends[0]}", "50%", f"100% {ends[1]}"], fontsize=style.SMALL_SIZE)
    bar.set_label(unit, fontsize=style.SMALL_SIZE, color=style.INK)
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0)
    return style.caption(ax, title)


def _texts(positions, annotate):
    if annotate is None:
        return positions.map(lambda value: f"{value:.0%}")
    texts = as_table(annotate, "heat_map", "firms")
    require_same_names(positions.index, texts.index, "heat_map", "firms")
    require_same_names(positions.columns, texts.columns, "heat_map", "columns")
    texts = texts.loc[positions.index, positions.columns]
    return texts.map(lambda value: value if isinstance(value, str) else _three_digits(value).replace("-", "−"))


def _three_digits(value):
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:#.3g}"
