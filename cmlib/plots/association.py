"""Which pairs of two classifications come more often, or less, than chance would have it."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from cmlib.plots import style
from cmlib.plots.checks import numbers_by_row

#: Less often than by chance, as often, more often: the ends differ in colour, and the sign is written.
_SHADES = ("#D55E00", "#F3C9A5", "#FFFFFF", "#B5D4EA", "#0062A0")
#: From here on a residual is shown in the full colour.
_FULL = 6.0


def association(counts, *, title: str, counted: str, ax: Axes | None = None) -> Axes:
    """A cross-tabulation with the standardised residual of every cell (标准化残差).

    ``counts`` is a pandas table of counts, ``pandas.crosstab`` for example. Each cell shows its count and,
    below, its adjusted residual: (count − expected) / standard error, were rows and columns independent.
    About 95 of 100 lie between −2 and 2 then; cells beyond stand in bold. Blue comes more often than by
    chance, orange less often. ``counted`` says in the plural what is counted.

    Raises ``TypeError`` for what is no pandas table, ``ValueError`` for an empty one, text, a missing or
    negative count, fewer than two rows or columns, and a row or column without any count.

    Source: Haberman (1973), The Analysis of Residuals in Cross-Classified Tables, Biometrics 29(1), 205-220.

    >>> from matplotlib.figure import Figure
    >>> import pandas as pd
    >>> counts = pd.DataFrame({"loans": [30, 10], "deposits": [10, 30]}, index=["private", "state"])
    >>> ax = association(counts, title="Private firms borrow", counted="firms", ax=Figure().subplots())
    >>> [text.get_text() for text in ax.texts]
    ['30\\n+4.5', '10\\n−4.5', '10\\n−4.5', '30\\n+4.5']
    """
    numbers = numbers_by_row(counts, "association", "classes")
    found = numbers.to_numpy()
    if not (found >= 0).all():
        raise ValueError("association needs counts from 0 in every cell; one is missing or negative")
    if min(found.shape) < 2 or not (found.sum(axis=0) > 0).all() or not (found.sum(axis=1) > 0).all():
        raise ValueError("association needs at least two rows and two columns, each with something counted")
    style.require_title(title, "association")
    residuals = _residuals(found)
    rows, columns = found.shape
    ax = style.canvas(ax, size=(style.SIZE[0], max(2.4, 1.2 + 0.5 * rows)), grid="")
    cells = ax.pcolormesh(
        residuals, cmap=LinearSegmentedColormap.from_list("residual", _SHADES), vmin=-_FULL, vmax=_FULL,
        edgecolor=style.GRID, linewidth=1.5,
    )  # fmt: skip
    for row, column in np.ndindex(rows, columns):
        residual = residuals[row, column]
        with_white = style.contrast(cells.cmap(cells.norm(residual))[:3])
        dark = with_white > style.contrast(style.INK) / with_white
        ax.text(
            column + 0.5, row + 0.5, f"{found[row, column]:,.0f}\n{residual:+.1f}".replace("-", "−"), ha="center",
            va="center", fontsize=style.SMALL_SIZE, color=style.PAPER if dark else style.INK,
            fontweight="bold" if abs(residual) > 2 else "normal",
        )  # fmt: skip
    ax.invert_yaxis()
    ax.spines[:].set_visible(False)
    ax.set_xticks(np.arange(columns) + 0.5, [style.words(name) for name in numbers.columns])
    ax.set_yticks(np.arange(rows) + 0.5, [style.words(name) for name in numbers.index])
    ax.tick_params(length=0)
    name = style.words(counts.columns.name or "")
    return style.caption(
        ax, title, x=f"{name}\n({counted}; below, standardised residual)".strip(),
        y=style.words(counts.index.name or ""),
    )  # fmt: skip


def _residuals(counts: np.ndarray) -> np.ndarray:
    total = counts.sum()
    by_row, by_column = counts.sum(axis=1, keepdims=True) / total, counts.sum(axis=0, keepdims=True) / total
    expected = total * by_row * by_column
    spread = np.sqrt(expected * (1 - by_row) * (1 - by_column))
    return (counts - expected) / spread
