"""What a class's report is made of: for each student a status, points by check, and messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cmlib.instructor.outcome import GRADED
from cmlib.instructor.record.journal import Entry


@dataclass(frozen=True)
class Result:
    """What grading one submission gave.

    ``cells`` holds the points earned at each check, ``messages`` what the student sees at each check
    that was not passed in full, ``waiting`` the written answers that a human must still grade,
    ``unanswered`` the tasks whose cell is as it was released. ``flags`` are sentences for the instructor.
    """

    student: str
    status: str
    reason: str = ""
    cells: Mapping[str, float] = field(default_factory=dict)
    messages: Mapping[str, str] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    seconds: float = 0.0
    flags: tuple[str, ...] = ()

    @property
    def scored(self) -> bool:
        """Whether the cells ran and have their points, be it none."""
        return self.status == GRADED or bool(self.cells)

    @property
    def mark(self) -> float | None:
        """Points at the checks together; None when the submission could not be graded."""
        return sum(self.cells.values()) if self.scored else None


def result_of(
    entry: Entry, checks: Mapping[str, float], written: Mapping[str, float], tasks: Mapping[str, str]
) -> Result:
    """A student's result from the journal; the mappings are those of the instructor's notebooks, by grade id."""
    cells = {name: entry.cells[name].points for name in checks if name in entry.cells}
    points = {name: 0.0 if earned is None else earned for name, earned in cells.items()}
    return Result(
        entry.student,
        entry.status,
        entry.reason,
        points,
        {name: entry.cells[name].message for name, most in checks.items() if points.get(name, most) < most},
        tuple(name for name in written if name in entry.cells and entry.cells[name].points is None),
        tuple(name for name in tasks if name in entry.cells and entry.cells[name].unanswered),
        entry.seconds,
        entry.flags,
    )
