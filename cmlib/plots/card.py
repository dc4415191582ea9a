"""A firm's scorecard: what it earned of what it could have earned, line by line."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from cmlib.plots import style
from cmlib.plots.card_text import of_maximum, shortened, value_beside
from cmlib.plots.checks import as_table, require_columns

_COLUMNS = ("group", "indicator", "value", "band", "points", "maximum")
#: Height of a row and of the frame above and below all rows, in inches.
_ROW, _FRAME = 0.205, 0.5
#: What a group's heading and the summary take, in rows.
_HEADING, _SUMMARY = 1.5, 1.3
#: Space between two columns of text, in points.
_GUTTER = 11


def scorecard(explanation, *, title: str, ax: Axes | None = None) -> Axes:
    """Every indicator of a scorecard as a bar: the frame is what it could earn, the filling what it earned.

    ``explanation`` is what `cmlib.rating.explain` returns: a pandas table with one row an indicator and
    the columns ``group``, ``indicator``, ``value``, ``band``, ``points`` and ``maximum``, and in its
    ``attrs`` ``total``, ``maximum`` and ``grade``. A hatched frame marks a missing value.

    The new figure is as high as the card is long. Axes that are given should be 7 inches wide and have a
    fifth of an inch for each indicator.

    Raises ``TypeError`` for what is no pandas table, ``LookupError`` for a missing column, ``ValueError``
    for an empty table and for points below 0 or above their maximum.

    >>> from matplotlib.figure import Figure
    >>> from cmlib.rating import ENTERPRISE_CARD, explain
    >>> reasons = explain(dict.fromkeys(ENTERPRISE_CARD.columns, 1), ENTERPRISE_CARD)
    >>> ax = scorecard(reasons, title="Half of what could be earned", ax=Figure(figsize=(7.5, 7)).subplots())
    >>> ax.texts[0].get_text()
    '50.5 of 100 points, grade BB'
    """
    lines = as_table(explanation, "scorecard", "indicators")
    require_columns(lines, _COLUMNS, "scorecard")
    _check_points(lines)
    style.require_title(title, "scorecard")
    lines, headings, rows = _placed_in_rows(lines)
    is_ours = ax is None
    ax = style.canvas(ax, size=(style.SIZE[0], _FRAME + _ROW * rows), grid="")
    ax.set(ylim=(rows, 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    # Axes without ticks fill the figure but for the layout's margins of 1/24 inch.
    width = (style.SIZE[0] - 1 / 12) * ax.figure.dpi if is_ours else ax.get_window_extent().width
    _write(ax, 0, [(0.4, _summary(lines.attrs))], fontsize=style.TITLE_SIZE, color=style.readable(style.BLUE))
    left, right = _place_columns(ax, _write_columns(ax, lines, headings), width)
    _draw_bars(ax, lines, left, right)
    return style.caption(ax, title)


def _placed_in_rows(lines):
    """The lines, group by group, with the row of each as ``at``; the groups' names and points; the number of rows."""
    parts, headings, row = [], [], _SUMMARY
    for name, part in lines.groupby("group", sort=False):
        subtotal = of_maximum(part["points"].sum(skipna=False), part["maximum"].sum())
        headings.append({"at": row + _HEADING - 1, "name": name, "points": subtotal})
        parts.append(part.assign(at=row + _HEADING + np.arange(len(part))))
        row += _HEADING + len(part)
    placed = pd.concat(parts)
    placed.attrs = lines.attrs
    return placed, pd.DataFrame(headings), row


def _write_columns(ax, lines, headings):
    """Write all columns of text; returns their texts by column."""
    values = list(map(value_beside, lines["band"], lines["value"]))
    bands = ["" if band == "missing" else shortened(band) for band in lines["band"]]
    points = list(map(of_maximum, lines["points"], lines["maximum"]))
    columns = {
        "name": _write(ax, 0, zip(lines["at"], map(style.words, lines["indicator"]), strict=True)),
        "points": _write(ax, 1, zip(lines["at"], points, strict=True)),
        "value": _write(ax, 1, zip(lines["at"], values, strict=True)),
        "band": _write(ax, 0, zip(lines["at"], bands, strict=True), color=style.MUTED),
    }
    for text in columns["value"]:
        if text.get_text() == "missing":
            text.set_color(style.readable(style.VERMILLION))
    for name, aligned in (("name", 0), ("points", 1)):
        columns[name] += _write(ax, aligned, zip(headings["at"], headings[name], strict=True), fontweight="bold")
    for name, aligned, head in (("points", 1, "earned"), ("value", 1, "value"), ("band", 0, "lies in")):
        columns[name] += _write(ax, aligned, [(0.4, head)], color=style.MUTED)
    return columns


def _check_points(lines):
    fits = lines["points"].isna() | lines["points"].ge(0) & lines["points"].le(lines["maximum"])
    for one in lines[~fits | ~lines["maximum"].gt(0)].itertuples():
        found = of_maximum(one.points, one.maximum)
        raise ValueError(f"scorecard needs points from 0 to their maximum; {one.indicator!r} has {found}")


def _summary(attrs):
    total, maximum = attrs.get("total"), attrs.get("maximum")
    if total is None or pd.isna(total):
        return "no total and no grade, for points are missing"
    return f"{total:g}{f' of {maximum:g}' if maximum else ''} points, grade {attrs.get('grade')}"


def _write(ax, aligned, rows, **look):
    """Texts at the heights of their rows, aligned left (0) or right (1); their column is placed later."""
    look = {"color": style.INK, "fontsize": style.SMALL_SIZE + 0.5} | look
    look |= {"ha": ("left", "right")[aligned], "va": "center_baseline", "transform": ax.get_yaxis_transform()}
    return [ax.text(0, at, text, **look) for at, text in rows]


def _place_columns(ax, columns, width):
    """Give each column the room of its widest text; returns from where to where the bars may run (0 to 1)."""
    widths = {name: max(text.get_window_extent().width for text in texts) / width for name, texts in columns.items()}
    gutter = _GUTTER * ax.get_figure(root=True).dpi / 72 / width
    band = 1 - widths["band"]
    value = band - 0.6 * gutter
    points = value - widths["value"] - gutter
    for name, place in {"name": 0, "points": points, "value": value, "band": band}.items():
        for text in columns[name]:
            text.set_x(place)
    return widths["name"] + gutter, points - widths["points"] - gutter


def _draw_bars(ax, lines, left, right):
    """Bars in points, on a scale that puts 0 at ``left`` and the end of the longest frame at ``right``."""
    scale = lines["maximum"].max() / max(right - left, 0.05)
    ax.set_xlim(-left * scale, (1 - left) * scale)
    missing = lines["value"].isna().to_numpy()
    frames = ax.barh(lines["at"], lines["maximum"], 0.62, facecolor=style.PAPER, edgecolor=style.MUTED, linewidth=0.8)
    for frame, is_missing in zip(frames, missing, strict=True):
        if is_missing:
            frame.set(hatch="//////", hatchcolor=style.MUTED)
    ax.barh(lines["at"], lines["points"].fillna(0), 0.62, color=style.BLUE, linewidth=0)
