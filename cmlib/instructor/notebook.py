"""An assignment notebook: its tasks, checks and written answers, as nbgrader marks them."""

import json
from functools import cached_property
from pathlib import Path


class Notebook:
    """An assignment notebook, read as nbgrader marks its cells.

    ``tasks`` maps the grade id of each ungraded solution cell to its source, ``checks`` the grade id
    of each autograded test cell to its points, ``written`` that of each answer graded by hand to its
    points; all in the notebook's order.
    """

    def __init__(self, content: dict):
        self.content = content

    @classmethod
    def read(cls, path: Path) -> "Notebook":
        """Read a notebook file. Raises ``ValueError`` when it is not one, ``OSError`` when there is none."""
        try:
            content = json.loads(Path(path).read_bytes().decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise ValueError(f"{Path(path).name} is not a notebook: {error}") from None
        if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
            raise ValueError(f"{Path(path).name} is not a notebook: it has no list of cells")
        if not all(isinstance(cell, dict) and isinstance(cell.get("metadata"), dict) for cell in content["cells"]):
            raise ValueError(f"{Path(path).name} is not a notebook: a cell has no metadata")
        return cls(content)

    @property
    def cells(self) -> list[dict]:
        return self.content["cells"]

    @cached_property
    def tasks(self) -> dict[str, str]:
        return {grade_id(cell): source(cell) for cell in self.cells if _marks(cell, solution=True, grade=False)}

    @cached_property
    def checks(self) -> dict[str, float]:
        return self._points(solution=False, grade=True)

    @cached_property
    def written(self) -> dict[str, float]:
        return self._points(solution=True, grade=True) | {
            grade_id(cell): float(_nbgrader(cell)["points"]) for cell in self.cells if _nbgrader(cell).get("task")
        }

    def checks_of(self, task: str) -> dict[str, float]:
        """The checks whose names begin with the task's, with their points."""
        return {check: points for check, points in self.checks.items() if check.startswith(f"{task}_")}

    def task_of(self, check: str) -> str:
        """The task that the check belongs to; the check's own name when there is none."""
        owners = [task for task in self.tasks if check.startswith(f"{task}_")]
        return max(owners, key=len, default=check)

    def _points(self, **marks: bool) -> dict[str, float]:
        return {grade_id(cell): float(_nbgrader(cell)["points"]) for cell in self.cells if _marks(cell, **marks)}


def grade_id(cell: dict) -> str | None:
    """nbgrader's name of the cell; None for a cell that it does not know."""
    return _nbgrader(cell).get("grade_id")


def source(cell: dict) -> str:
    """The cell's text; the file format allows a string or a list of lines."""
    text = cell.get("source", "")
    return text if isinstance(text, str) else "".join(text)


def _nbgrader(cell: dict) -> dict:
    marks = cell["metadata"].get("nbgrader")
    return marks if isinstance(marks, dict) else {}


def _marks(cell: dict, *, solution: bool, grade: bool) -> bool:
    marks = _nbgrader(cell)
    return (
        bool(marks.get("solution")) == solution
        and bool(marks.get("grade")) == grade
        and "grade_id" in marks
        and (solution or grade)
    )
