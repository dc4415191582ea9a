"""Cells that a spreadsheet takes for text, never for a formula.

A student called ``=HYPERLINK(...)`` would otherwise run in the instructor's spreadsheet. Source: OWASP, "CSV
Injection"; the full-width signs are taken for formulas as well where Chinese or Japanese is written.
"""

import csv
import io
from collections.abc import Sequence

_BEGIN_FORMULAS = frozenset("=+-@＝＋－＠\t\r\n\0")


def harmless(cell: object) -> object:
    """The cell as it may be written: a number as it is, None as an empty text, a text that begins like a formula after
    an apostrophe, which a spreadsheet does not show.

    >>> harmless("=1+1"), harmless(-1.5), harmless(None), harmless("Ann"), harmless(3.0)
    ("'=1+1", '-1.5', '', 'Ann', '3')
    """
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return f"{cell:.10g}"
    text = str(cell)
    return f"'{text}" if text.lstrip(" \u00a0\u3000\ufeff")[:1] in _BEGIN_FORMULAS and text.strip() else text


def as_csv(rows: Sequence[Sequence[object]]) -> str:
    """The rows as text, with the line ends that spreadsheets expect."""
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()
