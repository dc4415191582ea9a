"""The three net cash flows of a firm, year by year."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from cmlib.plots import style
from cmlib.plots.checks import as_table, require_columns
from cmlib.plots.time_axis import numbers_by_year, time_axis

FLOWS = ("operating_cash_flow", "investing_cash_flow", "financing_cash_flow")


def cash_flows(table, *, title: str, unit: str = "million CNY", ax: Axes | None = None) -> Axes:
    """Operating, investing and financing cash flow as bars, with the pattern of their signs above (现金流量).

    ``table`` is a pandas table of one firm with the years as index and the columns
    ``operating_cash_flow``, ``investing_cash_flow`` and ``financing_cash_flow``, in ``unit``. The three
    signs above a year stand in this order; as in `cmlib.cashflow.pattern`, a flow of zero brought no
    money in and counts as −. A missing flow shows as a question mark.

    Raises ``TypeError`` for what is no pandas table, ``LookupError`` for a missing column, ``ValueError``
    for an empty table, text, and a year that comes twice.

    >>> from matplotlib.figure import Figure
    >>> import pandas as pd
    >>> flows = pd.DataFrame([[50, -80, 40]], index=[2023], columns=FLOWS)
    >>> ax = cash_flows(flows, title="Lenders pay for growth", ax=Figure().subplots())
    >>> ax.texts[0].get_text()
    '+ − +'
    """
    table = as_table(table, "cash_flows", "years")
    require_columns(table, FLOWS, "cash_flows")
    flows = numbers_by_year(table[list(FLOWS)], "cash_flows")
    style.require_title(title, "cash_flows")
    ax = style.canvas(ax)
    x, width = np.arange(len(flows)), 0.26
    for number, name in enumerate(FLOWS):
        ax.bar(x + (number - 1) * width, flows[name], width, **style.fill_look(number))
    ax.axhline(0, color=style.INK, linewidth=0.9)
    for place, (_, flow) in zip(x, flows.iterrows(), strict=True):
        ax.annotate(
            " ".join("?" if np.isnan(one) else "+" if one > 0 else "−" for one in flow), (place, 1), (0, 3),
            xycoords=("data", "axes fraction"), textcoords="offset points", ha="center", va="bottom",
            fontsize=style.TEXT_SIZE + 0.5, color=style.INK, family="monospace", fontweight="bold",
        )  # fmt: skip
    ax.margins(x=0.02)
    names = ("operating", "investing", "financing")
    signs = [Patch(label=name, **style.fill_look(number)) for number, name in enumerate(names)]
    above = style.key_above(ax, signs, above=1.9 * style.TEXT_SIZE)  # over the row of + and −
    return style.caption(ax, title, x=time_axis(ax, flows.index.map(str)), y=f"net cash flow ({unit})", above=above)
