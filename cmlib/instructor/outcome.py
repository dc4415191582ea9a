"""What grading one submission gave: for every cell, and as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# What became of a cell.
RAN, RAISED, CELL_TIMED_OUT, CELL_KILLED, NOT_RUN = "ran", "raised", "timed out", "killed", "not run"

#: Every cell ran and was scored.
GRADED = "graded"
#: A cell ran too long and was stopped; the other cells were scored.
TIMED_OUT = "timed out"
#: The student's process took more memory, processes or disk than it may; the other cells were scored.
OUT_OF_MEMORY = "out of memory"
#: The file is not a notebook; no mark.
UNREADABLE = "could not be read"
#: There is no file of the assignment's name; no mark.
MISSING = "missing notebook"
#: A human must decide.
NEEDS_A_LOOK = "needs a look"


@dataclass(frozen=True)
class CellOutcome:
    """What became of one cell.

    ``outputs`` are those of the notebook format, fit to be shown in an instructor's browser. ``points`` is what a
    check earned, None for any other cell. ``message`` is what a student may read where a check was not passed.
    ``remark`` is for the instructor only, for example why a value could not be graded.
    """

    number: int
    became: str = RAN
    outputs: tuple[Mapping[str, object], ...] = ()
    points: float | None = None
    message: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a submission: a status, a reason in one line, and every cell by its number.

    ``flags`` are sentences for the instructor that do not change the status of a graded submission, such as a
    test that had to run inside the wall.
    """

    student: str
    status: str
    reason: str = ""
    cells: Mapping[int, CellOutcome] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    seconds: float = 0.0
