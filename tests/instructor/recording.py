"""For the tests of recording: a course with all that nbgrader knows, submissions that already ran, and what is left
of them in gradebook and folder.

Notebooks carry their outputs and nbgrader is told not to run them: what is compared is what happens afterwards.
"""

import atexit
import functools
import json
import shutil
import stat
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cmlib.instructor.apart import run_apart
from cmlib.instructor.course import Course
from cmlib.instructor.outcome import GRADED, CellOutcome, Outcome
from cmlib.instructor.record.digest import digest_of
from cmlib.instructor.release import release

ASSIGNMENT, SECOND = "credit", "second"

SETTINGS = """
c = get_config()
c.CourseDirectory.root = {root!r}
c.CourseDirectory.course_id = "lending"
c.Execute.enabled = False
c.ClearOutput.enabled = False
c.Autograde.exclude_overwriting = {{"credit": ["own_code.py"]}}
c.LimitOutput.max_lines = 5
c.LimitOutput.max_traceback = 3
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "harmless"
c.NbGrader.logfile = ""
"""


def make_course(root: Path, extra: str = "") -> Course:
    """A course with one assignment of two notebooks, not yet released."""
    source = root / "source" / ASSIGNMENT
    (source / "data").mkdir(parents=True)
    (source / "data/customers.csv").write_text("customer,limit\nC1,100\n", encoding="utf-8")
    (source / "own_code.py").write_text("# yours\n", encoding="utf-8")
    (root / "nbgrader_config.py").write_text(SETTINGS.format(root=str(root)) + extra, encoding="utf-8")
    nbformat.write(_first(), source / f"{ASSIGNMENT}.ipynb")
    nbformat.write(_second(), source / f"{SECOND}.ipynb")
    return Course(root)


@functools.cache
def released() -> Course:
    """The course, released; only copies of it are used."""
    folder = Path(tempfile.mkdtemp(prefix="recording-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    course = make_course(folder / "released")
    release(course, ASSIGNMENT)
    return course


def copy_course(course: Course, root: Path) -> Course:
    """The course as it is, gradebook included, at another place."""
    shutil.copytree(course.root, root)
    settings = root / "nbgrader_config.py"
    settings.write_text(settings.read_text("utf-8").replace(str(course.root), str(root)), encoding="utf-8")
    return Course(root)


def _first() -> nbformat.NotebookNode:
    return _notebook(
        _marked(new_code_cell("limits = [100, 200]"), "given", locked=True),
        _marked(new_code_cell("### BEGIN SOLUTION\ntotal = sum(limits)\n### END SOLUTION"), "total", solution=True),
        _marked(new_code_cell("assert total == 300"), "total_test", grade=True, locked=True, points=2),
        _marked(new_code_cell("round(total / 200, 1)"), "total_part", grade=True, locked=True, points=4),
        _marked(new_code_cell("# by hand"), "code_by_hand", solution=True, grade=True, points=3),
        _marked(new_markdown_cell("Your opinion."), "opinion", solution=True, grade=True, points=5),
        _marked(new_markdown_cell("Draw a picture."), "picture", task=True, locked=True, points=6),
    )


def _second() -> nbformat.NotebookNode:
    return _notebook(
        _marked(new_code_cell("### BEGIN SOLUTION\nrate = 0.05\n### END SOLUTION"), "rate", solution=True),
        _marked(new_code_cell("assert rate == 0.05"), "rate_test", grade=True, locked=True, points=7),
        _marked(new_markdown_cell("Why?"), "why", solution=True, grade=True, points=2),
    )


def _notebook(*cells):
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = new_notebook(cells=list(cells), metadata={"kernelspec": kernel})
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    return notebook


def _marked(cell, grade_id, **marks):
    defaults = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    cell.metadata["nbgrader"] = {**defaults, "grade_id": grade_id, **marks}
    return cell


def ran(notebook: str, answers: dict[str, str] | None = None, outputs: dict[str, list] | None = None):
    """A released notebook with answers and outputs, by grade id."""
    answers, outputs = answers or {}, outputs or {}
    notebook = nbformat.read(released().root / "release" / ASSIGNMENT / f"{notebook}.ipynb", as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.nbgrader.grade_id
        cell.source = answers.get(name, cell.source)
        if cell.cell_type == "code":
            cell.outputs = list(outputs.get(name, []))
    return notebook


RAISED = new_output("error", ename="AssertionError", evalue="total is wrong", traceback=[f"line {n}" for n in range(9)])


def result(text: str):
    return new_output("execute_result", {"text/plain": text}, execution_count=1)


def printed(text: str, name: str = "stdout"):
    return new_output("stream", name=name, text=text)


def submission(total: str = "right", rate: str = "right", timestamp: str = "", **files: bytes) -> dict[str, bytes]:
    """A submission's files by relative path; each task is "right", "wrong", "blank", or not handed in ("")."""
    first = {
        "right": ({"total": "total = 300", "opinion": "I would lend."}, {"total_part": [result("1.5")]}),
        "wrong": (
            {"total": "total = 3"},
            {"total_test": [RAISED], "total_part": [printed("much", "stderr"), result("0.0")]},
        ),
        "blank": ({}, {"total": [RAISED], "total_test": [RAISED], "total_part": [RAISED]}),
    }
    second = {
        "right": (
            {"rate": "rate = 0.05", "why": "Because."},
            {"rate": [printed("line\n" * 9), printed("harmless", "stderr")]},
        ),
        "wrong": ({"rate": "rate = 5"}, {"rate_test": [RAISED]}),
        "blank": ({}, {"rate_test": [RAISED]}),
    }
    found = {f"{path}": content for path, content in files.items()}
    if total:
        found[f"{ASSIGNMENT}.ipynb"] = nbformat.writes(ran(ASSIGNMENT, *first[total])).encode()
    if rate:
        found[f"{SECOND}.ipynb"] = nbformat.writes(ran(SECOND, *second[rate])).encode()
    if timestamp:
        found["timestamp.txt"] = timestamp.encode()
    return found


def hand_in(course: Course, student: str, files: dict[str, bytes]) -> None:
    """Put a submission into the course in place of an earlier one."""
    folder = course.root / "submitted" / student / ASSIGNMENT
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def record(recorder, student: str, files: dict[str, bytes], digest: str = "") -> None:
    """Record what was handed in, with nbgrader's own points for the outputs that are there."""
    notebooks = {
        name: nbformat.reads(files[f"{name}.ipynb"].decode(), as_version=4)
        for name in (ASSIGNMENT, SECOND)
        if f"{name}.ipynb" in files
    }
    outcomes = {name: outcome_of(student, notebook) for name, notebook in notebooks.items()}
    timestamp = files["timestamp.txt"].decode() if "timestamp.txt" in files else None
    recorder.record(outcomes, notebooks, files, digest or digest_of(files), timestamp)


def outcome_of(student: str, notebook) -> Outcome:
    from nbgrader.utils import determine_grade, is_grade, is_solution

    cells = {
        number: CellOutcome(number, points=determine_grade(cell)[0])
        for number, cell in enumerate(notebook.cells)
        if is_grade(cell) and not is_solution(cell) and cell.cell_type == "code"
    }
    return Outcome(student, GRADED, cells=cells)


def stock(course: Course, *students: str) -> list[str]:
    """nbgrader's own autograde of the students; the reasons why it gives up."""
    return run_apart(stock_autograde, str(course.root), ASSIGNMENT, students, limit=120)


def stock_autograde(root: str, assignment: str, students: tuple[str, ...]) -> list[str]:
    from cmlib.instructor.nbgrader_calls import _api, reason_of

    sys.path.append(root)
    api = _api(root)
    return [reason_of(api.autograde(assignment, student, force=True, create=True)) for student in students]


def files_of(course: Course, student: str) -> dict[str, tuple[int, bytes]]:
    """Mode and content of all that lies in the student's graded folder."""
    folder = course.root / "autograded" / student / ASSIGNMENT
    return {
        str(each.relative_to(folder)): (stat.S_IMODE(each.stat().st_mode), each.read_bytes())
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }


def rows_of(url: str) -> dict[str, list]:
    """Every row of every table of a gradebook, with names in place of random ids."""
    from nbgrader.api import Base
    from sqlalchemy import create_engine

    engine = create_engine(url)
    with engine.connect() as connection:
        rows = {
            table.name: [dict(each._mapping) for each in connection.execute(table.select())]
            for table in Base.metadata.sorted_tables
        }
    engine.dispose()
    names: dict[str, str] = {}
    for table in ("assignment", "notebook", "base_cell", "source_cell", "submitted_assignment", "submitted_notebook"):
        for row in rows[table]:
            parts = [names.get(row[key], row[key]) for key in _NAMED_BY[table]]
            names[row["id"]] = f"{table}({', '.join(map(str, parts))})"
    for row in rows["grade"] + rows["comment"]:
        del row["id"]
    return {
        table: sorted(json.dumps(_renamed(row, names), default=str) for row in found) for table, found in rows.items()
    }


_NAMED_BY = {
    "assignment": ["name"],
    "notebook": ["assignment_id", "name"],
    "base_cell": ["notebook_id", "type", "name"],
    "source_cell": ["notebook_id", "name"],
    "submitted_assignment": ["assignment_id", "student_id"],
    "submitted_notebook": ["assignment_id", "notebook_id"],
}


def _renamed(row: dict, names: dict[str, str]) -> dict:
    return {key: names.get(value, value) if isinstance(value, str) else value for key, value in row.items()}


def gradebook_of(course: Course) -> str:
    return f"sqlite:///{course.root}/gradebook.db"
