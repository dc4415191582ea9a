"""How long something lasts: the share that has not ended yet, day by day."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from scipy.special import ndtri

from cmlib.plots import style
from cmlib.plots.end_labels import EndLabels


def survival_curves(
    curves: Mapping[str, Any], *, title: str, xlabel: str = "days", ylabel: str = "not ended yet (%)",
    confidence: float = 0.95, until: float | None = None, ax: Axes | None = None,
) -> Axes:  # fmt: skip
    """Kaplan-Meier curves with their intervals, and the median of each (生存曲线).

    ``curves`` maps a name to an estimate such as ``SurvfuncRight`` of statsmodels gives: it has
    ``surv_times``, ``surv_prob`` and ``surv_prob_se``, one entry a time at which something ended. The
    band is the pointwise interval at ``confidence``, built on the scale log(-log). The curves stop at
    ``until``, where it is given. The label of a curve says when half have ended, or how many have not
    at the end of the curve.

    Raises ``ValueError`` for no curve, an estimate without a time, and a confidence outside 0 to 1.

    Source: Kaplan, Meier (1958), Nonparametric Estimation from Incomplete Observations, Journal of the
    American Statistical Association 53(282), 457-481. Kalbfleisch, Prentice (2002), The Statistical
    Analysis of Failure Time Data, 2nd ed., Wiley, section 1.4 (the interval).

    >>> from matplotlib.figure import Figure
    >>> from statsmodels.duration.survfunc import SurvfuncRight
    >>> days, ended = [3, 5, 8, 9], [1, 1, 0, 1]
    >>> ax = survival_curves({"proposal": SurvfuncRight(days, ended)}, title="Half are decided by day 5",
    ...                      ax=Figure().subplots())
    >>> ax.get_xlabel()
    'days'
    """
    if not isinstance(curves, Mapping) or not curves:
        raise ValueError("survival_curves needs at least one curve: a mapping from a name to its estimate")
    if not 0 < confidence < 1:
        raise ValueError(f"survival_curves: confidence is between 0 and 1, such as 0.95; found {confidence!r}")
    steps = {name: _steps(name, curve, confidence) for name, curve in curves.items()}
    style.require_title(title, "survival_curves")
    ax = style.canvas(ax)
    last = max(times[-1] for times, *_ in steps.values())
    last = last if until is None else min(until, last)
    points, texts, colours = [], [], []
    for number, (name, (times, share, lower, upper)) in enumerate(steps.items()):
        look = style.line_look(number)
        seen = times <= last
        x = np.append(times[seen], min(last, times[-1]))
        y, low, high = (np.append(part[seen], part[seen][-1]) for part in (share, lower, upper))
        ax.fill_between(x, low, high, step="post", color=look["color"], alpha=0.13, linewidth=0)
        ax.step(x, y, where="post", color=look["color"], linestyle=look["linestyle"], linewidth=1.8, label=name)
        points.append((x[-1], y[-1]))
        texts.append(f"{style.words(name)}\n{_median(times, share, y[-1], last)}")
        colours.append(look["color"])
    ax.axhline(0.5, color=style.FAINT, linewidth=1, zorder=1)
    ax.set(xlim=(0, last), ylim=(0, 1.02))
    EndLabels(ax, points, texts, colours, column=last)
    style.percent_axis(ax.yaxis)
    return style.caption(ax, title, x=xlabel, y=f"{ylabel}\nwith {100 * confidence:g}% interval")


def _steps(name, curve, confidence):
    """Times from 0 on, the share not ended from each on, and the ends of its interval."""
    times, share, error = (
        np.asarray(getattr(curve, part), float) for part in ("surv_times", "surv_prob", "surv_prob_se")
    )
    if not len(times):
        raise ValueError(f"survival_curves needs a time at which something ended; {name!r} has none")
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.exp(ndtri(0.5 + confidence / 2) * error / (share * np.log(share)))
        lower, upper = share ** (1 / reach), share**reach
    inside = (share > 0) & (share < 1)
    lower, upper = np.where(inside, lower, share), np.where(inside, upper, share)
    first = (np.append(start, part) for start, part in ((0.0, times), (1.0, share), (1.0, lower), (1.0, upper)))
    return tuple(first)


def _median(times, share, at_end, last):
    half = times[share <= 0.5]
    if len(half) and half[0] <= last:
        return f"half ended by {half[0]:g}"
    return f"{at_end:.0%} not ended"
