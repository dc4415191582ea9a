"""A class whose marks are told, not computed: recorded into journal, gradebook and folders as grading would do it."""

import json

import nbformat

from cmlib.instructor.classroom import fill
from cmlib.instructor.course import Course
from cmlib.instructor.notebook import Notebook, grade_id
from cmlib.instructor.outcome import CELL_TIMED_OUT, GRADED, RAN, UNREADABLE, CellOutcome, Outcome
from cmlib.instructor.record.recorder import Recorder

RIGHT = {
    "task_1": "def growth(before, after):\n    return (after - before) / before",
    "task_2": "def best_customer(sales):\n    return max(sales)[0]",
}
FRACTION = "growth: give a fraction, not a percentage; the result is about 100 times too large"
ADD_UP = "best_customer: add up all purchases of a customer; one large purchase is not enough"


def told(course: Course, toy: str, lost: dict[str, str] | None = None, codes=None, written="Yes.", **about) -> Outcome:
    """The outcome of a student who lost the named checks with their messages; its notebook is `notebook_of`."""
    lost = lost or {}
    released = Notebook.read(course.released(toy))
    cells = {}
    for number, cell in enumerate(released.cells):
        name = grade_id(cell)
        if name in released.checks:
            points = 0.0 if name in lost else released.checks[name]
            cells[number] = CellOutcome(number, points=points, message=lost.get(name, ""))
        elif name in about.get("stopped", ()):
            cells[number] = CellOutcome(number, CELL_TIMED_OUT)
        elif name:
            cells[number] = CellOutcome(number, RAN, remark=about.get("remark", "") if name == "task_2" else "")
    status = about.get("status", GRADED)
    return Outcome("", status, about.get("reason", ""), cells, about.get("flags", ()), 1.5)


def record_class(course: Course, toy: str, students: dict[str, dict], timestamp=None) -> None:
    """Record each student: the keywords of `told`, or ``{"status": UNREADABLE}`` for one without a mark."""
    released = Notebook.read(course.released(toy))
    with Recorder(course, toy) as recorder:
        for name, how in students.items():
            if how.get("status") == UNREADABLE:
                recorder.clear(Outcome(name, UNREADABLE, "not a notebook"), "digest", timestamp)
                continue
            content = fill(released, RIGHT | how.get("codes", {}), how.get("written", "Yes.")).content
            outcome = told(course, toy, **how)
            outcome = Outcome(name, outcome.status, outcome.reason, outcome.cells, outcome.flags, outcome.seconds)
            notebook = nbformat.reads(json.dumps(content), as_version=4)
            recorder.record(outcome, {toy: notebook}, {}, "digest", timestamp)
