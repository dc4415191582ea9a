"""Whose name is whose: the student's are those that the reference solution sets or changes.

All others are the instructor's. The values of a student's names come from the student's process. Whatever else a
student rebinds, ``abs``, ``np`` or a function of the notebook, the checks keep the instructor's.
"""

import ast
import builtins
from collections.abc import Iterable, Mapping
from typing import Any

from cmlib.instructor.judge.changing import changed, imports
from cmlib.instructor.judge.scope import REACHES_ALL, Scope, scope_of
from cmlib.instructor.judge.syntax import parse
from cmlib.instructor.notebook import source

#: Where a cell's metadata may name names: ``{"cmlib": {"student_names": ["x"], "instructor_names": ["y"]}}``.
SETTINGS, STUDENTS, INSTRUCTORS = "cmlib", "student_names", "instructor_names"

_OF_PYTHON = frozenset(dir(builtins)) | {"In", "Out", "display", "exit", "get_ipython", "quit"}


def student_names(cells: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The student's names, sorted, from the cells of the instructor's notebook with its solutions.

    They are what solution cells assign in any way, delete, and change in place (``df["y"] = 1``, ``ax.title = "t"``,
    ``rows.append(1)``), the last two also in the body of a function. What is only imported is the instructor's:
    see `solution_imports`. A cell's metadata may add names and take names away.

    >>> cell = {"cell_type": "code", "metadata": {"nbgrader": {"solution": True}}, "source": "x = 1; rows.append(x)"}
    >>> student_names([cell])
    ('rows', 'x')
    """
    cells = list(cells)
    imported = {name for cell in cells for name in _scope(cell).imported}
    found: set[str] = set()
    for cell in cells:
        if _is_solution(cell) and (tree := _tree(cell)):
            found |= _scope(cell).assigned | (changed(tree) - imported - _OF_PYTHON)
    return _settled(found, cells)


def names_without_solution(cells: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The student's names where there is no reference solution: what checks use and nobody else defines.

    ``cells`` are those of the released notebook. Neither Python nor a given cell nor a check defines these names.
    """
    cells = list(cells)
    helpers: dict[str, frozenset[str]] = {}
    used: set[str] = set()
    known: set[str] = set()
    for cell in cells:
        if not _is_solution(cell):
            scope = _scope(cell)
            helpers |= scope.helpers
            known |= scope.assigned | scope.imported
            used |= scope.needs(helpers) if _is_check(cell) else frozenset()
    return _settled(used - known - _OF_PYTHON - REACHES_ALL, cells)


def solution_imports(cells: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Names that the reference solution imports and no given cell defines, each with its import statement.

    A check may use them: ``np`` where only the solution says ``import numpy as np``.
    """
    found: dict[str, str] = {}
    given: set[str] = set()
    for cell in cells:
        if _is_solution(cell):
            found |= imports(tree) if (tree := _tree(cell)) else {}
        elif not _is_check(cell):
            given |= _scope(cell).assigned | _scope(cell).imported
    return {name: statement for name, statement in found.items() if name not in given}


def _settled(found: set[str], cells: list[Mapping[str, Any]]) -> tuple[str, ...]:
    """The names after what the cells' metadata add and take away. Raises ``ValueError`` for metadata that name none."""
    settings = [cell.get("metadata", {}).get(SETTINGS, {}) for cell in cells]
    added, taken = ({name for each in settings for name in _named(each, key)} for key in (STUDENTS, INSTRUCTORS))
    return tuple(sorted((found | added) - taken))


def _named(settings: Any, key: str) -> set[str]:
    names = settings.get(key, []) if isinstance(settings, Mapping) else []
    if not isinstance(names, list) or not all(isinstance(each, str) and each.isidentifier() for each in names):
        raise ValueError(f"a cell's metadata {SETTINGS}.{key} are a list of names, found {names!r}")
    return set(names)


def _is_solution(cell: Mapping[str, Any]) -> bool:
    return bool(_marks(cell).get("solution"))


def _is_check(cell: Mapping[str, Any]) -> bool:
    return bool(_marks(cell).get("grade")) and not _is_solution(cell)


def _marks(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    marks = cell.get("metadata", {}).get("nbgrader")
    return marks if isinstance(marks, Mapping) else {}


def _code(cell: Mapping[str, Any]) -> str:
    return source(dict(cell)) if cell.get("cell_type") == "code" else ""


def _tree(cell: Mapping[str, Any]) -> ast.Module | None:
    return parse(_code(cell))


def _scope(cell: Mapping[str, Any]) -> Scope:
    return scope_of(_code(cell))
