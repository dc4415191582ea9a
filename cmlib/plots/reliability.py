"""Are the predicted probabilities of default what then happens?"""

import numpy as np
from matplotlib.axes import Axes

from cmlib.plots import style
from cmlib.plots.checks import outcome_and
from cmlib.proportions import proportion_interval

#: From this ratio of the highest to the lowest group's prediction on, both axes are logarithmic.
_WIDE = 20


def calibration(outcome, probability, *, title: str, groups: int = 10, ax: Axes | None = None) -> Axes:
    """Observed default rate against mean predicted probability, in groups of equal size (校准图).

    ``outcome`` (1 default, 0 none) and ``probability`` go together row by row. Rows are put in order of
    their probability and cut into ``groups``, whose sizes differ by one at most. The bars are Wilson's
    95% intervals; on the dashed line prediction and outcome agree. Where predictions spread widely, as
    those of rare defaults do, both axes are logarithmic, and a group without any default is an open
    triangle on the floor with the upper part of its interval.

    Raises ``ValueError`` for lengths that differ, outcomes other than 0 and 1, probabilities that are
    missing or outside 0 to 1, and a number of groups below 2 or above the number of rows.

    >>> from matplotlib.figure import Figure
    >>> ax = calibration([0, 1, 0, 1], [0.1, 0.2, 0.5, 0.6], groups=2, title="Right on average",
    ...                  ax=Figure().subplots())
    >>> ax.lines[1].get_ydata().tolist()
    [0.5, 0.5]
    """
    outcome, probability = outcome_and(probability, outcome, "calibration", "probability")
    wrong = probability[(probability < 0) | (probability > 1)]
    if wrong.size:
        raise ValueError(f"calibration needs probabilities from 0 to 1; found {wrong[0]:g}. 12% is 0.12")
    if not 2 <= groups <= len(outcome):
        raise ValueError(f"calibration needs between 2 and {len(outcome)} groups, one a row at most; found {groups}")
    style.require_title(title, "calibration")
    parts = np.array_split(np.argsort(probability, kind="stable"), groups)
    predicted = np.array([probability[part].mean() for part in parts])
    observed = np.array([outcome[part].mean() for part in parts])
    low, high = proportion_interval([outcome[part].sum() for part in parts], [len(part) for part in parts])

    ax = style.canvas(ax, grid="both")
    is_wide = predicted[0] > 0 and predicted[-1] > _WIDE * predicted[0]
    seen = observed > 0 if is_wide else np.full(groups, True)
    if is_wide:
        ax.set(xscale="log", yscale="log")
        left, right, top = 0.6 * predicted[0], 1.6 * predicted[-1], 1.6 * max(high.max(), predicted[-1])
        floor = 0.5 * min(predicted[0], low[seen].min(initial=1))
    else:
        left, right, top, floor = 0, max(1.1 * predicted[-1], 0.01), 1.1 * max(high.max(), predicted[-1]), 0
    ax.plot([floor, 1], [floor, 1], color=style.MUTED, linewidth=1, linestyle=(0, (3, 2)), zorder=1.5)
    ax.vlines(predicted, np.maximum(low, floor), high, color=style.SKY, linewidth=5, zorder=2)
    look = {"linestyle": "", "color": style.BLUE, "zorder": 3, "clip_on": False}
    ax.plot(predicted[seen], observed[seen], marker="o", markersize=6, **look)
    ax.plot(
        predicted[~seen], 0 * predicted[~seen] + floor, marker="v", markersize=7, markerfacecolor=style.PAPER, **look
    )
    ax.set(xlim=(left, min(right, 1)), ylim=(floor, min(top, 1)))
    style.percent_axis(ax.xaxis)
    style.percent_axis(ax.yaxis)
    x = f"predicted probability of default (%), mean of each of {groups} groups of equal size"
    note = "" if seen.all() else "\n(open triangle: none observed)"
    return style.caption(ax, title, x=x, y=f"observed default rate (%)\nwith 95% interval{note}")
