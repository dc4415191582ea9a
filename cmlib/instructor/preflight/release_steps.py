"""nbgrader's steps from an instructor's source to a released notebook, without running anything.

The steps are those of ``nbgrader generate_assignment`` in the course's settings. The graded notebook is what they have
made when nbgrader would save the cells into its gradebook: no solutions any more, hidden tests still there.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cmlib.instructor.preflight.gradebook_cells import ReleasedCell
from cmlib.instructor.preflight.names import listed
from cmlib.instructor.preflight.notebook_file import marks_of, name_of, with_ids


@dataclass(frozen=True)
class Steps:
    """``graded`` with hidden tests; by cell id what students got (``released``) and the instructor wrote."""

    graded: Any
    released: Mapping[str, str]
    solutions: Mapping[str, str] = field(default_factory=dict)


def makes_tests_by_running(notebook: Any, config: Any) -> bool:
    """Whether nbgrader makes some tests of the notebook (AUTOTEST) by running its solution."""
    from nbgrader.preprocessors import InstantiateTests

    step = InstantiateTests(config=config)
    return step.enabled and any(
        cell.cell_type == "code" and step.autotest_delimiter in cell.source for cell in notebook.cells
    )


def from_source(notebook: Any, name: str, assignment: str, config: Any, root: Path) -> Steps:
    """Take the source through the steps. Raises ``ValueError`` when nbgrader refuses it."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import (
        ClearHiddenTests,
        ClearSolutions,
        IncludeHeaderFooter,
        InstantiateTests,
        SaveCells,
    )
    from traitlets.utils.importstring import import_item

    resources: Any = {"nbgrader": {"assignment": assignment, "notebook": name, "student": "."}}
    graded, solutions = None, {}
    try:
        for each in GenerateAssignment(config=config).preprocessors:
            kind = import_item(each) if isinstance(each, str) else each
            if issubclass(kind, ClearSolutions):
                solutions = _texts(with_ids(notebook))
            if issubclass(kind, SaveCells | ClearHiddenTests) and graded is None:
                graded = copy.deepcopy(with_ids(notebook))
            if issubclass(kind, SaveCells | InstantiateTests):
                continue
            step = kind(config=config)
            if isinstance(step, IncludeHeaderFooter):  # nbgrader stands in the course folder when it opens them
                step.header, step.footer = (str(root / path) if path else "" for path in (step.header, step.footer))
            notebook, resources = step(notebook, resources)
    except Exception as error:  # a step may be the course's own, and nbgrader's raise of every kind
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise ValueError(f"nbgrader refuses the source of {name!r}: {reason[0]}") from error
    with_ids(notebook)
    return Steps(graded or notebook, _texts(notebook), solutions)


def from_release(notebook: Any, remembered: Mapping[str, ReleasedCell], source: Any = None) -> Steps:
    """Put what the gradebook remembers into a released notebook. Raises ``ValueError`` when they do not fit."""
    released = _texts(notebook)
    missing = sorted(remembered.keys() - set(map(name_of, notebook.cells)))
    if missing:
        raise ValueError(f"the released notebook lacks cells that the gradebook has: {listed(missing)}")
    for cell in notebook.cells:
        known = remembered.get(name_of(cell))
        if known:
            cell.source = known.source
            cell.metadata.nbgrader["checksum"] = known.checksum
            if known.points is not None:
                cell.metadata.nbgrader["points"] = known.points
    written = {name_of(cell): cell.source for cell in source.cells} if source is not None else {}
    solutions = {cell.id: written[name_of(cell)] for cell in notebook.cells if name_of(cell) in written}
    return Steps(notebook, released, solutions)


def changed_since(graded: Any, remembered: Mapping[str, ReleasedCell]) -> tuple[str, ...]:
    """Grade ids of cells that are not, or no longer, as the gradebook remembers them."""
    now = {name_of(cell): marks_of(cell).get("checksum") for cell in graded.cells if _is_remembered(cell)}
    then = {name: cell.checksum for name, cell in remembered.items()}
    return tuple(name for name in {**now, **then} if now.get(name) != then.get(name))


def _texts(notebook: Any) -> dict[str, str]:
    return {cell.id: cell.source for cell in notebook.cells}


def _is_remembered(cell: Any) -> bool:
    return any(marks_of(cell).get(mark) for mark in ("grade", "solution", "locked", "task"))
