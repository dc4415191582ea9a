"""Labels that are placed each time the figure is drawn, so that they stay apart whatever becomes of its size."""

from abc import abstractmethod

import numpy as np
from matplotlib import patheffects
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text

from cmlib.plots.style import MUTED, PAPER


class PlacedLabels(Artist):
    """One text for each point, and a thin line from the point to its text where they are apart."""

    def __init__(self, ax: Axes, points, texts: list[Text]):
        """``points`` are x and y in the units of the axes, one row a text."""
        super().__init__()
        self.points, self.texts = np.asarray(points, float).reshape(-1, 2), texts
        self.leaders = [Line2D([], [], color=MUTED, linewidth=0.6) for _ in texts]
        self.set_clip_on(False)
        self.set_zorder(5)
        ax.add_artist(self)
        for part in self.get_children():
            part.set_figure(ax.figure)
        for text in texts:  # a white rim keeps lines out of the letters
            text.set_path_effects([patheffects.withStroke(linewidth=2.5, foreground=PAPER)])

    @abstractmethod
    def place(self, renderer, point: float) -> None:
        """Put texts and lines where they belong, in pixels; ``point`` is the number of pixels to a point."""

    def get_children(self):
        """The thin lines and the texts."""
        return [*self.leaders, *self.texts]

    def draw(self, renderer):
        """Place the labels for the present size of the figure and draw them."""
        if self.get_visible():
            self.place(renderer, self.get_figure(root=True).dpi / 72)
            for part in self.get_children():
                part.draw(renderer)
        self.stale = False
