"""Labels beside the ends of lines, moved up or down until none covers another."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from scipy.optimize import isotonic_regression

from cmlib.plots.placed_labels import PlacedLabels
from cmlib.plots.style import TEXT_SIZE, readable

#: Between the end of a line and its label, and between two labels, in points.
_GAP, _BETWEEN = 7, 1.5
#: Height of a line of text in its font size: letters above and below the line included, so that rows are alike.
_LINE_HEIGHT = 1.25
#: A label that is further than this from its line's end gets a thin line to it, in points.
_NEAR = 3


class EndLabels(PlacedLabels):
    """Texts in one column, right (or left) of the points that they name."""

    def __init__(
        self,
        ax: Axes,
        points,
        texts: Sequence[str],
        colours: Sequence[str],
        *,
        side: str = "right",
        column: float | None = None,
    ):
        """``column`` is the x beside which the texts stand; without it that of the outermost point."""
        align = "left" if side == "right" else "right"
        written = [
            Text(text=text, color=readable(colour), fontsize=TEXT_SIZE, va="center_baseline", ha=align)
            for text, colour in zip(texts, colours, strict=True)
        ]
        super().__init__(ax, points, written)
        outermost = max if side == "right" else min
        self.column = outermost(self.points[:, 0], default=0) if column is None else column
        self.gap = _GAP if side == "right" else -_GAP

    def get_tightbbox(self, renderer=None):
        """The room that the labels need, for the layout of the figure."""
        self.place(renderer, self.get_figure(root=True).dpi / 72)
        return Bbox.union([text.get_window_extent(renderer) for text in self.texts]) if self.texts else Bbox.null()

    def place(self, renderer, point):
        """Move the texts up and down as little as possible."""
        ends = self.axes.transData.transform(self.points)
        edge = self.axes.transData.transform((self.column, 0))[0]
        lines = np.array([1 + text.get_text().count("\n") for text in self.texts])
        heights = point * (_LINE_HEIGHT * TEXT_SIZE * lines + _BETWEEN)
        places = spread(ends[:, 1], heights, self.axes.bbox.y0, self.axes.bbox.y1)
        gap = point * self.gap
        for text, leader, (x, y), place in zip(self.texts, self.leaders, ends, places, strict=True):
            text.set_position((edge + gap, place))
            is_near = max(abs(place - y), abs(edge - x)) <= _NEAR * point
            leader.set_data(([], []) if is_near else ([x + 0.35 * gap, edge + 0.85 * gap], [y, place]))


def spread(centres, heights, low: float, high: float) -> np.ndarray:
    """Centres of boxes in a column, moved as little as possible so that none covers another.

    The sum of the squared moves is least among all placements that keep the boxes' order and stay
    between ``low`` and ``high``. Boxes that need more room than there is overflow it evenly.

    >>> spread([5, 5], [2, 2], 0, 10).tolist()
    [4.0, 6.0]
    >>> spread([0, 3], [2, 2], 0, 10).tolist()
    [1.0, 3.0]
    """
    centres, heights = np.asarray(centres, float), np.asarray(heights, float)
    if not len(centres):
        return centres
    order = np.argsort(centres, kind="stable")
    sizes = heights[order]
    # Where each box would stand if all below it touched: less that, keeping apart is keeping in order.
    stacked = np.concatenate([[0], np.cumsum((sizes[:-1] + sizes[1:]) / 2)])
    least, most = low + sizes[0] / 2, high - sizes[-1] / 2 - stacked[-1]
    if least > most:
        least = most = (least + most) / 2
    free = isotonic_regression(centres[order] - stacked).x
    places = np.empty(len(centres))
    places[order] = np.clip(free, least, most) + stacked
    return places
