"""Grade submissions through nbgrader, one student at a time, so that none stops the batch.

This is the narrow door to whatever grades: `grade` takes a course, an assignment and students, and
gives one `Result` each.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace

from cmlib.instructor.apart import run_apart
from cmlib.instructor.course import Course
from cmlib.instructor.nbgrader_calls import autograde, forget_scores
from cmlib.instructor.notebook import Notebook, grade_id, source

#: Every cell ran and was scored.
GRADED = "graded"
#: A cell ran too long and was stopped; the other cells were scored.
TIMED_OUT = "timed out"
#: The file is not a notebook; no mark.
UNREADABLE = "could not be read"
#: There is no file of the assignment's name; no mark.
MISSING = "missing notebook"
#: A human must decide; no mark.
NEEDS_A_LOOK = "needs a look"

#: Seconds after which a whole submission is stopped, whatever its cells do.
LIMIT = 600


@dataclass(frozen=True)
class Result:
    """What grading one submission gave.

    ``cells`` holds the points earned at each check, ``messages`` what the student sees at each check
    that was not passed in full, ``waiting`` the written answers that a human must still grade,
    ``unanswered`` the tasks whose cell is as it was released.
    """

    student: str
    status: str
    reason: str = ""
    cells: dict[str, float] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def scored(self) -> bool:
        """Whether the cells ran and have their points, be it none."""
        return self.status == GRADED or bool(self.cells)

    @property
    def mark(self) -> float | None:
        """Points at the checks together; None when the submission could not be graded."""
        return sum(self.cells.values()) if self.scored else None


def grade(
    course: Course,
    assignment: str,
    students: Iterable[str],
    *,
    jobs: int = 2,
    limit: float = LIMIT,
    on_result: Callable[[Result], None] = lambda result: None,
) -> list[Result]:
    """Grade the students' submissions, ``jobs`` at a time; results in the order of ``students``.

    ``on_result`` is called as each is done. Raises ``FileNotFoundError`` when the assignment has
    not been released; trouble with a submission never raises, it becomes the result's status.
    """
    students = list(students)
    released = course.released(assignment)
    if not released.is_file():
        raise FileNotFoundError(f"grade needs {assignment!r} released, and there is no {released}; release it first")
    sheet = Notebook.read(released)
    results = {}
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        tasks = {pool.submit(_grade_one, course, assignment, sheet, student, limit): student for student in students}
        for done in as_completed(tasks):
            results[tasks[done]] = done.result()
            on_result(done.result())
    return [results[student] for student in students]


def _grade_one(course: Course, assignment: str, sheet: Notebook, student: str, limit: float) -> Result:
    began = time.perf_counter()
    try:
        result = _attempt(course, assignment, sheet, student, limit)
    except Exception as error:  # one student's trouble is that student's status, never the batch's end
        result = Result(student, NEEDS_A_LOOK, f"{type(error).__name__}: {error}")
    if not result.scored:
        try:
            run_apart(forget_scores, str(course.root), assignment, student, limit=LIMIT)
        except Exception as error:
            stale = f"{result.reason}; scores of an earlier run may still be in the gradebook ({error})"
            result = replace(result, status=NEEDS_A_LOOK, reason=stale)
    return replace(result, seconds=time.perf_counter() - began)


def _attempt(course: Course, assignment: str, sheet: Notebook, student: str, limit: float) -> Result:
    status, reason = _trouble_before(course, assignment, student)
    if status:
        return Result(student, status, reason)
    try:
        reason, scores = run_apart(autograde, str(course.root), assignment, student, limit=limit)
        if reason:  # on a crowded machine a kernel may fail to start, which is not the student's fault
            reason, scores = run_apart(autograde, str(course.root), assignment, student, limit=limit)
    except TimeoutError:
        return Result(student, TIMED_OUT, f"the whole notebook took longer than {limit:g} seconds")
    except ChildProcessError as error:
        return Result(student, NEEDS_A_LOOK, str(error))
    if reason:
        return Result(student, NEEDS_A_LOOK, reason)
    return _read(student, sheet, scores, Notebook.read(course.autograded(student, assignment)))


def _trouble_before(course: Course, assignment: str, student: str) -> tuple[str, str]:
    """Status and reason of a submission that nbgrader would trip over; both ``""`` for a sound one."""
    path = course.submitted(student, assignment)
    if not path.is_file():
        found = sorted(each.name for each in path.parent.glob("*.ipynb"))
        return MISSING, f"expected {path.name}, found {', '.join(found) or 'no notebook'}"
    try:
        notebook = Notebook.read(path)
    except ValueError as error:
        return UNREADABLE, str(error)
    twice = [name for name, times in Counter(map(grade_id, notebook.cells)).items() if name and times > 1]
    if twice:
        return NEEDS_A_LOOK, f"the cell {' and '.join(map(repr, twice))} is there more than once"
    return "", ""


def _read(student: str, sheet: Notebook, scores: dict, ran: Notebook) -> Result:
    cells = {check: scores.get(check) for check in sheet.checks}
    unscored = [check for check, points in cells.items() if points is None]
    if unscored:
        return Result(student, NEEDS_A_LOOK, f"nbgrader gave no score at {', '.join(unscored)}")
    by_id = {grade_id(cell): cell for cell in ran.cells}
    stopped = [grade_id(cell) or "a cell of the student" for cell in ran.cells if _ran_too_long(cell)]
    return Result(
        student,
        TIMED_OUT if stopped else GRADED,
        f"ran too long: {', '.join(stopped)}" if stopped else "",
        cells,
        {check: _message(by_id[check]) for check, most in sheet.checks.items() if cells[check] < most},
        tuple(name for name in sheet.written if scores.get(name) is None),
        tuple(
            task for task, stub in sheet.tasks.items() if task in by_id and source(by_id[task]).strip() == stub.strip()
        ),
    )


def _errors(cell: dict) -> list[dict]:
    return [output for output in cell.get("outputs", []) if output["output_type"] == "error"]


def _ran_too_long(cell: dict) -> bool:
    return any(error["ename"] == "CellTimeoutError" for error in _errors(cell))


def _message(cell: dict) -> str:
    """What the check printed, then its assertion's message or its error."""
    printed = ["".join(output["text"]) for output in cell["outputs"] if output["output_type"] == "stream"]
    raised = [
        error["evalue"]
        if error["ename"] == "AssertionError" and error["evalue"]
        else f"{error['ename']}: {error['evalue']}".rstrip(": ")
        for error in _errors(cell)
    ]
    return re.sub(r"\s*\n\s*", "\n", "\n".join(printed + raised)).strip()[:2000]
