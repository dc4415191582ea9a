"""Tables as HTML: with a caption and heads that a screen reader tells, and scrollable where the page is narrow."""

import math
from collections.abc import Mapping, Sequence
from html import escape

#: Kinds of column: short text, a number, text that may break, and text as it was written.
SHORT, NUMBER, TEXT, LINES = "short", "number", "text", "lines"


def table(caption: str, heads: Mapping[str, str], rows: Sequence[Sequence[str]], *, kept: bool = True) -> str:
    """``heads`` maps each column's head to its kind; the first column names the row. All text is escaped.

    ``kept`` leaves the first column in sight while the rest is scrolled.
    """
    top = "".join(f'<th scope="col" class="{kind}">{escape(head)}</th>' for head, kind in heads.items())
    body = "\n".join(_row(row, list(heads.values())) for row in rows)
    region = f'role="region" tabindex="0" aria-label="{escape(caption)}"'
    style = ' class="kept"' if kept else ""
    return (
        f'<div class="scroll" {region}>\n<table{style}><caption><span>{escape(caption)}</span></caption>\n'
        f"<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody></table>\n</div>"
    )


def _row(cells: Sequence[str], kinds: Sequence[str]) -> str:
    first, *rest = (f'class="{kind}">{escape(text)}' for text, kind in zip(cells, kinds, strict=True))
    return f'<tr><th scope="row" {first}</th>' + "".join(f"<td {each}</td>" for each in rest) + "</tr>"


def number(value: float | None, digits: int | None = None) -> str:
    """A number as text, without needless digits or with so many; a dash where there is none.

    >>> number(2.50), number(0.5, 2), number(-0.25, 2), number(float("nan"), 2)
    ('2.5', '0.50', '−0.25', '–')
    """
    if value is None or math.isnan(value):
        return "–"
    text = f"{value:g}" if digits is None else f"{value:.{digits}f}"
    return text.replace("-", "\N{MINUS SIGN}")


def names(students: Sequence[str], most: int = 12) -> str:
    """The students' names, the last ones only counted where there are many.

    >>> names(["s01", "s02", "s03"], most=2)
    's01, s02 and 1 more'
    """
    shown = ", ".join(students[:most])
    return shown if len(students) <= most else f"{shown} and {len(students) - most} more"
