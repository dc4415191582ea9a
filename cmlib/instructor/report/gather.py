"""All that a report says, gathered from the journal, the gradebook and the graded notebooks: at any time after grading.

Nothing here runs a submission or changes a mark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cmlib.instructor.course import Course
from cmlib.instructor.gradebook_marks import StudentMarks, read_marks
from cmlib.instructor.notebook import Notebook, grade_id, source
from cmlib.instructor.outcome import CELL_KILLED, CELL_TIMED_OUT, GRADED
from cmlib.instructor.record.journal import Entry, journal_path, read_journal
from cmlib.instructor.report.misconceptions import Bank, Misconception, causes_of, named_misconceptions
from cmlib.instructor.report.paper import Paper, read_paper
from cmlib.instructor.report.similar import Pair, similar_pairs
from cmlib.instructor.report.statistics import ItemStatistics, item_statistics
from cmlib.instructor.result import Result, result_of
from cmlib.instructor.settings import load_settings
from cmlib.instructor.summary import Misunderstanding, misunderstood

#: The status of who handed in and is not in the journal.
NOT_GRADED = "not graded yet"


@dataclass(frozen=True)
class Look:
    """A submission that a human should look at: why, and the cells that were stopped."""

    student: str
    status: str
    reasons: tuple[str, ...]
    stopped: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClassReport:
    """What is known of a graded class. ``marks`` are empty where there is no gradebook.

    ``tasks`` and ``checks`` are the statistics of those who have a mark; ``causes`` say what the answer bank knows
    of a message, ``named`` who shows which misconception. ``waiting`` are the answers that a human must still grade.
    """

    assignment: str
    paper: Paper
    results: tuple[Result, ...]
    marks: Mapping[str, StudentMarks] = field(default_factory=dict)
    tasks: tuple[ItemStatistics, ...] = ()
    checks: tuple[ItemStatistics, ...] = ()
    messages: tuple[Misunderstanding, ...] = ()
    causes: Mapping[Misunderstanding, str] = field(default_factory=dict)
    named: tuple[Misconception, ...] = ()
    looks: tuple[Look, ...] = ()
    waiting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    similar: tuple[Pair, ...] = ()
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def marked(self) -> list[Result]:
        """The results of those who have a mark."""
        return [each for each in self.results if each.mark is not None]


def gather(
    course: Course,
    assignment: str,
    *,
    bank: Bank | None = None,
    causes: Mapping[Misunderstanding, str] | None = None,
    db: str | None = None,
) -> ClassReport:
    """Gather the report of an assignment. ``causes`` may name what is known to lie behind messages.

    Raises ``LookupError`` when there is no such assignment or nobody was graded, ``ValueError`` as `read_paper` does.
    """
    paper = read_paper(course, assignment)
    entries = read_journal(journal_path(course.root, assignment))
    if not entries:
        raise LookupError(f"nobody's {assignment!r} is graded in {course.root}: run `python -m cmlib grade` first")
    results = [result_of(entry, paper.checks, paper.written, paper.tasks) for entry in entries.values()]
    results += [Result(name, NOT_GRADED) for name in course.students(assignment) if name not in entries]
    results.sort(key=lambda result: result.student)
    marks = _marks(course, assignment, db)
    answers = read_answers(course, assignment, [each.student for each in results if each.scored], paper)
    messages = misunderstood(results, paper)
    return ClassReport(
        assignment,
        paper,
        tuple(results),
        marks,
        tuple(task_statistics(results, paper)),
        tuple(check_statistics(results, paper)),
        tuple(messages),
        causes if causes is not None else causes_of(messages, paper, bank or {}),
        tuple(named_misconceptions(results, paper, bank or {})),
        tuple(look for each in results if (look := _look(each, entries.get(each.student)))),
        _waiting(results, marks),
        tuple(similar_pairs(answers, paper.tasks)),
        answers,
    )


def task_statistics(results: Sequence[Result], paper: Paper) -> list[ItemStatistics]:
    """Statistics of each task; none when nobody has a mark."""
    groups = paper.checks_by_task
    marked = [result for result in results if result.mark is not None]
    points = [[sum(each.cells.get(check, 0.0) for check in checks) for checks in groups.values()] for each in marked]
    most = [sum(paper.checks[check] for check in checks) for checks in groups.values()]
    return item_statistics(list(groups), points, most) if marked and groups else []


def check_statistics(results: Sequence[Result], paper: Paper) -> list[ItemStatistics]:
    """Statistics of each check; none when nobody has a mark."""
    marked = [result for result in results if result.mark is not None]
    points = [[each.cells.get(check, 0.0) for check in paper.checks] for each in marked]
    return item_statistics(list(paper.checks), points, list(paper.checks.values())) if marked and paper.checks else []


def read_answers(course: Course, assignment: str, students: Sequence[str], paper: Paper) -> dict[str, dict[str, str]]:
    """Each task's code by student, as it was graded; without those whose graded notebook is not there."""
    settings = load_settings(course)
    found: dict[str, dict[str, str]] = {task: {} for task in paper.tasks}
    several = any("/" in task for task in paper.tasks)
    for student in students:
        for path in sorted(settings.graded(student, assignment).glob("*.ipynb")):
            try:
                cells = Notebook.read(path).cells
            except (OSError, ValueError):  # the marks hold without it
                continue
            for cell in cells:
                name = f"{path.stem}/{grade_id(cell)}" if several else grade_id(cell)
                if name in found:
                    found[name][student] = source(cell)
    return found


def _marks(course: Course, assignment: str, db: str | None) -> dict[str, StudentMarks]:
    try:
        return {each.student: each for each in read_marks(course, assignment, db).students if each.handed_in}
    except LookupError:  # a gradebook that was moved away; the journal has the automatic points
        if db is not None:
            raise
        return {}


def _waiting(results: Sequence[Result], marks: Mapping[str, StudentMarks]) -> dict[str, tuple[str, ...]]:
    """The gradebook knows what was graded by hand since."""
    found = {
        each.student: marks[each.student].waiting if each.student in marks else each.waiting
        for each in results
        if each.scored
    }
    return {student: cells for student, cells in found.items() if cells}


def _look(result: Result, entry: Entry | None) -> Look | None:
    cells = entry.cells if entry else {}
    stopped = tuple(name for name, cell in cells.items() if cell.became in (CELL_TIMED_OUT, CELL_KILLED))
    remarks: dict[str, list[str]] = {}
    for name, cell in cells.items():
        if cell.remark:
            remarks.setdefault(cell.remark, []).append(name)
    told = [result.reason, *result.flags, *(f"{', '.join(names)}: {remark}" for remark, names in remarks.items())]
    reasons = tuple(dict.fromkeys(each for each in told if each))
    if result.status == GRADED and not reasons and not stopped:
        return None
    return Look(result.student, result.status, reasons, stopped)
