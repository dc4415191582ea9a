"""Profit added up from the best customer to the worst."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from cmlib.plots import style
from cmlib.segments.whale import whale_curve


def whale(
    profits: pd.Series, *, title: str, best: float = 0.2, named: Sequence = (), scale: float = 1e6,
    unit: str = "million CNY", ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """The whale curve of customers' profits (鲸鱼曲线): how far the best lift it, and how far the worst pull it down.

    ``profits`` is a pandas Series with the customers as index. Three points are named: after the ``best``
    share of all customers, at the peak, and at the end, where the total of the bank stands. ``named``
    lists customers to show where they stand in the row. Profits are shown divided by ``scale``, in
    ``unit``. The part after the peak, where every customer takes something away, is drawn in another
    colour, thicker.

    Raises ``TypeError`` for what is no Series, ``LookupError`` for a named customer that is not there,
    ``ValueError`` for a missing profit, a customer that comes twice, nobody who brings a profit, and a
    ``best`` that is not between 0 and 1.

    Source: Kaplan, Narayanan (2001), Measuring and Managing Customer Profitability, Journal of Cost
    Management 15(5), 5-15.

    >>> from matplotlib.figure import Figure
    >>> profits = pd.Series([50.0, 80.0, -30.0], index=["a", "b", "c"])
    >>> ax = whale(profits, title="c costs money", scale=1, unit="CNY", ax=Figure().subplots())
    >>> ax.lines[0].get_ydata().tolist()
    [0.0, 80.0, 130.0]
    """
    if not isinstance(profits, pd.Series):
        raise TypeError(f"whale needs a pandas Series with the customers as index; found {type(profits).__name__}")
    if profits.index.has_duplicates:
        raise ValueError(
            f"whale needs each customer once; {profits.index[profits.index.duplicated()][0]!r} comes twice"
        )
    if not 0 < best < 1:
        raise ValueError(f"whale needs best between 0 and 1; found {best!r}")
    unknown = [name for name in named if name not in profits.index]
    if unknown:
        raise LookupError(f"whale has no profit of {unknown[0]!r}")
    curve = whale_curve(profits)
    if not curve.peak > 0:
        raise ValueError("whale needs at least one customer who brings a profit")
    style.require_title(title, "whale")
    shares, money = curve.table["share_of_customers"].to_numpy(), curve.table["cumulative_profit"].to_numpy() / scale
    ax = style.canvas(ax)
    top, end = curve.customers_at_peak, len(profits)
    ax.plot(shares[: top + 1], money[: top + 1], color=style.BLUE, linewidth=2, zorder=3)
    ax.plot(shares[top:], money[top:], color=style.VERMILLION, linewidth=3.4, zorder=3)
    first = round(best * end)
    texts = {
        first: f"the best {best:.0%}: {_share(money[first] / money[end])}",
        end: f"total: {_money(money[end])} {unit}",
        top: f"peak: {_share(money[top] / money[end])}, after {shares[top]:.0%} of the customers",
    }
    order = profits.sort_values(ascending=False, kind="stable").index
    for name in named:
        place, text = int(order.get_loc(name)) + 1, f"{name}: {_money(profits[name] / scale)} {unit}"
        texts[place] = f"{texts[place]}\n{text}" if place in texts else text
    for place, text in texts.items():
        ax.plot(shares[place], money[place], linestyle="", marker="o", markersize=6, color=style.INK, zorder=4)
        above, late = place == top, shares[place] > 0.5
        ax.annotate(
            text, (shares[place], money[place]), (0 if above else -8 if late else 8, 8 if above else -8),
            textcoords="offset points", ha="right" if late else "left", va="bottom" if above else "top",
            fontsize=style.SMALL_SIZE, color=style.INK,
        )  # fmt: skip
    ax.set(xlim=(0, 1.02), ylim=(min(0.0, 1.05 * money.min()), 1.16 * money.max()))
    style.percent_axis(ax.xaxis)
    return style.caption(ax, title, x="customers, the best first (%)", y=f"profit, added up ({unit})")


def _share(value: float) -> str:
    return f"{value:.1%} of the profit" if np.isfinite(value) and value > 0 else "no total above 0"


def _money(value: float) -> str:
    return f"{value:,.3g}".replace("-", "−")
