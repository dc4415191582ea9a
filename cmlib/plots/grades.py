"""How the grades of firms moved over the years."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from cmlib.plots import style
from cmlib.plots.checks import as_table
from cmlib.plots.end_labels import EndLabels
from cmlib.plots.time_axis import end_at_last, places_in_time, time_axis

#: Share of a grade's height over which the firms' lanes are spread, so that equal grades stay visible.
_LANES = 0.56
#: How far a firm's steps stand beside the middle of the year, as a share of its lane's shift.
_SIDEWAYS = -0.25


def grade_paths(table, *, title: str, order: Sequence[str], ax: Axes | None = None) -> Axes:
    """The grade of each firm year by year, as steps between rows of grades (评级变化).

    ``table`` is a pandas table with the years as index, the firms as columns and the grades as values;
    ``order`` lists the grades from the best, which stands at the top, to the worst. Every firm keeps its
    own lane within a grade, so that firms of equal grade do not hide each other. A missing grade leaves
    a gap. Only the grades between the best and the worst that occur are shown.

    Raises ``TypeError`` for what is no pandas table, ``ValueError`` for an empty one, a grade that is
    not in ``order``, and a table without any grade.

    >>> from matplotlib.figure import Figure
    >>> import pandas as pd
    >>> paths = pd.DataFrame({"F1": ["A", "B"]}, index=[2022, 2023])
    >>> ax = grade_paths(paths, title="F1 fell", order=["A", "B"], ax=Figure().subplots())
    >>> [tick.get_text() for tick in ax.get_yticklabels()]
    ['A', 'B']
    """
    paths, order = as_table(table, "grade_paths", "years").sort_index(), list(order)
    found = list(paths.stack().dropna().unique())
    unknown = [one for one in found if one not in order]
    if unknown:
        raise ValueError(f"grade_paths needs grades that are in order {order}; found {unknown[0]!r}")
    if not found:
        raise ValueError("grade_paths needs at least one grade; every one of the table is missing")
    style.require_title(title, "grade_paths")
    ax = style.canvas(ax, grid="")
    ranks = paths.map(lambda one: order.index(one) if one in order else np.nan).astype(float)
    best, worst = int(ranks.min(axis=None)), int(ranks.max(axis=None))
    x = places_in_time(paths.index)
    lanes = _lanes(ranks)
    points, texts, colours = [], [], []
    for number, name in enumerate(ranks):
        y, look = ranks[name].to_numpy() + lanes[name], style.line_look(number)
        # Shifted sideways as well, so that steps in the same year stand beside each other.
        sideways = _SIDEWAYS * lanes[name]
        ax.step(x + sideways, y, where="mid", label=str(name), zorder=3, clip_on=False, **look)
        if np.isfinite(y).any():
            last = np.flatnonzero(np.isfinite(y))[-1]
            points.append((x[last] + sideways, y[last]))
            texts.append(str(name))
            colours.append(look["color"])
    for rank in range(best, worst + 2):
        ax.axhline(rank - 0.5, color=style.GRID, linewidth=0.8, zorder=1)
    edge = abs(_SIDEWAYS) * _LANES / 2
    end_at_last(ax, np.array([x[0] - edge, x[-1] + edge]))
    ax.set_ylim(worst + 0.5, best - 0.5)
    ax.set_yticks(range(best, worst + 1), order[best : worst + 1])
    EndLabels(ax, points, texts, colours, column=x[-1] + edge)
    return style.caption(ax, title, x=time_axis(ax, paths.index), y="grade (best at the top)")


def _lanes(ranks):
    """A small shift of each firm's line: firms that end higher keep the higher lanes."""
    ends = ranks.ffill().iloc[-1].sort_values(kind="stable").index
    shifts = np.linspace(-_LANES / 2, _LANES / 2, len(ends)) if len(ends) > 1 else [0.0]
    return dict(zip(ends, shifts, strict=True))
