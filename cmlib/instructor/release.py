"""Release an assignment: the students' notebook, without solutions and hidden tests."""

from cmlib.instructor.apart import run_apart
from cmlib.instructor.course import Course
from cmlib.instructor.nbgrader_calls import release as _release
from cmlib.instructor.notebook import Notebook


def release(course: Course, assignment: str, *, limit: float = 120) -> Notebook:
    """Write ``release/ASSIGNMENT/`` through nbgrader and return the students' notebook.

    Raises ``LookupError`` when there is no such assignment, ``RuntimeError`` when nbgrader refuses.
    """
    course.source(assignment)
    reason = run_apart(_release, str(course.root), assignment, limit=limit)
    if reason:
        raise RuntimeError(f"nbgrader could not release {assignment!r}: {reason}")
    return Notebook.read(course.released(assignment))
