"""Does anything that students get hold a solution or a hidden test?

The secrets of an assignment are read from its source: what stands between the BEGIN and END marks
of solutions, hidden tests and mark schemes, and solution cells that nbgrader replaces as a whole.
They are then looked for in every file of a folder: in notebooks in every string (sources, outputs,
metadata), in other files in the whole text.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from cmlib.instructor.notebook import Notebook, source

_MARK = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)")
_TRIVIAL = re.compile(r"(import |from \S+ import |def \w+\(|class \w+|#|@)")
_SHORTEST = 16
#: Numbers that carry at least so many significant digits (a seed, an expected value) are secrets too.
_DIGITS = 5


@dataclass(frozen=True)
class Leak:
    """A secret line or number, and the file in which it stands."""

    file: Path
    secret: str

    def __str__(self) -> str:
        return f"{self.file}: {self.secret}"


def find_leaks(notebook: Path, folder: Path) -> list[Leak]:
    """Look for the secrets of an instructor's notebook in every file below a folder.

    A line counts when it has 16 characters or more without its blanks and is not an import, a
    definition's first line or a comment; a number when it has five significant digits or more.
    Names of files tell their place below ``folder``.

    Raises ``FileNotFoundError`` when there is nothing to search, ``ValueError`` for a mark without
    its partner.
    """
    lines, numbers = secrets(Notebook.read(notebook))
    files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    if not files:
        raise FileNotFoundError(f"find_leaks needs files to search; there are none in {folder}")
    leaks = []
    for path in files:
        text = _text(path)
        packed, standing = _packed(text), set(_numbers(text))
        found = [line for line in lines if _packed(line) in packed] + [
            number for number in numbers if number in standing
        ]
        leaks += [Leak(path.relative_to(folder), secret) for secret in found]
    return leaks


def secrets(notebook: Notebook) -> tuple[list[str], list[str]]:
    """The lines and the numbers of an instructor's notebook that no student may see, in their order."""
    lines = []
    for cell in notebook.cells:
        text = source(cell)
        region = _regions(text)
        if _is_answer(cell) and not _MARK.search(text):
            region = text.splitlines()
        lines += [line.strip() for line in region]
    kept = [line for line in lines if len(_packed(line)) >= _SHORTEST and not _TRIVIAL.match(line)]
    return list(dict.fromkeys(kept)), list(dict.fromkeys(number for line in lines for number in _numbers(line)))


def _is_answer(cell: dict) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get("solution"))


def _regions(text: str) -> list[str]:
    lines, inside = [], None
    for line in text.splitlines():
        mark = _MARK.search(line)
        if not mark:
            lines += [line] if inside else []
        elif (mark[1] == "BEGIN") == (inside is None) and inside in (None, mark[2]):
            inside = mark[2] if mark[1] == "BEGIN" else None
        else:
            raise ValueError(f"{line.strip()!r} does not fit the mark before it")
    if inside:
        raise ValueError(f"BEGIN {inside} has no END {inside}")
    return lines


def _text(path: Path) -> str:
    text = path.read_bytes().decode("utf-8", errors="replace")
    if path.suffix != ".ipynb":
        return text
    return "\n".join(_strings(json.loads(text)))


def _strings(node) -> list[str]:
    """Every string in nested JSON; a list of strings is one text, as notebooks store it."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, dict):
        return [text for value in node.values() for text in _strings(value)]
    if isinstance(node, list):
        if node and all(isinstance(each, str) for each in node):
            return ["".join(node)]
        return [text for each in node for text in _strings(each)]
    return [str(node)]


def _packed(text: str) -> str:
    return "".join(text.split())


def _numbers(text: str) -> list[str]:
    numbers = re.findall(r"(?<![\w.])\d[\d_]*(?:\.\d+)?(?![\w.]*\w)", text)
    return [
        plain for number in numbers if len((plain := number.replace("_", "")).replace(".", "").strip("0")) >= _DIGITS
    ]
