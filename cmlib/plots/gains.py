"""How many of those who say yes a bank reaches when it calls the most promising first."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from cmlib.plots import style
from cmlib.plots.checks import outcome_and


def gain_curves(curves: Mapping, *, title: str, at: float = 0.2, ax: Axes | None = None) -> Axes:
    """Share of responses reached against share of customers contacted, the highest score first (累积增益图).

    ``curves`` maps a name to a pair: the outcome (1 response, 0 none) and a score that is *higher* where
    a response is likelier, row by row. Customers of equal score share what they bring. The dashed
    diagonal is a list in random order. The names stand beside the figure from the highest to the lowest
    lift at the share ``at``: the lift (提升度) is the responses reached over those that a random list of
    the same length reaches.

    Raises ``TypeError`` for what is no mapping, ``ValueError`` for no curve, lengths that differ, an
    outcome other than 0 and 1 or without any response, missing scores, and an ``at`` that is not above
    0 and at most 1.

    Source: Ling, Li (1998), Data Mining for Direct Marketing: Problems and Solutions, Proceedings of the
    Fourth International Conference on Knowledge Discovery and Data Mining, 73-79.

    >>> from matplotlib.figure import Figure
    >>> ax = gain_curves({"model": ([0, 0, 1, 0, 1], [1, 2, 3, 4, 5])}, title="Half at a fifth", ax=Figure().subplots())
    >>> ax.get_legend().get_texts()[0].get_text()
    'model\\nlift 2.50 at 20%'
    """
    if not isinstance(curves, Mapping):
        raise TypeError(f"gain_curves needs a mapping of names to (outcome, score); found {type(curves).__name__}")
    if not curves:
        raise ValueError("gain_curves needs at least one curve; found none")
    if not 0 < at <= 1:
        raise ValueError(f"gain_curves needs a share above 0 and at most 1 in at; found {at!r}. 20% is 0.2")
    checked = {}
    for name, (outcome, score) in curves.items():
        outcome, score = outcome_and(score, outcome, f"gain_curves, {name!r},", "score")
        if not outcome.any():
            raise ValueError(f"gain_curves needs at least one response; {name!r} has none")
        checked[name] = gain_points(outcome, score)
    style.require_title(title, "gain_curves")
    ax = style.canvas(ax, grid="both")
    random = {"color": style.MUTED, "linewidth": 1, "linestyle": (0, (3, 2)), "zorder": 1.5}
    (diagonal,) = ax.plot([0, 1], [0, 1], label="random order\nlift 1", **random)
    ax.axvline(at, color=style.FAINT, linewidth=1, zorder=1)
    drawn = []
    for number, (name, (contacted, reached)) in enumerate(checked.items()):
        lift = float(np.interp(at, contacted, reached)) / at
        look = style.line_look(number) | {"marker": ""}
        label = f"{style.words(name)}\nlift {lift:.2f} at {100 * at:g}%"
        drawn.append((lift, *ax.plot(contacted, reached, label=label, zorder=3, clip_on=False, **look)))
    drawn = [line for _, line in sorted([*drawn, (1, diagonal)], key=lambda pair: -pair[0])]
    ax.legend(
        handles=drawn, loc="center left", bbox_to_anchor=(1.04, 0.5), frameon=False, fontsize=style.TEXT_SIZE,
        labelcolor=[style.readable(line.get_color()) for line in drawn], handlelength=2.4, labelspacing=0.9,
    )  # fmt: skip
    ax.set(xlim=(0, 1), ylim=(0, 1), aspect="equal", anchor="W")
    style.percent_axis(ax.xaxis)
    style.percent_axis(ax.yaxis)
    return style.caption(
        ax, title, x="customers contacted, best first (% of customers)", y="responses reached (% of responses)"
    )


def gain_points(outcome: np.ndarray, score: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shares of the rows and of the outcomes, the highest score first, one point a different score, from (0, 0).

    >>> gain_points(np.array([0, 1, 1, 0]), np.array([1, 2, 2, 1]))
    (array([0. , 0.5, 1. ]), array([0., 1., 1.]))
    """
    order = np.argsort(-score, kind="stable")
    last = np.append(np.diff(score[order]) != 0, True)  # where the next score is lower
    contacted = np.arange(1, len(order) + 1)[last] / len(order)
    reached = np.cumsum(outcome[order])[last] / outcome.sum()
    return np.append(0.0, contacted), np.append(0.0, reached)
