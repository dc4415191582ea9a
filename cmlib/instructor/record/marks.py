"""One student's marks into nbgrader's gradebook, in one transaction, on any database that nbgrader can use.

Of a student's rows only those that change are written, so that grading the same once more writes nothing.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import Comment, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook, new_uuid
from sqlalchemy import ColumnElement, Row, Table, bindparam, select

from cmlib.instructor.record.assignment import KnownNotebook, read_assignment
from cmlib.instructor.record.opening import name_of
from cmlib.instructor.record.treatment import GradeRow, Treatment
from cmlib.instructor.record.trouble import explained

#: Student, score and seconds late -> the penalty; None for none.
Penalty = Callable[[str, float, float], float | None]

_STUDENTS: Table = Student.__table__
_SUBMISSIONS: Table = SubmittedAssignment.__table__
_NOTEBOOKS: Table = SubmittedNotebook.__table__
_GRADES: Table = Grade.__table__
_COMMENTS: Table = Comment.__table__


class Marks:
    """An assignment's part of an open gradebook: `write` a student, then `commit` or `rollback`.

    Raises ``LookupError`` when the gradebook does not know the assignment, ``OSError`` when it cannot be used.
    """

    def __init__(self, gradebook: Gradebook, assignment: str, penalty: Penalty):
        self.name = name_of(gradebook.engine.url)
        self._gradebook, self._penalty = gradebook, penalty
        self._written: set[str] = set()
        with explained(self.name):
            self.assignment = read_assignment(gradebook, assignment)
            ours = select(_SUBMISSIONS.c.student_id).where(_SUBMISSIONS.c.assignment_id == self.assignment.id)
            self._students = set(gradebook.db.execute(ours).scalars())
            self.rollback()

    def has(self, student: str) -> bool:
        """Whether the gradebook holds a submission of the student."""
        return student in self._students

    def write(
        self, student: str, treatments: Mapping[str, Treatment], timestamp: datetime | None, *, may_be_new: bool = True
    ) -> None:
        """Write the student's rows, each notebook of the assignment by its treatment; nothing holds before `commit`.

        Without a ``timestamp`` the one that is there stays. Raises ``LookupError`` for a student whom the gradebook
        does not know and who may not be new.
        """
        self._written.add(student)
        with explained(self.name):
            self._write_student(student, may_be_new)
            submission, late = self._write_submission(student, timestamp)
            there = {row.notebook_id: row for row in self._rows(_NOTEBOOKS, _NOTEBOOKS.c.assignment_id == submission)}
            for name, known in self.assignment.notebooks.items():
                row = there.get(known.id)
                own = row.id if row else self._add_notebook(submission, known)
                self._write_grades(own, known, treatments[name])
                self._write_comments(own, known, treatments[name])
                penalty = self._penalty_of(own, student, late) if late and treatments[name].may_be_late else None
                if penalty != (row.late_submission_penalty if row else None):
                    self._change(_NOTEBOOKS, [{"row": own, "late_submission_penalty": penalty}])

    def commit(self) -> None:
        """Now what was written holds."""
        with explained(self.name):
            self._gradebook.db.commit()
        self._students |= self._written
        self._written.clear()

    def rollback(self) -> None:
        """Forget what was written since the last `commit`."""
        self._gradebook.db.rollback()
        self._written.clear()

    def _write_student(self, student: str, may_be_new: bool) -> None:
        if self.has(student) or self._rows(_STUDENTS, _STUDENTS.c.id == student):
            return
        if not may_be_new:
            raise LookupError(
                f"the gradebook {self.name} has no student {student!r}, and this course adds none by itself"
            )
        self._add(_STUDENTS, [{"id": student}])

    def _write_submission(self, student: str, timestamp: datetime | None) -> tuple[str, float]:
        """The submission's id, and how many seconds it is late."""
        ours = (_SUBMISSIONS.c.assignment_id == self.assignment.id) & (_SUBMISSIONS.c.student_id == student)
        found = self._rows(_SUBMISSIONS, ours)
        if not found:
            new = {"id": new_uuid(), "assignment_id": self.assignment.id, "student_id": student, "timestamp": timestamp}
            self._add(_SUBMISSIONS, [new])
            return new["id"], _seconds_late(timestamp, self.assignment.due, None)
        (row,) = found
        if timestamp is not None and timestamp != row.timestamp:
            self._change(_SUBMISSIONS, [{"row": row.id, "timestamp": timestamp}])
        return row.id, _seconds_late(timestamp or row.timestamp, self.assignment.due, row.extension)

    def _add_notebook(self, submission: str, known: KnownNotebook) -> str:
        new = {"id": new_uuid(), "assignment_id": submission, "notebook_id": known.id, "flagged": False}
        self._add(_NOTEBOOKS, [new])
        return new["id"]

    def _write_grades(self, own: str, known: KnownNotebook, treatment: Treatment) -> None:
        there = {row.cell_id: row for row in self._rows(_GRADES, _GRADES.c.notebook_id == own)}
        added, changed = [], []
        for name, cell in known.graded.items():
            row = there.get(cell)
            had = GradeRow(row.auto_score, row.needs_manual_grade, row.manual_score) if row else GradeRow()
            now = (treatment.task if name in known.tasks else treatment.check)(name, had)
            values = {"auto_score": now.automatic, "needs_manual_grade": now.needs_a_human}
            if row is None:
                added.append({"id": new_uuid(), "notebook_id": own, "cell_id": cell, **values})
            elif now != had:
                changed.append({"row": row.id, **values})
        self._add(_GRADES, added)
        self._change(_GRADES, changed)

    def _write_comments(self, own: str, known: KnownNotebook, treatment: Treatment) -> None:
        there = {row.cell_id: row for row in self._rows(_COMMENTS, _COMMENTS.c.notebook_id == own)}
        added, changed = [], []
        for name, cell in known.commented.items():
            row = there.get(cell)
            now = treatment.comment(name, row.auto_comment if row else None)
            if row is None:
                added.append({"id": new_uuid(), "notebook_id": own, "cell_id": cell, "auto_comment": now})
            elif now != row.auto_comment:
                changed.append({"row": row.id, "auto_comment": now})
        self._add(_COMMENTS, added)
        self._change(_COMMENTS, changed)

    def _penalty_of(self, own: str, student: str, late: float) -> float | None:
        """What the course's rule takes off, between nothing and all of the score."""
        scored = select(SubmittedNotebook.score).where(SubmittedNotebook.id == own)
        points = self._gradebook.db.execute(scored).scalar_one()
        penalty = self._penalty(student, points, late)
        return None if penalty is None else min(max(penalty, 0.0), points)

    def _rows(self, table: Table, which: ColumnElement[bool]) -> list[Row[Any]]:
        return list(self._gradebook.db.execute(select(table).where(which)).all())

    def _add(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._gradebook.db.execute(table.insert(), rows)

    def _change(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Change columns of rows that are named by ``row``; the rows name the same columns."""
        if rows:
            columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "row"}
            values = [{"row": each["row"]} | {f"new_{name}": each[name] for name in columns} for each in rows]
            self._gradebook.db.execute(table.update().where(table.c.id == bindparam("row")).values(columns), values)


def _seconds_late(handed_in: datetime | None, due: datetime | None, extension: timedelta | None) -> float:
    if handed_in is None or due is None:
        return 0.0
    return max(0.0, (handed_in - due - (extension or timedelta())).total_seconds())
