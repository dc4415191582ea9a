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
    """What goes into the gradebook for a cell. ``automatic`` is None where only a human can tell.

    ``is_graded`` and ``is_answer`` say whether the gradebook has a grade and a comment of the cell.
    """

    name: str
    automatic: float | None
    comment: str | None
    is_graded: bool
    is_answer: bool


def score(cell: NotebookNode, points: float | None) -> Score | None:
    """The score of a cell, given the points it earned if it is a test; None for a cell that has nothing to score.

    Raises ``ValueError`` for points that are not between zero and what the cell is worth.
    """
    if not (is_grade(cell) or is_solution(cell) or is_task(cell)):
        return None
    name, untouched = cell.metadata.nbgrader["grade_id"], _is_as_released(cell)
    automatic = None
    if is_grade(cell) and is_solution(cell):
        automatic = 0.0 if untouched else None
    elif is_grade(cell) and cell.cell_type == "code":
        automatic = _checked(name, points, float(cell.metadata.nbgrader["points"]))
    answer = is_solution(cell) or is_task(cell)
    comment = NO_RESPONSE if is_solution(cell) and untouched and not is_task(cell) else None
    return Score(name, automatic, comment, bool(is_grade(cell)), bool(answer))


def scores_of(notebook: NotebookNode, outcome: Outcome) -> dict[int, Score]:
    """The scores of a notebook that ran, by the cell's number, which is its place in the notebook.

    A test cell that the outcome does not know has no points; a human must look. Raises ``ValueError`` for points
    out of range and for a grade id that is there twice.
    """
    found: dict[int, Score] = {}
    for number, cell in enumerate(notebook.cells):
        ran = outcome.cells.get(number)
        one = score(cell, ran.points if ran else None)
        if one:
            if any(one.name == other.name for other in found.values()):
                raise ValueError(f"the notebook has the cell {one.name!r} more than once")
            found[number] = one
    return found


def needs_a_human(automatic: float | None, manual: float | None) -> bool:
    """Nobody has scored the cell, or somebody has, and may now think otherwise."""
    return automatic is None or manual is not None


def _is_as_released(cell: NotebookNode) -> bool:
    return cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)


def _checked(name: str, points: float | None, most: float) -> float | None:
    if points is None:
        return None
    if not 0 <= points <= most:  # which is so for nan, too
        raise ValueError(f"the cell {name!r} can earn 0 to {most:g} points, found {points!r}")
    return float(points)
