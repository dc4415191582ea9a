"""nbgrader's rules for one cell: its automatic score, whether a human must look, the automatic comment.

Only the points of a test cell come from elsewhere: whoever ran it says what it earned.
"""

from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, is_grade, is_solution, is_task

from cmlib.instructor.outcome import Outcome

NO_RESPONSE = "No response."


@dataclass(frozen=True)
class Score:
    """What goes into the gradebook for a cell. ``automatic`` is None where only a human can tell."""

    name: str
    automatic: float | None
    comment: str | None


def score(cell: NotebookNode, points: float | None) -> Score | None:
    """The score of a cell, given the points it earned if it is a test; None for a cell that has nothing to score.

    Raises ``ValueError`` for points that are not between zero and what the cell is worth.
    """
    graded, answer, task = is_grade(cell), is_solution(cell), is_task(cell)
    if not (graded or answer or task):
        return None
    name = cell.metadata.nbgrader["grade_id"]
    untouched = answer and cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
    automatic = None
    if graded and answer:
        automatic = 0.0 if untouched else None
    elif graded and cell.cell_type == "code":
        automatic = _checked(name, points, float(cell.metadata.nbgrader["points"]))
    return Score(name, automatic, NO_RESPONSE if untouched and not task else None)


def scores_of(notebook: NotebookNode, outcome: Outcome) -> dict[int, Score]:
    """The scores of a notebook that ran, by the cell's number, which is its place in the notebook.

    A test cell that the outcome does not know has no points; a human must look. Raises ``ValueError`` for points
    out of range and for a grade id that is there twice.
    """
    found: dict[int, Score] = {}
    names: set[str] = set()
    for number, cell in enumerate(notebook.cells):
        ran = outcome.cells.get(number)
        one = score(cell, ran.points if ran else None)
        if one:
            if one.name in names:
                raise ValueError(f"the notebook has the cell {one.name!r} more than once")
            names.add(one.name)
            found[number] = one
    return found


def needs_a_human(automatic: float | None, manual: float | None) -> bool:
    """Nobody has scored the cell, or somebody has, and may now think otherwise."""
    return automatic is None or manual is not None


def _checked(name: str, points: float | None, most: float) -> float | None:
    if points is None:
        return None
    if not 0 <= points <= most:  # which is so for nan, too
        raise ValueError(f"the cell {name!r} can earn 0 to {most:g} points, found {points!r}")
    return float(points)
