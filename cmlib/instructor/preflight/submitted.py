"""The cells of a student's notebook: what of them may matter, in plain and limited form.

Outputs, metadata (nbgrader's included, but for the cell's name) and everything else are left behind here.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cmlib.instructor.outcome import UNREADABLE
from cmlib.instructor.preflight.refusal import Refused
from cmlib.instructor.preflight.sizes import SIZES, Sizes, megabytes

CODE, MARKDOWN, RAW = "code", "markdown", "raw"

#: Pictures that a browser shows without running anything in them.
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"}
_SURROGATE = re.compile("[\ud800-\udfff]")
#: What the file format allows as a cell's id.
_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


@dataclass(frozen=True)
class SubmittedCell:
    """One cell as handed in; ``name`` is nbgrader's, ``id`` the file format's, each empty where there is none."""

    kind: str
    source: str
    name: str = ""
    id: str = ""
    pictures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_cells(notebook: Mapping, sizes: Sizes = SIZES) -> tuple[list[SubmittedCell], list[str]]:
    """The cells, and flags for the instructor.

    A cell without a source is empty, one of an unknown type is plain text. Raises `Refused` for what is no cell, and
    for more cells or text than anybody writes.
    """
    found = notebook.get("cells")
    if not isinstance(found, list):
        raise Refused(UNREADABLE, "not a notebook: it has no list of cells")
    if len(found) > sizes.cells:
        raise Refused(UNREADABLE, f"it has {len(found):,} cells; at most {sizes.cells:,} are graded")
    cells: list[SubmittedCell] = []
    flags: dict[str, None] = {}
    text = pictures = 0
    for number, each in enumerate(found, 1):
        if not isinstance(each, Mapping):
            raise Refused(UNREADABLE, f"not a notebook: its cell {number} is no cell")
        cell = _cell(each, number, flags)
        text += len(cell.source)
        if text > sizes.text:
            raise Refused(UNREADABLE, f"its cells hold more than {megabytes(sizes.text)} of text")
        pictures += sum(len(data) for picture in cell.pictures.values() for data in picture.values())
        if pictures > sizes.pictures and cell.pictures:
            flags[f"pictures beyond {megabytes(sizes.pictures)} were left out"] = None
            cell = SubmittedCell(cell.kind, cell.source, cell.name, cell.id)
        cells.append(cell)
    return cells, list(flags)


def plain(text: str) -> str:
    """A source without what nobody sees: blank ends of lines and of the whole, and the kind of line ends."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _cell(found: Mapping, number: int, flags: dict[str, None]) -> SubmittedCell:
    kind = found.get("cell_type")
    if kind not in (CODE, MARKDOWN, RAW):
        flags[f"cell {number} is of an unknown type and counts as plain text"] = None
        kind = RAW
    metadata = found.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    name = marks.get("grade_id") if isinstance(marks, Mapping) else None
    identity = found.get("id")
    return SubmittedCell(
        kind,
        _source(found.get("source"), number, flags),
        name if isinstance(name, str) else "",
        identity if isinstance(identity, str) and _ID.fullmatch(identity) else "",
        _pictures(found.get("attachments"), number, flags) if kind == MARKDOWN else {},
    )


def _source(found: object, number: int, flags: dict[str, None]) -> str:
    if isinstance(found, list) and all(isinstance(line, str) for line in found):
        found = "".join(found)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Refused(UNREADABLE, f"not a notebook: the source of its cell {number} is no text")
    if found.isascii() or not _SURROGATE.search(found):
        return found
    flags[f"cell {number} has broken letters in it, shown as \ufffd"] = None
    return _SURROGATE.sub("\ufffd", found)


def _pictures(found: object, number: int, flags: dict[str, None]) -> dict[str, dict[str, str]]:
    if not found:
        return {}
    forms = found if isinstance(found, Mapping) else {}
    kept = {name: _shown_safely(each) for name, each in forms.items() if not _SURROGATE.search(name)}
    kept = {name: each for name, each in kept.items() if each}
    if not kept or len(kept) < len(forms):
        flags[f"an attachment of cell {number} is no picture and was left out"] = None
    return kept


def _shown_safely(forms: object) -> dict[str, str]:
    """The forms of one attachment that a browser shows as a picture."""
    if not isinstance(forms, Mapping):
        return {}
    return {form: data for form, data in forms.items() if form in _PICTURES and _is_base64(data)}


def _is_base64(data: object) -> bool:
    if not isinstance(data, str):
        return False
    try:
        base64.b64decode("".join(data.split()).encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return False
    return True
