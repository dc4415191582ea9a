"""From a file's bytes to a notebook in format 4, or one sentence that says what the file is instead.

The encoding: a byte-order mark or the pattern of zero bytes tells UTF-16 and UTF-32; else UTF-8. Bytes that are not
UTF-8 are taken as UTF-8 with a few broken letters if at most one in ten of those beyond ASCII is broken; else as
GB 18030 if that reads all of them as mostly Chinese; else as Windows' Western European. Only the first two are
silent. Of a key that stands twice in one object the last counts, as in Jupyter.
"""

import json
import re
import unicodedata
from itertools import islice
from json import detect_encoding

from cmlib.instructor.outcome import UNREADABLE
from cmlib.instructor.preflight.refusal import Refused
from cmlib.instructor.preflight.sizes import SIZES, Sizes, megabytes

#: What a file begins with, and what it then is.
_OTHER_FILES = {
    b"PK\x03\x04": "a zip archive or office file",
    b"%PDF": "a PDF file",
    b"\x1f\x8b": "a gzip archive",
    b"Rar!": "a rar archive",
    b"7z\xbc\xaf": "a 7-zip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"version https://git-lfs": "a Git LFS pointer",
}
#: Digits of a whole number that are worth reading exactly; no number in a notebook matters.
_DIGITS = 18
_BROKEN_SHARE = 0.1
_CHINESE_SHARE = 0.8
#: So many letters tell the language.
_SAMPLE = 10_000
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_BEYOND_ASCII = bytes(range(128, 256))
_BLANK = "\ufeff\x00 \t\r\n"


def decode(content: bytes, sizes: Sizes = SIZES) -> tuple[dict, tuple[str, ...]]:
    """The notebook, and flags for the instructor. Raises `Refused` when the file is none."""
    refuse_size(len(content), sizes)
    text, flags = _text(content)
    text = text.strip(_BLANK)
    if not text:
        raise _not("the file is empty")
    if text.count(",") + text.count("[") + text.count("{") > sizes.marks:
        raise _not(f"it has more than {sizes.marks:,} values")
    return _in_format_4(_parsed(text)), flags


def refuse_size(size: int, sizes: Sizes) -> None:
    """Raise `Refused` when a notebook's file is too large to be read."""
    if size > sizes.notebook:
        raise Refused(UNREADABLE, f"the notebook has {megabytes(size)}; at most {megabytes(sizes.notebook)} are read")


def _text(content: bytes) -> tuple[str, tuple[str, ...]]:
    for beginning, what in _OTHER_FILES.items():
        if content.startswith(beginning):
            raise _not(f"the file is {what}")
    encoding = detect_encoding(content)
    try:
        return content.decode(encoding), ()
    except UnicodeDecodeError:
        pass
    if encoding.startswith("utf-8"):
        return _not_utf_8(content)
    return content.decode(encoding, "replace"), (f"the file is broken {encoding.upper()}; please check its letters",)


def _not_utf_8(content: bytes) -> tuple[str, tuple[str, ...]]:
    text = content.decode("utf-8-sig", "replace")
    beyond_ascii = len(text) - len(content.translate(None, _BEYOND_ASCII))
    if text.count("\ufffd") <= _BROKEN_SHARE * beyond_ascii:
        return text, ("the file has broken letters in it, shown as \ufffd",)
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        pass
    else:
        letters = [found.group() for found in islice(_FOREIGN.finditer(text), _SAMPLE)]
        if sum(map(_is_chinese, letters)) >= _CHINESE_SHARE * len(letters):
            return text, ("the file is not in UTF-8; it was read as GB 18030",)
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return text, ("the file is not in UTF-8; it was read as Western European",)


def _is_chinese(letter: str) -> bool:
    """Common Chinese characters and the marks written with them.

    Bytes of another encoding taken for GB 18030 give rare characters, which lie beyond the first block.
    """
    return (
        "\u4e00" <= letter <= "\u9fff" or "\u3000" <= letter <= "\u303f" or unicodedata.east_asian_width(letter) == "F"
    )


def _parsed(text: str) -> object:
    if text[:1] == "<":
        raise _not("the file is a web page; download the notebook itself")
    try:
        return json.loads(text, parse_int=_whole)
    except RecursionError:
        raise _not("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        where = "it ends too early" if error.pos >= len(text) else str(error)
        raise _not(where) from None


def _whole(digits: str) -> float:
    return int(digits) if len(digits) <= _DIGITS else float(digits)


def _in_format_4(found: object) -> dict:
    if not isinstance(found, dict):
        raise _not(f"it holds {_kind(found)}")
    version = found.get("nbformat", 4)
    if version == 3 and isinstance(found.get("worksheets"), list):
        found = _from_format_3(found["worksheets"])
    elif version != 4 or isinstance(version, bool):
        raise _not(f"it is of notebook format {str(version)[:20]!r}; formats 3 and 4 are read")
    if not isinstance(found.get("cells"), list):
        raise _not("it has no list of cells")
    return found


def _from_format_3(sheets: list) -> dict:
    """What matters of a notebook of before 2015: the cells' types, texts and metadata."""
    if not all(isinstance(sheet, dict) and isinstance(sheet.get("cells"), list) for sheet in sheets):
        raise _not("notebook format 3 without cells")
    return {"cells": [_cell_from_format_3(cell) for sheet in sheets for cell in sheet["cells"]]}


def _cell_from_format_3(cell: object) -> object:
    if not isinstance(cell, dict):
        return cell
    if cell.get("cell_type") == "code":
        return cell | {"source": cell.get("input")}
    if cell.get("cell_type") == "heading" and isinstance(cell.get("source"), str | list):
        marks = "#" * level if (level := cell.get("level")) in (2, 3, 4, 5, 6) else "#"
        return cell | {"cell_type": "markdown", "source": [marks, " ", *cell["source"]]}
    return cell | {"cell_type": "markdown"} if cell.get("cell_type") == "html" else cell


def _kind(found: object) -> str:
    return {list: "a list", str: "a text", type(None): "nothing"}.get(type(found), "a number")


def _not(reason: str) -> Refused:
    return Refused(UNREADABLE, f"not a notebook: {reason}")
