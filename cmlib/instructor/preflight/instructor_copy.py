"""The instructor's copy of a notebook: what students got, and what they did not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cmlib.instructor.sheet import ANSWER, CHECK, GIVEN, TEXT, WRITTEN


@dataclass(frozen=True)
class KnownCell:
    """One cell of the instructor.

    ``source`` is the cell as it is graded, without solutions and with hidden tests; ``released`` is what students
    got; ``solution`` what the instructor wrote, None where that is not at hand. ``locked`` tells that nbgrader
    takes nothing of the student here, ``answer`` that the student writes here.
    """

    id: str
    cell_type: str
    kind: str
    source: str
    released: str
    metadata: Mapping
    solution: str | None = None
    name: str = ""
    points: float = 0.0
    locked: bool = False
    answer: bool = False
    attachments: Mapping = field(default_factory=dict)

    @property
    def is_code(self) -> bool:
        return self.cell_type == "code"

    @property
    def solved(self) -> str:
        """The cell as it is graded, with the instructor's own answer in it where that is at hand."""
        return self.solution if self.answer and self.solution is not None else self.source


@dataclass(frozen=True)
class InstructorCopy:
    """One notebook of an assignment, made once for a whole batch.

    ``submitted`` is where submissions lie in the course's folder.
    ``files`` are what lies beside it, by relative path; ``students_own`` are those of them that the course lets
    students change. ``others`` are names of the course's other notebooks, ``ignore`` the patterns of files that
    nbgrader passes over, ``notice`` what it writes into a graded cell that was missing. ``changed`` are cells whose
    source is no longer the one that was released; ``flags`` say so, and what else an instructor should know.
    """

    assignment: str
    notebook: str
    cells: tuple[KnownCell, ...]
    metadata: Mapping
    submitted: str = "submitted/{student_id}/{assignment_id}"
    files: Mapping[str, bytes] = field(default_factory=dict)
    students_own: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    ignore: tuple[str, ...] = ()
    notice: str = ""
    changed: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, int]:
        """Place of each cell that nbgrader knows."""
        return {cell.name: rank for rank, cell in enumerate(self.cells) if cell.name}

    @cached_property
    def by_id(self) -> dict[str, int]:
        return {cell.id: rank for rank, cell in enumerate(self.cells)}

    @property
    def kinds(self) -> dict[str, str]:
        return {cell.name: cell.kind for cell in self.cells if cell.name}

    @property
    def points(self) -> dict[str, float]:
        """Points of each graded cell, by grade id."""
        return {cell.name: cell.points for cell in self.cells if cell.name and cell.kind in (CHECK, WRITTEN)}

    @property
    def stubs(self) -> dict[str, str]:
        """What stood in each answer's cell when it was released, by grade id."""
        return {cell.name: cell.source for cell in self.cells if cell.answer}

    @property
    def solutions(self) -> dict[str, str]:
        """The instructor's own answers, by grade id; empty where the source is not at hand."""
        return {cell.name: cell.solution for cell in self.cells if cell.answer and cell.solution is not None}


def kind_of(cell_type: str, marks: Mapping, tags: object = ()) -> str:
    """What a cell is, by nbgrader's marks; a given cell that the instructor tagged to be skipped does not run."""
    code = cell_type == "code"
    if marks.get("task") or (marks.get("grade") and (marks.get("solution") or not code)):
        return WRITTEN
    if marks.get("grade"):
        return CHECK
    if marks.get("solution"):
        return ANSWER
    skipped = isinstance(tags, list) and "skip-execution" in tags
    return GIVEN if code and not skipped else TEXT
