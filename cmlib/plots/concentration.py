"""How unevenly something is spread over customers."""

from collections.abc import Mapping

from matplotlib.axes import Axes

from cmlib.plots import style
from cmlib.segments.concentration import gini
from cmlib.segments.concentration import lorenz as shares


def lorenz(amounts: Mapping, *, title: str, customers: str = "customers", ax: Axes | None = None) -> Axes:
    """Share of the total that the least valuable customers bring, for one amount or several (洛伦兹曲线).

    ``amounts`` maps a name to one number a customer: deposits, profit. The names stand beside the figure,
    the evenest first, each with its Gini coefficient and the sign of its line. Where some bring losses
    the curve dips below 0. ``customers`` says in the plural what is counted.

    Raises ``TypeError`` for what is no mapping and what are no numbers, ``ValueError`` for no amount, a
    missing number, and a total that is not above 0.

    Source: Lorenz (1905), Methods of Measuring the Concentration of Wealth, Publications of the American
    Statistical Association 9(70), 209-219.

    >>> from matplotlib.figure import Figure
    >>> ax = lorenz({"profit": [0, 0, 0, 8]}, title="One brings all", ax=Figure().subplots())
    >>> ax.get_legend().get_texts()[1].get_text()
    'profit\\nGini 0.75'
    """
    if not isinstance(amounts, Mapping):
        raise TypeError(f"lorenz needs a mapping of names to amounts; found {type(amounts).__name__}")
    if not amounts:
        raise ValueError("lorenz needs at least one amount; found none")
    curves = {}
    for name, values in amounts.items():
        uneven = gini(values)
        if not uneven >= 0:
            raise ValueError(f"lorenz needs amounts with a total above 0; that of {name!r} is not")
        curves[name] = (uneven, shares(values))
    style.require_title(title, "lorenz")
    ax = style.canvas(ax, grid="both")
    even = {"color": style.MUTED, "linewidth": 1, "linestyle": (0, (3, 2)), "zorder": 1.5}
    (diagonal,) = ax.plot([0, 1], [0, 1], label="all bring the same\nGini 0", **even)
    drawn = []
    for number, (name, (uneven, curve)) in enumerate(curves.items()):
        look = style.line_look(number) | {"marker": ""}
        label = f"{style.words(name)}\nGini {uneven:.2f}"
        drawn.append(
            (uneven, *ax.plot(*curve[["share_of_customers", "share_of_total"]].T.to_numpy(), label=label, **look))
        )
    lines = [diagonal, *[line for _, line in sorted(drawn, key=lambda pair: pair[0])]]
    ax.legend(
        handles=lines, loc="center left", bbox_to_anchor=(1.04, 0.5), frameon=False, fontsize=style.TEXT_SIZE,
        labelcolor=[style.readable(line.get_color()) for line in lines], handlelength=2.4, labelspacing=0.9,
    )  # fmt: skip
    lowest = min(0.0, *(curve["share_of_total"].min() for _, curve in curves.values()))
    if lowest < 0:
        ax.axhline(0, color=style.MUTED, linewidth=0.8, zorder=1.5)
    ax.set(xlim=(0, 1), ylim=(1.08 * lowest, 1), anchor="W")
    style.percent_axis(ax.xaxis)
    style.percent_axis(ax.yaxis)
    return style.caption(ax, title, x=f"{customers}, the least valuable first (%)", y="share of the total (%)")
