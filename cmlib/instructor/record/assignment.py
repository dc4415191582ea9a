"""An assignment as nbgrader's gradebook knows it, read once for a whole batch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from nbgrader.api import Assignment, BaseCell, Gradebook, Notebook
from sqlalchemy import select


@dataclass(frozen=True)
class KnownNotebook:
    """A notebook of the assignment: the ids of its graded cells, tasks and answers, by grade id."""

    id: str
    checks: Mapping[str, str]
    tasks: Mapping[str, str]
    answers: Mapping[str, str]

    @property
    def graded(self) -> dict[str, str]:
        """Cells that have a grade."""
        return {**self.tasks, **self.checks}

    @property
    def commented(self) -> dict[str, str]:
        """Cells that have a comment."""
        return {**self.tasks, **self.answers}


@dataclass(frozen=True)
class KnownAssignment:
    """The assignment: its notebooks by name, and when it is due (universal time)."""

    id: str
    due: datetime | None
    notebooks: Mapping[str, KnownNotebook]


def read_assignment(gradebook: Gradebook, name: str) -> KnownAssignment:
    """Read it. Raises ``LookupError`` when the gradebook has no such assignment, or no notebook of it."""
    known = gradebook.db.execute(select(Assignment.name, Assignment.id, Assignment.duedate)).all()
    found = next((row for row in known if row.name == name), None)
    names = select(Notebook.name, Notebook.id).where(Notebook.assignment_id == (found.id if found else None))
    notebooks = {row.name: _read_notebook(gradebook, row.id) for row in gradebook.db.execute(names).all()}
    gradebook.db.rollback()
    if found is None or not notebooks:
        raise LookupError(
            f"the gradebook does not know the assignment {name!r}, only {sorted(row.name for row in known)}; "
            f"release it first: python -m cmlib release {name}, with --db if that was given here"
        )
    return KnownAssignment(found.id, found.duedate, notebooks)


def _read_notebook(gradebook: Gradebook, notebook: str) -> KnownNotebook:
    cells = BaseCell.__table__
    wanted = select(cells.c.type, cells.c.name, cells.c.id).where(cells.c.notebook_id == notebook)
    found: dict[str, dict[str, str]] = {"GradeCell": {}, "TaskCell": {}, "SolutionCell": {}}
    for kind, name, identity in gradebook.db.execute(wanted).all():
        found[kind][name] = identity
    return KnownNotebook(notebook, found["GradeCell"], found["TaskCell"], found["SolutionCell"])
