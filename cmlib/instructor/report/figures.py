"""Figures as SVG inside the page: they scale with it, print sharp, need no other file, and say in words what they show.

One dark colour on a pale ground, and every bar has its number beside it: nothing hangs on colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

#: Width of every figure in its own units; about the width of a phone, so that text stays as large as the page's.
WIDTH = 340
_ROW, _BAR, _TOP = 26, 16, 8


@dataclass(frozen=True)
class Bar:
    """A bar: its label, its length, and the text at its end."""

    label: str
    value: float
    text: str


def bars(name: str, title: str, rows: Sequence[Bar], longest: float, axis: str) -> str:
    """Horizontal bars under each other, ``longest`` being the full width; ``name`` is unique in the page.

    Labels stand beside their bars, or above them where they are long.
    """
    above = max(len(row.label) for row in rows) > 16
    label = 0.0 if above else 10.0 + 6.6 * max(len(row.label) for row in rows)
    row_height, lift = (_ROW + 12, 16) if above else (_ROW, 0)
    room = WIDTH - label - 6.2 * max(len(row.text) for row in rows) - 6
    parts = []
    for rank, row in enumerate(rows):
        y = _TOP + rank * row_height + lift
        length = room * min(max(row.value / longest, 0.0), 1.0) if longest else 0.0
        at = f'class="label" x="{label - 6:.1f}" y="{y + 12}"' if not above else f'x="0" y="{y - 4}"'
        parts += [
            f"<text {at}>{escape(_short(row.label))}</text>",
            f'<rect class="ground" x="{label:.1f}" y="{y}" width="{room:.1f}" height="{_BAR}"/>',
            f'<rect class="bar" x="{label:.1f}" y="{y}" width="{length:.1f}" height="{_BAR}"/>',
            f'<text x="{label + room + 5:.1f}" y="{y + 12}">{escape(row.text)}</text>',
        ]
    bottom = _TOP + len(rows) * row_height
    parts.append(f'<text class="axis" x="{label:.1f}" y="{bottom + 8}">{escape(axis)}</text>')
    said = f"{axis}: {', '.join(f'{row.label} {row.text}' for row in rows)}."
    return _figure(name, title, said, bottom + 16, parts)


def histogram(name: str, title: str, counts: Sequence[int], edges: Sequence[float], middle: float, axis: str) -> str:
    """Columns side by side; ``middle`` is marked by a triangle under them."""
    left, right, top, height = 8.0, WIDTH - 8.0, 16, 120
    wide = (right - left) / len(counts)
    most = max(counts)
    parts = []
    for place, count in enumerate(counts):
        x, tall = left + place * wide, height * count / most if most else 0.0
        parts.append(
            f'<rect class="bar" x="{x + 1:.1f}" y="{top + height - tall:.1f}" '
            f'width="{wide - 2:.1f}" height="{tall:.1f}"/>'
        )
        if count:
            at = f'x="{x + wide / 2:.1f}" y="{top + height - tall - 4:.1f}"'
            parts.append(f'<text class="above" {at}>{count}</text>')
    base = top + height
    parts.append(f'<line class="axis" x1="{left}" y1="{base}" x2="{right}" y2="{base}"/>')
    for place in range(0, len(edges), 2):
        x = left + place * wide
        anchor = "start" if place == 0 else "end" if place == len(edges) - 1 else "middle"
        parts.append(f'<text x="{x:.1f}" y="{base + 21}" text-anchor="{anchor}">{edges[place]:g}</text>')
    low, high = edges[0], edges[-1]
    x = left + (right - left) * (middle - low) / (high - low)
    parts += [
        f'<path class="middle" d="M{x:.1f} {base + 1} l5 8 h-10 z"/>',
        f'<text class="axis" x="{WIDTH / 2}" y="{base + 38}" text-anchor="middle">'
        f"{escape(axis)}; \N{BLACK UP-POINTING TRIANGLE} median</text>",
    ]
    shown = [
        f"{count} from {start:g} to {end:g}"
        for count, start, end in zip(counts, edges[:-1], edges[1:], strict=True)
        if count
    ]
    return _figure(name, title, f"{axis}, students: {', '.join(shown)}. Median {middle:g}.", base + 46, parts)


def _figure(name: str, title: str, said: str, height: float, parts: Sequence[str]) -> str:
    drawn = "\n".join(parts)
    return (
        f'<figure>\n<figcaption>{escape(title)}</figcaption>\n<svg viewBox="0 0 {WIDTH} {height:g}" role="img" '
        f'aria-labelledby="{name}-title {name}-text">\n<title id="{name}-title">{escape(title)}</title>\n'
        f'<desc id="{name}-text">{escape(said)}</desc>\n{drawn}\n</svg>\n</figure>'
    )


def _short(label: str, most: int = 54) -> str:
    return label if len(label) <= most else f"{label[: most - 1]}…"
