"""How well a score puts the risky before the sound."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from sklearn.metrics import roc_auc_score, roc_curve

from cmlib.plots import style
from cmlib.plots.checks import outcome_and


def roc_curves(curves: Mapping, *, title: str, ax: Axes | None = None) -> Axes:
    """Share of defaults caught against share of sound firms refused, for every cut of each score (ROC 曲线).

    ``curves`` maps a name to a pair: the outcome (1 default, 0 none) and a score that is *higher* where
    the firm is riskier, row by row. Turn a scorecard's total round first: ``-total``. The names stand
    beside the figure from the best to the worst Gini coefficient (2 AUC - 1: 0 for a coin, 1 for perfect
    order), each with the sign of its line.

    Raises ``TypeError`` for what is no mapping, ``ValueError`` for no curve, lengths that differ, an
    outcome other than 0 and 1 or of one kind only, and missing scores.

    Source: Fawcett (2006), An introduction to ROC analysis, Pattern Recognition Letters 27(8), 861-874.

    >>> from matplotlib.figure import Figure
    >>> ax = roc_curves({"score": ([0, 0, 1, 1], [1, 3, 2, 4])}, title="Better than a coin", ax=Figure().subplots())
    >>> ax.get_legend().get_texts()[0].get_text()
    'score\\nGini 0.50'
    """
    if not isinstance(curves, Mapping):
        raise TypeError(f"roc_curves needs a mapping of names to (outcome, score); found {type(curves).__name__}")
    if not curves:
        raise ValueError("roc_curves needs at least one curve; found none")
    checked = {}
    for name, (outcome, score) in curves.items():
        outcome, score = outcome_and(score, outcome, f"roc_curves, {name!r},", "score")
        if len(np.unique(outcome)) < 2:
            raise ValueError(
                f"roc_curves needs defaults and non-defaults; {name!r} has only outcomes of {outcome[0]:g}"
            )
        checked[name] = (outcome, score, 2 * roc_auc_score(outcome, score) - 1)
    style.require_title(title, "roc_curves")
    ax = style.canvas(ax, grid="both")
    coin = {"color": style.MUTED, "linewidth": 1, "linestyle": (0, (3, 2)), "zorder": 1.5}
    (diagonal,) = ax.plot([0, 1], [0, 1], label="a coin\nGini 0", **coin)
    drawn = []
    for number, (name, (outcome, score, gini)) in enumerate(checked.items()):
        refused, caught, _ = roc_curve(outcome, score)
        look = style.line_look(number) | {"marker": ""}
        label = f"{style.words(name)}\nGini {gini:.2f}".replace("-", "−")
        drawn.append((gini, *ax.plot(refused, caught, label=label, zorder=3, clip_on=False, **look)))
    drawn = [line for _, line in sorted([*drawn, (0, diagonal)], key=lambda pair: -pair[0])]
    ax.legend(
        handles=drawn, loc="center left", bbox_to_anchor=(1.04, 0.5), frameon=False, fontsize=style.TEXT_SIZE,
        labelcolor=[style.readable(line.get_color()) for line in drawn], handlelength=2.4, labelspacing=0.9,
    )  # fmt: skip
    ax.set(xlim=(0, 1), ylim=(0, 1), aspect="equal", anchor="W")
    style.percent_axis(ax.xaxis)
    style.percent_axis(ax.yaxis)
    return style.caption(ax, title, x="sound firms refused (% of sound firms)", y="defaults caught (% of defaults)")
