"""How many have how much: one number of each customer, as a histogram."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from cmlib.plots import style
from cmlib.plots.checks import numbers_by_row

#: Dashes of the lines of marks; the first is drawn through.
_DASHES = ("-", (0, (5, 1.6)), (0, (1.2, 1.2)))
_COLOURS = (style.VERMILLION, style.WINE, style.BLACK)


def distribution(
    values, *, title: str, xlabel: str, counted: str = "customers", marks: Mapping[str, float] | None = None,
    log: bool = False, bins: int = 30, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """How many have how much, as a histogram (直方图).

    ``values`` is a pandas Series; what is missing is left out, and the axis says how many. ``xlabel``
    names what is measured with its unit, ``counted`` who is counted. ``marks`` maps a name to a number,
    such as the mean, drawn as a line from bottom to top (at most three). With ``log`` the axis is
    logarithmic: each step to the right multiplies; all values must be above zero then.

    Raises ``TypeError`` for what is no Series, ``ValueError`` for an empty one, text, values not above
    zero on a logarithmic axis and more than three marks.

    >>> from matplotlib.figure import Figure
    >>> ax = distribution(pd.Series([1, 2, 2, 3]), title="Two is the most frequent", xlabel="products held",
    ...                   bins=3, ax=Figure().subplots())
    >>> [int(bar.get_height()) for bar in ax.patches]
    [1, 2, 1]
    """
    if not isinstance(values, pd.Series):
        raise TypeError(f"distribution needs a pandas Series; found {type(values).__name__}")
    numbers = numbers_by_row(values.rename("number").reset_index(drop=True), "distribution", "customers")["number"]
    known, marks = numbers.dropna().to_numpy(), dict(marks or {})
    if log and min(known.min(), *marks.values(), np.inf) <= 0:
        raise ValueError("distribution on a logarithmic axis needs values and marks above zero; use log=False")
    if len(marks) > len(_DASHES):
        raise ValueError(f"distribution draws at most {len(_DASHES)} marks; found {len(marks)}")
    style.require_title(title, "distribution")
    ax = style.canvas(ax)
    edges = np.geomspace(known.min(), known.max(), bins + 1) if log else bins
    ax.hist(known, bins=edges, facecolor=style.SKY, edgecolor=style.PAPER, linewidth=0.8)
    if log:
        ax.set_xscale("log")
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _text(value)))
    handles = [
        ax.axvline(value, color=colour, linestyle=dashes, linewidth=1.8, label=f"{name} {_text(value)}")
        for (name, value), colour, dashes in zip(marks.items(), _COLOURS, _DASHES, strict=False)
    ]
    above = style.key_above(ax, handles) if handles else 0
    missing = int(numbers.isna().sum())
    number = f"{counted} (number)" + (f"; {missing:,} missing" if missing else "")
    return style.caption(ax, title, x=xlabel, y=number, above=above)


def _text(value):
    return (f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}").replace("-", "−")
