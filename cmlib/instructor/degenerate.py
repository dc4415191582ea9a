"""Answers that are no work at all: a check that gives one of them a point gives it to anybody.

Each solution cell of the reference is replaced by code that binds the same names to one and the same value, or to
functions that return it whatever they are asked. A test such as ``not abs(x - 4) > 0.1`` lets NaN pass, and
``all(a == b for a, b in zip(...))`` an empty list.
"""

import ast
import multiprocessing
from collections.abc import Iterable
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, replace

from cmlib.instructor.course import Course
from cmlib.instructor.judge.syntax import parse
from cmlib.instructor.prepare import Prepared, prepare, reference_sheet, wall_plan
from cmlib.instructor.sheet import ANSWER, CHECK, Cell, Sheet
from cmlib.instructor.wall.limits import LIMITS, Limits
from cmlib.instructor.wall.needed import missing
from cmlib.instructor.wall.wall import Plan
from cmlib.instructor.worker import grade_sheet

#: What the answer always is -> the expression that makes it.
VALUES = {
    "None": "None",
    "zero": "0",
    "one": "1",
    "not a number": "float('nan')",
    "infinity": "float('inf')",
    "True": "True",
    "an empty text": "''",
    "an empty list": "[]",
    "an empty dictionary": "{}",
    "an empty array": "__import__('numpy').empty(0)",
    "an array of NaN": "__import__('numpy').full(3, float('nan'))",
    "an empty table": "__import__('pandas').DataFrame()",
}


@dataclass(frozen=True)
class GivenAway:
    """A check that gives points to an answer that is always the same ``value``."""

    check: str
    value: str
    points: float

    def __str__(self) -> str:
        return f"{self.check} gives {self.points:g} points to an answer that is always {self.value}"


def given_away(prepared: Prepared, plan: Plan, limits: Limits, pool: Executor) -> list[GivenAway]:
    """Grade every degenerate answer; what they earn. Raises as `grade_sheet` does."""
    reference = reference_sheet(prepared)
    sheets = {name: _degenerate(reference, value) for name, value in VALUES.items()}
    work = {name: pool.submit(grade_sheet, sheet, plan, limits) for name, sheet in sheets.items()}
    checks = [cell for cell in reference.cells if cell.kind == CHECK]
    found = []
    for cell in checks:
        for name, future in work.items():
            points = future.result().cells[cell.number].points
            found += [GivenAway(cell.name, name, points)] if points else []
    return found


def find_given_away(course: Course, assignment: str, *, jobs: int = 2, limits: Limits = LIMITS) -> list[GivenAway]:
    """The same for all notebooks of an assignment, with processes of its own; bare where there can be no wall."""
    prepared = prepare(course, assignment, limits)
    plan = wall_plan(course, prepared, bare=bool(missing()))
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        return [found for each in prepared.values() for found in given_away(each, plan, limits, pool)]


def _degenerate(reference: Sheet, value: str) -> Sheet:
    cells = tuple(
        replace(cell, source="\n".join(_lines(cell, reference.student_names, value))) if cell.kind == ANSWER else cell
        for cell in reference.cells
    )
    return replace(reference, student=f"always {value}", cells=cells)


def _lines(cell: Cell, names: Iterable[str], value: str) -> list[str]:
    """Code that binds the student's names which the cell binds at its top level."""
    tree = parse(cell.source)
    functions = {each.name for each in tree.body if isinstance(each, ast.FunctionDef)} if tree else set()
    bound = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)} | functions if tree else set()
    return [
        f"def {name}(*args, **kwargs): return {value}" if name in functions else f"{name} = {value}"
        for name in names
        if name in bound
    ]
