"""Labels of the points of a scatter, placed around them so that none covers a label or a point."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from cmlib.plots.placed_labels import PlacedLabels
from cmlib.plots.style import INK, SMALL_SIZE

#: Directions that are tried, the best first, and distances from the point, in points.
_DIRECTIONS = np.array([(1, 0), (0.8, 0.8), (0.8, -0.8), (-1, 0), (-0.8, 0.8), (-0.8, -0.8), (0, 1), (0, -1)])
_DISTANCES = np.array([6, 13, 22, 34, 48])
#: Radius of a marker, space around a text, and how far a label may be without a thin line to it, in points.
_RADIUS, _SPACE, _NEAR = 4, 1, 9


class PointLabels(PlacedLabels):
    """Texts beside the points that they name, inside the axes."""

    def __init__(self, ax: Axes, points, texts: Sequence[str]):
        """``points`` are x and y in the units of the axes."""
        look = {"color": INK, "fontsize": SMALL_SIZE, "va": "center", "ha": "center"}
        super().__init__(ax, points, [Text(text=text, **look) for text in texts])

    def get_tightbbox(self, renderer=None):
        """The labels keep to the axes and need no room of their own."""
        return Bbox.null()

    def place(self, renderer, point):
        """Find a place around its point for each text."""
        points = self.axes.transData.transform(self.points)
        boxes = [text.get_window_extent(renderer) for text in self.texts]
        sizes = np.array([(box.width, box.height) for box in boxes]) + 2 * _SPACE * point
        bounds = self.axes.bbox.extents
        places = place_around(points, sizes, bounds, point * _DISTANCES, point * _RADIUS)
        for text, leader, anchor, place, size in zip(self.texts, self.leaders, points, places, sizes, strict=True):
            text.set_position(place)
            nearest = np.clip(anchor, place - size / 2, place + size / 2)
            is_near = np.hypot(*(nearest - anchor)) <= _NEAR * point
            leader.set_data(([], []) if is_near else np.transpose([anchor, nearest]))


def place_around(points, sizes, bounds, distances: Sequence[float], radius: float) -> np.ndarray:
    """Centres of boxes of ``sizes``, each beside its point.

    Each box tries eight directions at every distance and takes the place where it covers least of the
    other boxes, of the points (discs of ``radius``) and of what lies outside ``bounds`` (left, bottom,
    right, top); among equals the nearest. All boxes try again until none moves.

    >>> place_around([(0, 0)], [(4, 2)], (-9, -9, 9, 9), [3], 1).tolist()
    [[5.0, 0.0]]
    """
    points, sizes = np.asarray(points, float), np.asarray(sizes, float)
    discs = np.hstack([points - radius, points + radius])
    tries = [
        np.vstack([point + _DIRECTIONS * distance + np.sign(_DIRECTIONS) * size / 2 for distance in distances])
        for point, size in zip(points, sizes, strict=True)
    ]
    taken = np.array([places[0] for places in tries]).reshape(-1, 2)
    for _ in range(6):
        before = taken.copy()
        for number, (places, size) in enumerate(zip(tries, sizes, strict=True)):
            boxes = np.hstack([places - size / 2, places + size / 2])
            others = np.arange(len(points)) != number
            rest = np.hstack([taken - sizes / 2, taken + sizes / 2])[others]
            outside = np.prod(size) - _overlap(boxes, np.array([bounds]))
            covered = _overlap(boxes, rest) + _overlap(boxes, discs) + 4 * outside
            taken[number] = places[np.argmin(np.round(covered, 6))]
        if np.array_equal(before, taken):
            break
    return taken


def _overlap(boxes, others):
    """Area that each box shares with all of the others."""
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    return np.prod(np.clip(high - low, 0, None), axis=2).sum(axis=1)
