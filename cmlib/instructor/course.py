"""A course folder as nbgrader lays it out."""

import shutil
from dataclasses import dataclass
from pathlib import Path

SETTINGS = "nbgrader_config.py"


@dataclass(frozen=True)
class Course:
    """The folder that holds ``nbgrader_config.py``, ``source/`` and what nbgrader makes of them."""

    root: Path

    def __post_init__(self):
        object.__setattr__(self, "root", Path(self.root).resolve())
        if not (self.root / SETTINGS).is_file():
            raise FileNotFoundError(f"a course folder holds {SETTINGS}; there is none in {self.root}")

    @property
    def assignments(self) -> list[str]:
        """Names of the assignments, sorted: folders with a notebook in ``source/`` or, without one, in ``release/``."""
        return sorted(
            {each.parent.name for step in ("source", "release") for each in (self.root / step).glob("*/*.ipynb")}
        )

    def sources(self, assignment: str) -> list[Path]:
        """The instructor's notebooks, none where only the release is at hand.

        Raises ``LookupError`` when the course has no such assignment.
        """
        if assignment not in self.assignments:
            raise LookupError(f"there is no assignment {assignment!r} in {self.root}; it has {self.assignments}")
        return sorted((self.root / "source" / assignment).glob("*.ipynb"))

    def source(self, assignment: str) -> Path:
        """The notebook that is called like its assignment, or the only one.

        Raises ``LookupError`` when there is no such assignment, no source of it, or several of other names.
        """
        found = _called_or_only(self.sources(assignment), assignment)
        if found is None:
            raise LookupError(f"{assignment!r} needs one notebook, or one of its name, in {self.root / 'source'}")
        return found

    def released(self, assignment: str) -> Path:
        """The students' notebook of the same rule; it is there once the assignment is released."""
        folder = self.root / "release" / assignment
        return _called_or_only(list(folder.glob("*.ipynb")), assignment) or folder / f"{assignment}.ipynb"

    def submitted(self, student: str, assignment: str) -> Path:
        """Where the student's notebook belongs."""
        return self.root / "submitted" / student / assignment / f"{assignment}.ipynb"

    def autograded(self, student: str, assignment: str) -> Path:
        """Where nbgrader leaves the student's notebook after it ran."""
        return self.root / "autograded" / student / assignment / f"{assignment}.ipynb"

    def students(self, assignment: str) -> list[str]:
        """Who handed in anything for the assignment, sorted."""
        return sorted(each.parent.name for each in self.root.glob(f"submitted/*/{assignment}"))

    def copy_to(self, folder: str | Path, assignment: str) -> "Course":
        """A fresh course in ``folder`` with the same settings and only this assignment's source."""
        source = self.source(assignment)
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.root / SETTINGS, folder / SETTINGS)
        shutil.copytree(
            source.parent,
            folder / "source" / assignment,
            ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__"),
        )
        return Course(folder)


def _called_or_only(notebooks: list[Path], name: str) -> Path | None:
    """The notebook of that name, else the only one there is."""
    named = [each for each in notebooks if each.stem == name] or notebooks
    return named[0] if len(named) == 1 else None
