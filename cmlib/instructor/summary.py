"""What the marks of a class say: points by task, what was misunderstood, and both as plain text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from cmlib.instructor.kill_matrix import Verdict
from cmlib.instructor.result import Result


class Graded(Protocol):
    """What must be known of an assignment: a released notebook, or a report's `Paper`."""

    @property
    def checks(self) -> Mapping[str, float]: ...

    def task_of(self, check: str) -> str: ...


@dataclass(frozen=True)
class Misunderstanding:
    """One check's message, and the students who saw it."""

    check: str
    message: str
    students: tuple[str, ...]


def misunderstood(results: Iterable[Result], released: Graded) -> list[Misunderstanding]:
    """Messages by the number of students who saw them, the most frequent first.

    A task that a student left as it was released is no misunderstanding and does not count.
    """
    seen = defaultdict(list)
    for result in results:
        for check, message in result.messages.items():
            if released.task_of(check) not in result.unanswered:
                seen[check, message].append(result.student)
    order = list(released.checks)
    found = [Misunderstanding(check, message, tuple(students)) for (check, message), students in seen.items()]
    return sorted(found, key=lambda each: (-len(each.students), order.index(each.check), each.message))


def points_by_task(results: Iterable[Result], released: Graded) -> dict[str, tuple[float, float]]:
    """Task -> mean points of the students who have a mark, and the points there are.

    Raises ``ValueError`` when no student has a mark.
    """
    marked = [result for result in results if result.mark is not None]
    if not marked:
        raise ValueError("points_by_task needs at least one graded student; found none")
    by_task = {}
    for task in dict.fromkeys(map(released.task_of, released.checks)):
        checks = [check for check in released.checks if released.task_of(check) == task]
        earned = [sum(result.cells.get(check, 0.0) for check in checks) for result in marked]
        by_task[task] = sum(earned) / len(earned), sum(released.checks[check] for check in checks)
    return by_task


def marks_table(results: Sequence[Result], released: Graded) -> str:
    """One line a student: mark, points by task, status and reason."""
    tasks = list(dict.fromkeys(map(released.task_of, released.checks)))
    rows = []
    for result in results:
        points = ["" if result.mark is None else f"{_points(result, released, task):g}" for task in tasks]
        rows.append([result.student, number(result.mark), *points, result.status, result.reason])
    most = sum(released.checks.values())
    return text_table(["student", f"mark/{most:g}", *tasks, "status", "reason"], rows)


def misunderstood_list(
    found: Sequence[Misunderstanding], causes: Mapping[Misunderstanding, str] | None = None, most: int = 10
) -> str:
    """The most frequent messages; ``causes`` may say what lies behind each."""
    lines = []
    for each in found[:most]:
        lines.append(f"{len(each.students):>3} at {each.check}: {' / '.join(each.message.splitlines())}")
        lines += [f"      behind it: {causes[each]}"] if causes else []
    return "\n".join(lines) or "No check was lost by a student who answered it."


def kill_table(verdicts: Sequence[Verdict]) -> str:
    """The kill matrix: one line a task and answer."""
    rows = [
        [
            each.task,
            each.answer,
            f"{each.expected:g}",
            number(each.earned),
            ", ".join(check.removeprefix(f"{each.task}_") for check in each.lost),
            "yes" if each.held else "NO: " + "; ".join(each.why),
        ]
        for each in verdicts
    ]
    return text_table(["task", "answer", "expected", "earned", "killed at", "as expected"], rows)


def text_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns under their heads, as wide as they must be; the last one is left to run on.

    >>> print(text_table(["who", "mark"], [["s01", "12"], ["s02", "7"]]))
    who  mark
    s01  12
    s02  7
    """
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    return "\n".join(
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [heads, *rows]
    )


def number(mark: float | None) -> str:
    """A mark as text; a dash where there is none."""
    return "–" if mark is None else f"{mark:g}"


def _points(result: Result, released: Graded, task: str) -> float:
    return sum(points for check, points in result.cells.items() if released.task_of(check) == task)
