"""The house style: colours, line styles, hatches and the frame around every figure.

The colours follow Okabe and Ito: people with any kind of colour-blindness tell them apart. They differ
in lightness as well, so that they survive a grey print, and no colour ever stands alone: lines differ
in dashes and markers too, bars in hatches.

Source of the idea: Okabe, Ito (2008), Color Universal Design: How to make figures and presentations
that are friendly to colorblind people. The shades are ours.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import ScaledTranslation

BLUE, VERMILLION, GREEN, WINE, SKY, YELLOW, BLACK = PALETTE = (
    "#0062A0", "#D55E00", "#45A88A", "#6E1E4E", "#72BDE8", "#F5D04C", "#10161D",
)  # fmt: skip
DASHES = ("-", (0, (5, 1.6)), (0, (1.2, 1.2)), (0, (6, 1.6, 1.2, 1.6)), (0, (9, 2)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
HATCHES = ("", "////", "", "....", "", "xxxx", "")

INK, MUTED, GRID, PAPER = "#20262E", "#5B636D", "#E4E7EA", "#FFFFFF"
#: For lines between the grid and the data, such as the bounds of grades.
FAINT = "#C3C9D0"
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 11, 9, 8
#: Width and height of a figure in inches, at 100 dots an inch: a notebook shows it without scrolling.
SIZE, DOTS = (7.5, 4.2), 100


def require_title(title, asked_by: str) -> None:
    """Raise ``ValueError`` unless the title says something."""
    if not isinstance(title, str) or not title.strip():
        raise ValueError(f"{asked_by} needs a title that tells the finding in a few words; found {title!r}")


def canvas(ax: Axes | None, *, size: tuple[float, float] = SIZE, grid: str = "y") -> Axes:
    """The Axes to draw on, dressed: those given, or the only ones of a new figure.

    ``grid`` is ``"x"``, ``"y"``, ``"both"`` or ``""`` for none.
    """
    if ax is None:
        # Through pyplot, because only its figures are shown under a notebook's cell.
        ax = plt.figure(figsize=size, dpi=DOTS, layout="constrained", facecolor=PAPER).add_subplot()
    ax.set_facecolor(PAPER)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set(color=MUTED, linewidth=0.8)
    ax.tick_params(labelsize=TEXT_SIZE, colors=MUTED, labelcolor=INK, length=3, width=0.8)
    ax.set_axisbelow(True)
    if grid:
        ax.grid(True, axis=grid, color=GRID, linewidth=0.8)
    return ax


def caption(ax: Axes, title: str, *, x: str = "", y: str = "", above: float = 0) -> Axes:
    """Write the title at the left, broken into lines where it is long, and name the axes with their units.

    ``above`` keeps so many points free between the title and the axes, for a key.
    """
    text = ax.set_title(title, loc="left", fontsize=TITLE_SIZE, fontweight="bold", color=INK, pad=8 + above)
    _break_lines(text, ax.get_window_extent().width)
    ax.set_xlabel(x, fontsize=TEXT_SIZE, color=INK)
    ax.set_ylabel(y, fontsize=TEXT_SIZE, color=INK)
    return ax


def key_above(ax: Axes, handles, *, above: float = 0) -> float:
    """One line of signs and their meaning, ``above`` points over the axes; returns the points needed with it."""
    lifted = ax.transAxes + ScaledTranslation(0, above / 72, ax.get_figure(root=True).dpi_scale_trans)
    close = {"borderaxespad": 0.2, "borderpad": 0, "handlelength": 1.4, "handletextpad": 0.5, "columnspacing": 1.6}
    place = {"loc": "lower left", "bbox_to_anchor": (0, 1), "bbox_transform": lifted}
    look = {"frameon": False, "fontsize": TEXT_SIZE, "labelcolor": INK}
    ax.legend(handles=handles, ncols=len(handles), **place, **look, **close)
    return above + 1.9 * TEXT_SIZE


def line_look(number: int) -> dict:
    """Colour, dashes and marker of the line with this number, counted from 0."""
    own = {"color": PALETTE[number % 7], "marker": MARKERS[number % 7]}
    dashes = DASHES[(number + number // 7) % 5]
    return own | {"linestyle": dashes, "linewidth": 1.8, "markersize": 4.5, "markeredgewidth": 0}


def fill_look(number: int) -> dict:
    """Colour and hatch of the bars with this number, counted from 0."""
    colour = PALETTE[number % 7]
    return {
        "facecolor": colour, "edgecolor": PAPER, "linewidth": 0.8,
        "hatch": HATCHES[number % 7], "hatchcolor": _mixed(colour, PAPER, 0.45),
    }  # fmt: skip


def readable(colour: str) -> str:
    """The colour, darkened until text in it stands out from white paper (contrast of 4.5, as WCAG 2 asks)."""
    while contrast(colour) < 4.5:
        colour = _mixed(colour, "black", 0.08)
    return colour


def contrast(colour: str) -> float:
    """Contrast of a colour with white paper, 1 (none) to 21 (black), as WCAG 2 defines it."""
    channels = np.array(to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(1.05 / (linear @ [0.2126, 0.7152, 0.0722] + 0.05))


def words(name) -> str:
    """A column's name as a reader likes to see it.

    >>> words("debt_to_assets")
    'debt to assets'
    """
    return str(name).replace("_", " ")


def percent_axis(axis) -> None:
    """Show an axis of fractions in percent."""
    axis.set_major_formatter(FuncFormatter(lambda fraction, _: f"{100 * fraction:.6g}%".replace("-", "−")))


def _mixed(colour, other, share):
    return to_hex((1 - share) * np.array(to_rgb(colour)) + share * np.array(to_rgb(other)))


def _break_lines(text, width):
    """Break at spaces, wherever the next word would pass ``width`` pixels."""
    lines = []
    for word in text.get_text().split():
        text.set_text(f"{lines[-1]} {word}" if lines else word)
        if lines and text.get_window_extent().width <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    text.set_text("\n".join(lines))
