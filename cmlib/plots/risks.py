"""Risks on a map: how likely against how bad."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from cmlib.plots import style
from cmlib.plots.checks import as_table, numbers_by_row, require_columns
from cmlib.plots.end_labels import EndLabels
from cmlib.plots.point_labels import PointLabels


def risk_map(
    table, *, likelihood: str, impact: str, label: str, kind: str | None = None, title: str,
    impact_of: str = "the exposure", ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Likelihood and impact of each risk, with lines of equal expected damage a year (风险地图).

    ``table`` is a pandas table with one row a risk. The column ``likelihood`` holds the probability of
    the event within a year, ``impact`` the damage if it comes as a fraction of ``impact_of``; both are
    fractions, 0 to 1. ``label`` names the risk, ``kind`` (optional) its type, which chooses the marker.
    On a grey line likelihood times impact is the same everywhere.

    Raises ``TypeError`` for what is no pandas table, ``LookupError`` for a missing column, ``ValueError``
    for an empty table, text or missing values among the numbers, and fractions outside 0 to 1.

    >>> from matplotlib.figure import Figure
    >>> import pandas as pd
    >>> risks = pd.DataFrame({"risk": ["fire", "price war"], "chance": [0.01, 0.3], "damage": [0.9, 0.1]})
    >>> ax = risk_map(risks, likelihood="chance", impact="damage", label="risk", title="A price war costs most",
    ...               ax=Figure().subplots())
    >>> ax.get_xlabel()
    'likelihood (% a year)'
    """
    risks = as_table(table, "risk_map", "risks")
    require_columns(risks, [likelihood, impact, label, *([kind] if kind else [])], "risk_map")
    numbers = numbers_by_row(risks[[likelihood, impact]], "risk_map", "risks")
    for name in (likelihood, impact):
        wrong = numbers[name][~numbers[name].between(0, 1)]
        if len(wrong):
            raise ValueError(f"risk_map needs fractions from 0 to 1 in {name!r}; found {wrong.iloc[0]:g}. 12% is 0.12")
    style.require_title(title, "risk_map")
    ax = style.canvas(ax, grid="")
    x, y = numbers[likelihood], numbers[impact]
    kinds = risks[kind].astype(str) if kind else x.map(lambda _: "")
    looks = {name: style.line_look(number) for number, name in enumerate(dict.fromkeys(kinds))}
    for name, look in looks.items():
        dots = {"c": look["color"], "marker": look["marker"], "s": 46, "edgecolor": style.PAPER, "linewidth": 0.8}
        ax.scatter(x[kinds == name], y[kinds == name], zorder=3, label=name, **dots)
    ax.set(xlim=(0, 1.12 * max(x.max(), 0.01)), ylim=(0, 1.15 * max(y.max(), 0.01)))
    _equal_damage(ax)
    PointLabels(ax, np.column_stack([x, y]), [style.words(text) for text in risks[label]])
    signs = [Line2D([], [], label=name, **look | {"linestyle": "", "markersize": 6.5}) for name, look in looks.items()]
    above = style.key_above(ax, signs) if kind else 0
    style.percent_axis(ax.xaxis)
    style.percent_axis(ax.yaxis)
    return style.caption(ax, title, x="likelihood (% a year)", y=f"impact (% of {impact_of})", above=above)


def _equal_damage(ax):
    right, top = ax.get_xlim()[1], ax.get_ylim()[1]
    levels = sorted({_round_number(right * top * share) for share in (0.03, 0.1, 0.3, 0.6)})
    for level in levels:
        x = np.geomspace(level / top, right, 100)
        ax.plot(x, level / x, color=style.FAINT, linewidth=1, zorder=1)
    texts = [f"{100 * level:g}% a year" for level in levels]
    texts[-1] = f"expected damage\n{texts[-1]}"
    EndLabels(ax, [(right, level / right) for level in levels], texts, [style.MUTED] * len(levels))


def _round_number(value):
    """The largest of 1, 2, 5, 10, 20 … (times a power of ten) that is not above ``value``."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(f"{max(step * power for step in (1, 2, 5) if step * power <= value * (1 + 1e-9)):.3g}")
