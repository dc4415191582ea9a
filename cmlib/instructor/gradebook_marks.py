"""What the gradebook says of a class: every student's marks at an assignment, whoever gave them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import func, select

from cmlib.instructor.course import Course
from cmlib.instructor.record.assignment import read_assignment
from cmlib.instructor.record.opening import address, name_of, open_gradebook
from cmlib.instructor.record.trouble import explained
from cmlib.instructor.settings import load_settings


@dataclass(frozen=True)
class CellMark:
    """The scores of a graded cell, None where nobody gave one. ``waiting``: a human must still say something."""

    most: float
    automatic: float | None = None
    by_hand: float | None = None
    extra: float = 0.0
    waiting: bool = False

    @property
    def points(self) -> float:
        """What counts, as nbgrader counts it: the human's word before the program's, and extra credit."""
        given = self.automatic if self.by_hand is None else self.by_hand
        return (given or 0.0) + self.extra


@dataclass(frozen=True)
class StudentMarks:
    """A student's marks by grade id (after ``NOTEBOOK/`` where there are several); none for who handed in nothing."""

    student: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""
    handed_in: bool = False
    when: datetime | None = None
    penalty: float = 0.0
    cells: Mapping[str, CellMark] = field(default_factory=dict)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The cells at which a human must still say something."""
        return tuple(name for name, mark in self.cells.items() if mark.waiting)

    def has(self, cell: str) -> bool:
        """Whether somebody or something has given a score to the cell."""
        mark = self.cells.get(cell)
        return mark is not None and not (mark.automatic is None and mark.by_hand is None)

    @property
    def points(self) -> float:
        """All points, before what being late costs."""
        return sum(mark.points for mark in self.cells.values())

    @property
    def score(self) -> float:
        """What the student gets; never below zero."""
        return max(0.0, self.points - self.penalty)


@dataclass(frozen=True)
class ClassMarks:
    """The marks of all students of the course at one assignment, in the order of their ids."""

    assignment: str
    most: float
    cells: Mapping[str, float]
    students: tuple[StudentMarks, ...]


def read_marks(course: Course, assignment: str, db: str | None = None, *, patience: float = 30) -> ClassMarks:
    """Read the course's gradebook, or the one at the SQLAlchemy address ``db``.

    Raises ``LookupError`` when there is no gradebook or it does not know the assignment, ``OSError`` when it cannot
    be used, ``ValueError`` for an address or settings that cannot be used.
    """
    folders = load_settings(course).folders
    where = address(db or folders.db_url, patience)
    with open_gradebook(where, folders.course_id) as gradebook, explained(name_of(where)):
        return _read(gradebook, assignment)


def _read(gradebook: Gradebook, assignment: str) -> ClassMarks:
    known = read_assignment(gradebook, assignment)
    several = len(known.notebooks) > 1
    cells = _most(gradebook, known.id, several)
    grades: dict[str, dict[str, CellMark]] = {}
    asked = (
        select(
            SubmittedAssignment.student_id.label("student"),
            Notebook.name.label("notebook"),
            BaseCell.name.label("cell"),
            Grade.auto_score,
            Grade.manual_score,
            Grade.extra_credit,
            Grade.needs_manual_grade,
        )
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .where(SubmittedAssignment.assignment_id == known.id)
    )
    for row in gradebook.db.execute(asked):
        name = f"{row.notebook}/{row.cell}" if several else row.cell
        grades.setdefault(row.student, {})[name] = CellMark(
            cells[name], row.auto_score, row.manual_score, row.extra_credit or 0.0, bool(row.needs_manual_grade)
        )
    handed_in = (
        select(
            SubmittedAssignment.student_id.label("student"),
            SubmittedAssignment.timestamp,
            func.coalesce(func.sum(SubmittedNotebook.late_submission_penalty), 0.0).label("penalty"),
        )
        .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .where(SubmittedAssignment.assignment_id == known.id)
        .group_by(SubmittedAssignment.student_id, SubmittedAssignment.timestamp)
    )
    there = {row.student: row for row in gradebook.db.execute(handed_in)}
    people = select(Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
    students = tuple(
        StudentMarks(
            row.id,
            row.first_name or "",
            row.last_name or "",
            row.email or "",
            row.lms_user_id or "",
            row.id in there,
            there[row.id].timestamp if row.id in there else None,
            there[row.id].penalty if row.id in there else 0.0,
            {name: grades[row.id][name] for name in cells if name in grades.get(row.id, {})},
        )
        for row in sorted(gradebook.db.execute(people), key=lambda row: row.id)
    )
    return ClassMarks(assignment, sum(cells.values()), cells, students)


def _most(gradebook: Gradebook, assignment: str, several: bool) -> dict[str, float]:
    """The points that each graded cell is worth."""
    found: dict[str, float] = {}
    for kind in (GradeCell, TaskCell):
        asked = (
            select(Notebook.name.label("notebook"), kind.name.label("cell"), kind.max_score.label("most"))
            .join(Notebook, Notebook.id == kind.notebook_id)
            .join(Assignment, Assignment.id == Notebook.assignment_id)
            .where(Assignment.id == assignment)
        )
        for row in gradebook.db.execute(asked):
            found[f"{row.notebook}/{row.cell}" if several else row.cell] = row.most
    return found
