"""What a batch needs to know of an assignment before the first submission: made once, from the instructor's copy."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cmlib.datasets import folder as data_folder
from cmlib.instructor.course import Course
from cmlib.instructor.judge.names import names_without_solution, solution_imports, student_names
from cmlib.instructor.judge.partial_credit import shows_points
from cmlib.instructor.judge.syntax import parse
from cmlib.instructor.outcome import Outcome
from cmlib.instructor.preflight.instructor_copy import InstructorCopy
from cmlib.instructor.preflight.read_copy import read_copies
from cmlib.instructor.sheet import ANSWER, CHECK, Cell, Sheet
from cmlib.instructor.wall.limits import Limits
from cmlib.instructor.wall.wall import Plan
from cmlib.instructor.worker import WARM, grade_sheet

#: Who hands in the reference solution.
REFERENCE = "reference solution"


@dataclass(frozen=True)
class Prepared:
    """One notebook of an assignment, ready for submissions.

    ``student_names``, ``imports``, ``inside`` and ``partial`` go into every `Sheet`. ``flags`` are sentences for the
    instructor.
    """

    copy: InstructorCopy
    student_names: tuple[str, ...]
    imports: Mapping[str, str]
    seconds: float
    inside: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    def complete(self, sheet: Sheet) -> Sheet:
        """The sheet with all that does not depend on the student."""
        return replace(
            sheet,
            student_names=self.student_names,
            imports=self.imports,
            inside=self.inside,
            partial=self.partial,
            seconds=self.seconds,
        )


def prepare(course: Course, assignment: str, limits: Limits, db: str | None = None) -> dict[str, Prepared]:
    """The notebooks of an assignment by name. Raises as `read_copies` does."""
    return {name: _prepared(copy, limits) for name, copy in read_copies(course, assignment, db=db).items()}


def wall_plan(course: Course, prepared: Mapping[str, Prepared], *, bare: bool = False) -> Plan:
    """The wall for these notebooks: what students were given imports is warm, the course folder cannot be seen."""
    cells = [cell for each in prepared.values() for cell in each.copy.cells if cell.is_code]
    modules = dict.fromkeys(name for cell in cells for name in _imported(cell.released))
    data = data_folder()
    return Plan((*WARM, *modules), (data,), (course.root,), (("CMLIB_DATASETS", str(data)),), bare)


def proven(prepared: Prepared, plan: Plan, limits: Limits) -> Prepared:
    """Grade the reference solution: checks that fail it from outside the wall, and not inside, run inside.

    The flags name them, and the checks that the reference solution does not pass at all. Checks whose result is a
    number of points for the reference solution are to give one for everybody.
    """
    if not prepared.copy.solutions:
        return prepared
    sheet = reference_sheet(prepared)
    outcome = grade_sheet(sheet, plan, limits)
    lost = _lost(sheet, outcome)
    prepared = replace(prepared, partial=_partial(sheet, outcome))
    if not lost:
        return prepared
    again = replace(sheet, inside=tuple(lost))
    still = _lost(again, grade_sheet(again, plan, limits))
    inside = tuple(name for name in lost if name not in still)
    flags = [f"{name} can only run inside the wall, where its points could be forged" for name in inside]
    flags += [f"the reference solution does not pass {name}: {message}" for name, message in still.items()]
    return replace(prepared, inside=inside, flags=(*prepared.flags, *flags))


def reference_sheet(prepared: Prepared) -> Sheet:
    """The instructor's own answers as if a student had handed them in."""
    cells = tuple(
        Cell(
            number,
            cell.kind,
            cell.solved,
            cell.name,
            cell.points,
            cell.is_code,
        )
        for number, cell in enumerate(prepared.copy.cells)
    )
    copy = prepared.copy
    sheet = Sheet(REFERENCE, copy.assignment, copy.notebook, cells, files=copy.files, given_files=tuple(copy.files))
    return prepared.complete(sheet)


def _prepared(copy: InstructorCopy, limits: Limits) -> Prepared:
    cells: list[Mapping[str, Any]] = [
        {
            "cell_type": cell.cell_type,
            "metadata": cell.metadata,
            "source": cell.solved,
        }
        for cell in copy.cells
    ]
    known = any(cell.solution is not None for cell in copy.cells if cell.kind == ANSWER)
    names = student_names(cells) if known else names_without_solution(cells)
    return Prepared(copy, names, solution_imports(cells), limits.cell_seconds, flags=copy.flags)


def _lost(sheet: Sheet, outcome: Outcome) -> dict[str, str]:
    """The checks that earned less than they could, with what they said."""
    checks = [cell for cell in sheet.cells if cell.kind == CHECK]
    return {
        cell.name: outcome.cells[cell.number].message
        for cell in checks
        if (outcome.cells[cell.number].points or 0.0) < cell.points
    }


def _partial(sheet: Sheet, outcome: Outcome) -> tuple[str, ...]:
    """The checks that show the points by their result."""
    checks = [cell for cell in sheet.cells if cell.kind == CHECK]
    return tuple(cell.name for cell in checks if shows_points(outcome.cells[cell.number].outputs, cell.points))


def _imported(source: str) -> list[str]:
    """The modules that a cell imports, in its order."""
    tree = parse(source)
    names: list[str] = []
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module)
    return names
