"""A submission as it is graded: every cell in order, what it is, and whose text it carries.

`cmlib.instructor.preflight` makes it from the instructor's copy and the student's file; the judge walks it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: The instructor's code; runs on both sides of the wall. ``own`` may hold what the student made of it.
GIVEN = "given"
#: The student's code: a solution cell, or a cell that the student added; runs inside the wall only.
ANSWER = "answer"
#: An autograded test cell of the instructor; runs where the student's code does not.
CHECK = "check"
#: An answer graded by hand; code runs inside the wall, markdown does not run.
WRITTEN = "written"
#: Anything that does not run.
TEXT = "text"

KINDS = (GIVEN, ANSWER, CHECK, WRITTEN, TEXT)


@dataclass(frozen=True)
class Cell:
    """One cell: ``source`` is what runs, ``name`` its grade id (empty for a cell that nbgrader does not know).

    ``own`` is the student's version of a given cell that the student may edit; it runs inside in place of
    ``source``, which the judge runs. None where there is none.
    """

    number: int
    kind: str
    source: str
    name: str = ""
    points: float = 0.0
    is_code: bool = True
    own: str | None = None


@dataclass(frozen=True)
class Sheet:
    """All that the judge must know of one submission.

    ``student_names`` are the names whose values come from the student's process: what the reference solution
    assigns. ``inside`` are the grade ids of checks whose tests cannot be run from outside the wall, even for
    the reference solution; they run inside, and the report says so. ``files`` are the files beside the
    notebook, by relative path; ``seconds`` is the time that a cell may take. ``imports`` are names that only the
    reference solution imports, each with its import statement: where the student has the name, too, a check gets
    the judge's own import. ``given_files`` are the paths of those files that are the instructor's: no others stand
    beside the judge. ``partial`` are the grade ids of checks whose result is the number of points earned, as it is for
    the reference solution.
    """

    student: str
    assignment: str
    notebook: str
    cells: tuple[Cell, ...]
    student_names: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    seconds: float = 30.0
    imports: Mapping[str, str] = field(default_factory=dict)
    given_files: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
