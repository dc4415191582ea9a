"""An assignment as the report of a class sees it: its checks, tasks and written answers, of all its notebooks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cmlib.instructor.course import Course
from cmlib.instructor.notebook import Notebook
from cmlib.instructor.preflight.instructor_copy import InstructorCopy
from cmlib.instructor.preflight.read_copy import read_copies
from cmlib.instructor.sheet import ANSWER, CHECK, WRITTEN

_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Paper:
    """Names are grade ids, after ``NOTEBOOK/`` where the assignment has several notebooks.

    ``checks`` and ``written`` map to points, ``tasks`` to what stood in the cell when it was released, ``titles``
    to the heading above a task, ``owners`` each check to its task.
    """

    checks: Mapping[str, float]
    written: Mapping[str, float] = field(default_factory=dict)
    tasks: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)

    def task_of(self, check: str) -> str:
        """The task that the check belongs to; the check's own name when there is none."""
        return self.owners.get(check, check)

    @property
    def most(self) -> float:
        """Points of all checks together."""
        return sum(self.checks.values())

    @property
    def checks_by_task(self) -> dict[str, tuple[str, ...]]:
        """The tasks that have checks, in the notebook's order."""
        found: dict[str, tuple[str, ...]] = {}
        for check in self.checks:
            found[self.task_of(check)] = (*found.get(self.task_of(check), ()), check)
        return found


def read_paper(course: Course, assignment: str) -> Paper:
    """Read it from the instructor's copies. Raises as `read_copies` does."""
    copies = read_copies(course, assignment)
    parts = [_of_copy(copy, f"{name}/" if len(copies) > 1 else "") for name, copy in copies.items()]
    whole = Paper({}, {}, {}, {}, {})
    for part in parts:
        whole = Paper(*({**old, **new} for old, new in zip(vars(whole).values(), vars(part).values(), strict=True)))
    return whole


def paper_of(released: Notebook) -> Paper:
    """The same of one released notebook."""
    owners = {check: released.task_of(check) for check in released.checks}
    return Paper(released.checks, released.written, released.tasks, {}, owners)


def _of_copy(copy: InstructorCopy, prefix: str) -> Paper:
    points: dict[str, dict[str, float]] = {CHECK: {}, WRITTEN: {}}
    tasks: dict[str, str] = {}
    titles: dict[str, str] = {}
    owners: dict[str, str] = {}
    heading = last = ""
    for cell in copy.cells:
        name = prefix + cell.name
        if not cell.is_code and (headings := _HEADING.findall(cell.released)):
            heading = headings[-1]
        if not cell.name:
            continue
        if cell.kind in points:
            points[cell.kind][name] = cell.points
        if cell.kind == ANSWER:
            tasks[name], last = cell.released, name
        if heading and cell.kind in (ANSWER, WRITTEN) and heading not in titles.values():
            titles[name] = heading
        if cell.kind == CHECK:
            named = [task for task in tasks if name.startswith(f"{task}_")]
            owners[name] = max(named, key=len, default=last or name)
    return Paper(points[CHECK], points[WRITTEN], tasks, titles, owners)
