"""What was recorded: read as the gradebook, the formgrader and the student would."""

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from hostile_class import ASSIGNMENT, Class
from nbconvert.filters.markdown import markdown2html

from cmlib.instructor.notebook import Notebook, grade_id, source

#: What only the hidden tests know: their names, what they expect, and what else stands in the instructor's files.
SECRETS = (
    "874213", "551977", "330471", "662810", "0.3719", "483.47", "0.1235", "-0.25", "0.454545", "0.318181", "HIDDEN",
    "SOLUTION", "must never be released",
)  # fmt: skip
#: What the hidden tests hand to the student's functions.
HIDDEN_INPUTS = ("8123.75", "9127.35", "4217.5", "3163.125", "Xaver", "Yvonne", "Zeno")

#: What may stand in a notebook that formgrader shows; all else would be for a browser to run or to fetch.
MIME_TYPES = {"text/plain", "text/html", "text/latex", "image/png", "image/jpeg", "image/gif"}
_TAGS = frozenset(re.findall(r"\w+", """
    a abbr b blockquote br caption code col colgroup dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li
    mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr tt u ul var
"""))  # fmt: skip
_ACTIVE_TEX = re.compile(r"\\(href|cssId|class|style|require|data)\b")
_CONTROL = re.compile(r"(?!\x1b\[[0-9;]*m)[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def recorded(graded: Class, student: str) -> Notebook | None:
    """The notebook on the disk after grading; None where there is none."""
    path = graded.course.autograded(student, ASSIGNMENT)
    return Notebook.read(path) if path.exists() else None


def own_outputs(graded: Class, student: str) -> str:
    """All that the student's own and the given cells are recorded to have shown."""
    notebook = recorded(graded, student)
    cells = notebook.cells if notebook else []
    checks = notebook.checks if notebook else {}
    shown = [cell.get("outputs", []) for cell in cells if grade_id(cell) not in checks]
    return json.dumps(shown, ensure_ascii=False)


def dangers(graded: Class, student: str) -> list[str]:
    """What in the recorded notebook a browser would run or fetch, or a terminal would obey."""
    notebook = recorded(graded, student)
    found: list[str] = []
    for cell in notebook.cells if notebook else []:
        if cell["cell_type"] == "markdown":
            found += _dangers_of_page(markdown2html(source(cell)))
        elif cell["cell_type"] == "raw":
            found += _dangers_of_page(source(cell))
        for output in cell.get("outputs", []):
            found += _dangers_of(output)
    return found


def _dangers_of(output: dict) -> Iterator[str]:
    data = output.get("data", {})
    yield from data.keys() - MIME_TYPES
    for kind in ("text/html", "text/latex"):
        yield from _dangers_of_page("".join(data.get(kind, "")))
    texts = [output.get(part, "") for part in ("text", "ename", "evalue", "traceback")] + [data.get("text/plain", "")]
    for text in map("".join, texts):
        yield from (repr(each[0]) for each in _CONTROL.finditer(text))


def _dangers_of_page(html: str) -> list[str]:
    page = _Page()
    page.feed(html)
    page.close()
    return page.dangers + [each[0] for each in _ACTIVE_TEX.finditer(html)]


class _Page(HTMLParser):
    """Notes each tag and attribute that does more than show text, tables, links and the pictures within."""

    def __init__(self) -> None:
        super().__init__()
        self.dangers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self.dangers.append(f"<{tag}>")
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            fetched = name in ("src", "background", "srcset", "poster", "action", "formaction", "data", "ping")
            if (
                name.startswith("on")
                or (fetched and not address.startswith(("data:image/", "attachment:")))
                or (name in ("href", "xlink:href") and not address.startswith(("http:", "https:", "mailto:", "#")))
                or (name == "style" and ("url(" in address or "position" in address or "display" in address))
            ):
                self.dangers.append(f"<{tag} {name}={value!r}>")

    def unknown_decl(self, data: str) -> None:
        self.dangers.append(f"<!{data}>")


def files(graded: Class, student: str) -> dict[str, Path]:
    """Everything in the student's graded folder."""
    folder = graded.course.autograded(student, ASSIGNMENT).parent
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}


def gradebook(graded: Class) -> dict[str, dict[str, tuple]]:
    """Student -> cell -> automatic, manual and extra points, as the gradebook holds them."""
    query = """
        select submitted_assignment.student_id, base_cell.name, grade.auto_score, grade.manual_score,
               grade.extra_credit
        from grade join base_cell on base_cell.id = grade.cell_id
        join submitted_notebook on submitted_notebook.id = grade.notebook_id
        join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
    """
    found: dict[str, dict[str, tuple]] = {}
    with contextlib.closing(sqlite3.connect(graded.course.root / "gradebook.db")) as book:
        for student, cell, *points in book.execute(query):
            found.setdefault(student, {})[cell] = tuple(points)
    return found


def most_points(graded: Class) -> dict[str, float]:
    """Check -> what it is worth, as the gradebook holds it."""
    query = "select base_cell.name, max_score from grade_cells join base_cell on base_cell.id = grade_cells.id"
    with contextlib.closing(sqlite3.connect(graded.course.root / "gradebook.db")) as book:
        return dict(book.execute(query))
