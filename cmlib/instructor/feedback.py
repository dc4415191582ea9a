"""Feedback that students may read: what each check said, never the hidden tests.

In ``nbgrader_config.py`` `MessagesOnly` stands behind nbgrader's `GetGrades` in ``c.GenerateFeedback.preprocessors``;
then formgrader's button and ``nbgrader generate_feedback`` give such pages. Every cell that students cannot change
reads as it was released; of a check's output, tracebacks included, only its message is left; the first cell adds up
the points of each task.
"""

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from cmlib.instructor.executed import KEPT
from cmlib.instructor.judge.message import NOT_PASSED, of_assertion
from cmlib.instructor.notebook import Notebook, grade_id, source

_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)


class MessagesOnly(NbGraderPreprocessor):
    """Takes from a graded notebook what students must not read, and adds up the points of each task."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Change the notebook, in which `GetGrades` has already put the scores."""
        released = self._released(resources["nbgrader"])
        totals = _totals(nb, self._waiting(resources["nbgrader"]))
        for cell in nb.cells:
            if is_locked(cell) or is_task(cell):
                full_source = source(cell)
                self._show_as_released(cell, released)
                if is_grade(cell) and not is_solution(cell) and cell.cell_type == "code":
                    _show_message_only(cell, full_source)
        if totals:
            nb.cells.insert(0, new_markdown_cell(_table(totals, resources["nbgrader"].get("late_penalty") or 0.0)))
        return nb, resources

    def _waiting(self, marks: Any) -> set[str]:
        """The cells that nobody has graded yet."""
        with Gradebook(marks["db_url"]) as gradebook:
            found = gradebook.find_submission_notebook(marks["notebook"], marks["assignment"], marks["student"])
            return {each.name for each in found.grades if each.auto_score is None and each.manual_score is None}

    def _released(self, marks: Any) -> dict[str | None, str]:
        """The text of each released cell by grade id; empty where the release is not at hand."""
        folders = CourseDirectory(parent=self)
        folder = folders.format_path(folders.release_directory, ".", marks["assignment"])
        path = Path(folder) / f"{marks['notebook']}.ipynb"
        return {grade_id(cell): source(cell) for cell in Notebook.read(path).cells} if path.is_file() else {}

    def _show_as_released(self, cell: NotebookNode, released: dict[str | None, str]) -> None:
        name = grade_id(cell)
        if name in released:
            cell.source = released[name]
            return
        step = ClearHiddenTests(parent=self) if is_grade(cell) else ClearMarkScheme(parent=self)
        step.preprocess_cell(cell, {}, 0)


def _show_message_only(cell: NotebookNode, full_source: str) -> None:
    """Put the message in the place of everything that the check has put out."""
    marks = cell.metadata.nbgrader
    points, most = float(marks.get("score") or 0.0), float(marks.get("points") or 0.0)
    kept = cell.metadata.get(KEPT, {}).get("message")
    cell.metadata.pop(KEPT, None)
    message = _message_of(cell.outputs, full_source) if kept is None else str(kept)
    failed = not most and any(output.output_type == "error" for output in cell.outputs)
    if points >= most and not failed:
        message = "passed"
    elif points:
        message = f"{points:g} of {most:g} points: {message or NOT_PASSED}"
    cell.outputs = [new_output("stream", name="stdout", text=f"{message or NOT_PASSED}\n")]
    cell.execution_count = None


def _message_of(outputs: list[NotebookNode], full_source: str) -> str:
    """What may be shown of outputs without a kept message: texts that stand in the instructor's check as they are."""
    for output in outputs:
        if output.output_type == "error":
            return of_assertion(str(output.ename), str(output.evalue), full_source)
    printed = "".join(each.text for each in outputs if each.output_type == "stream" and each.name == "stdout")
    texts = set(re.findall(r"[\"']([^\"'\n]+)[\"']", full_source))
    return "\n".join(line for line in printed.splitlines() if line.strip() and line in texts)


@dataclass
class _Total:
    """The points of a task; ``waiting`` where some of them must still be given by hand."""

    title: str
    points: float = 0.0
    most: float = 0.0
    waiting: bool = False


def _totals(nb: NotebookNode, waiting: set[str]) -> list[_Total]:
    """The points of each task: of the graded cells that belong to it."""
    found: dict[str, _Total] = {}
    titles: dict[str, str] = {}
    heading, task = "", ""
    for cell in nb.cells:
        name = grade_id(cell) or ""
        if cell.cell_type == "markdown" and not is_solution(cell) and (heads := _HEADING.findall(source(cell))):
            heading = heads[-1]
        if is_solution(cell) or is_task(cell):
            task = name
            titles[name] = heading if heading and heading not in titles.values() else name
        if is_grade(cell) or is_task(cell):
            owner = max((each for each in titles if name.startswith(f"{each}_")), key=len, default=task or name)
            total = found.setdefault(owner, _Total(titles.get(owner, owner)))
            total.points += float(cell.metadata.nbgrader.get("score") or 0.0)
            total.most += float(cell.metadata.nbgrader.get("points") or 0.0)
            total.waiting = total.waiting or name in waiting
    return list(found.values())


def _table(totals: list[_Total], penalty: float) -> str:
    """As HTML, which Markdown leaves alone."""
    rows = [(each.title, _points(each)) for each in totals]
    rows += [("Handed in late", f"\N{MINUS SIGN}{penalty:g}")] if penalty else []
    points, most = max(0.0, sum(each.points for each in totals) - penalty), sum(each.most for each in totals)
    rows.append(("Together", _points(_Total("", points, most, any(each.waiting for each in totals)))))
    lines = "".join(
        f'<tr><th scope="row" style="text-align: left">{escape(title)}</th>'
        f'<td style="text-align: right">{points}</td></tr>'
        for title, points in rows
    )
    return f"<table><caption>Points</caption><tbody>{lines}</tbody></table>"


def _points(total: _Total) -> str:
    return f"{total.points:g} of {total.most:g}" + (", some still to be graded by hand" if total.waiting else "")
