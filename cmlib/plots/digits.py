"""First digits of amounts beside Benford's law."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from cmlib.plots import style
from cmlib.plots.checks import require_columns
from cmlib.proportions import proportion_interval
from cmlib.statements.benford import BenfordTest

_MOST = 3
_ASIDE = 0.22  # how far apart the dots of two lists of amounts stand


def first_digits(tests: Mapping[str, BenfordTest], *, title: str, ax: Axes | None = None) -> Axes:
    """Share of each first digit, with its 95% interval, on the bars of Benford's law (本福特定律).

    ``tests`` maps a name to a test of one leading digit, made by `cmlib.statements.benford`; up to three of them. The
    intervals are Wilson's: of nine, one outside its bar is no rare thing.

    Raises ``TypeError`` for what is no mapping of tests, ``ValueError`` for none or more than three, and for a test of
    two leading digits.

    >>> from matplotlib.figure import Figure
    >>> from cmlib.statements import benford
    >>> growth = benford([1.05**n for n in range(472)])
    >>> ax = first_digits({"growth": growth}, title="Growth obeys the law", ax=Figure().subplots())
    >>> ax.get_xlabel()
    'first digit of the amount'
    """
    if not isinstance(tests, Mapping) or not all(isinstance(one, BenfordTest) for one in tests.values()):
        raise TypeError(f"first_digits needs a mapping of names to tests by benford; found {type(tests).__name__}")
    if not 1 <= len(tests) <= _MOST:
        raise ValueError(f"first_digits needs one to {_MOST} tests, so that the dots stay apart; found {len(tests)}")
    for name, one in tests.items():
        if one.digits != 1:
            raise ValueError(f"first_digits needs tests of one leading digit; {name!r} has {one.digits}")
        require_columns(one.table, ["digit", "count", "expected"], "first_digits")
    style.require_title(title, "first_digits")
    ax = style.canvas(ax)
    law = next(iter(tests.values())).table
    ax.bar(law["digit"], law["expected"], width=0.86, color=style.GRID, zorder=1.5)
    ax.hlines(law["expected"], law["digit"] - 0.43, law["digit"] + 0.43, color=style.MUTED, linewidth=1.4, zorder=2)
    signs: list = [Patch(facecolor=style.GRID, edgecolor=style.MUTED, label="Benford's law")]
    for number, (name, one) in enumerate(tests.items()):
        look = style.line_look(number)
        dots = {"color": look["color"], "marker": look["marker"], "markersize": 6, "linestyle": ""}
        x = one.table["digit"] + _ASIDE * (number - (len(tests) - 1) / 2)
        low, high = proportion_interval(one.table["count"].to_numpy(), np.full(9, one.amounts))
        ax.vlines(x, low, high, color=look["color"], linewidth=2, zorder=3)
        ax.plot(x, one.table["count"] / one.amounts, zorder=4, **dots)
        signs.append(Line2D([], [], label=f"{name} ({one.amounts:,} amounts)", **dots))
    ax.set_xticks(range(1, 10))
    ax.set(xlim=(0.4, 9.6))
    ax.set_ylim(bottom=0)
    style.percent_axis(ax.yaxis)
    above = style.key_above(ax, signs)
    return style.caption(
        ax, title, x="first digit of the amount", y="share of amounts (%)\nwith 95% interval", above=above
    )
