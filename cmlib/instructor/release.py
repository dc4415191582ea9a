"""Release an assignment: the students' notebooks, without solutions and hidden tests."""

from pathlib import Path

from cmlib.instructor.apart import run_apart
from cmlib.instructor.course import Course
from cmlib.instructor.nbgrader_calls import release as _release
from cmlib.instructor.notebook import Notebook
from cmlib.instructor.record.opening import address


def release_folder(course: Course, assignment: str, *, db: str | None = None, limit: float = 120) -> Path:
    """Write ``release/ASSIGNMENT/`` through nbgrader and return it.

    The gradebook learns of the assignment: the course's, or the one at the SQLAlchemy address ``db``. Raises
    ``LookupError`` when there is no such assignment, ``RuntimeError`` when nbgrader refuses, ``ValueError`` for an
    address that is none.
    """
    course.sources(assignment)
    gradebook = address(db).render_as_string(hide_password=False) if db else None
    reason = run_apart(_release, str(course.root), assignment, gradebook, limit=limit)
    if reason:
        raise RuntimeError(f"nbgrader could not release {assignment!r}: {reason}")
    return course.root / "release" / assignment


def release(course: Course, assignment: str, *, limit: float = 120) -> Notebook:
    """Do the same and return the students' notebook. Raises ``LookupError`` also where several have other names."""
    release_folder(course, assignment, limit=limit)
    return Notebook.read(course.released(assignment))
