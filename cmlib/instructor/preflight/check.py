"""Before any student code runs: is this a submission, and what of it is graded?"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cmlib.instructor.course import Course
from cmlib.instructor.outcome import MISSING, NEEDS_A_LOOK
from cmlib.instructor.preflight.beside import files_beside, flags_of_look
from cmlib.instructor.preflight.decoding import decode, refuse_size
from cmlib.instructor.preflight.finding import find_notebook
from cmlib.instructor.preflight.folder import Changed, Entry, Folder
from cmlib.instructor.preflight.instructor_copy import InstructorCopy
from cmlib.instructor.preflight.names import is_plain, listed, quoted
from cmlib.instructor.preflight.rebuild import rebuild
from cmlib.instructor.preflight.refusal import Refused
from cmlib.instructor.preflight.sizes import SIZES, Sizes
from cmlib.instructor.preflight.timestamp import LONGEST, read_timestamp
from cmlib.instructor.sheet import Sheet

#: Tries at a folder that changes while it is read.
_TRIES = 2


@dataclass(frozen=True)
class Checked:
    """What preflight gave.

    A submission that can be graded has no ``status``; its ``sheet`` is for the judge, its ``notebook`` is to be
    recorded once outputs are in it, and cell by cell they are the same. Any other has a status of
    `cmlib.instructor.outcome` and a ``reason``. ``flags`` are sentences for the instructor; ``submitted_at`` is in
    UTC, as nbgrader keeps it.
    """

    student: str
    status: str = ""
    reason: str = ""
    flags: tuple[str, ...] = ()
    sheet: Sheet | None = None
    notebook: Any = None
    submitted_at: datetime | None = None

    @property
    def is_sound(self) -> bool:
        return not self.status


def preflight(course: Course, assignment: str, student: str, copy: InstructorCopy, *, sizes: Sizes = SIZES) -> Checked:
    """Look at one student's submission of one notebook. Trouble with it never raises: it is its status."""
    try:
        if student in ("", ".", "..") or "/" in student or not is_plain(student):
            raise Refused(NEEDS_A_LOOK, f"{quoted(student)} cannot be a student's id")
        for _ in range(_TRIES):
            try:
                with Folder(*_place(course.root, assignment, student, copy), copy.ignore, sizes) as folder:
                    return _look(folder, assignment, student, copy, sizes)
            except Changed as change:
                changed = str(change)
        return Checked(student, NEEDS_A_LOOK, f"{quoted(changed)} changed while it was read; grade it again")
    except Refused as refusal:
        return Checked(student, refusal.status, refusal.reason)
    except FileNotFoundError:
        return Checked(student, MISSING, f"expected {copy.notebook}.ipynb, found no notebook")
    except OSError as error:
        return Checked(student, NEEDS_A_LOOK, f"the submission cannot be read: {error.strerror or error}")
    except Exception as error:  # one student's trouble is that student's status, never the batch's end
        return Checked(student, NEEDS_A_LOOK, f"{type(error).__name__}: {' '.join(str(error).split())}"[:500])


def _place(root: Path, assignment: str, student: str, copy: InstructorCopy) -> tuple[Path, list[str]]:
    """The folder that holds everybody's work, and the steps from there to the student's."""
    parts = copy.submitted.split("/")
    shared = next((number for number, part in enumerate(parts) if "{" in part), len(parts))
    steps = [part.format(student_id=student, assignment_id=assignment) for part in parts[shared:]]
    return root.joinpath(*parts[:shared]), steps


def _look(folder: Folder, assignment: str, student: str, copy: InstructorCopy, sizes: Sizes) -> Checked:
    flags = flags_of_look(folder)
    submitted_at = _submitted_at(folder, flags)
    try:
        entry = _notebook(folder, copy, flags)
        refuse_size(entry.size, sizes)
        content, remarks = decode(folder.read(entry), sizes)
        rebuilt = rebuild(copy, content, sizes)
    except Refused as refusal:
        folder.check_unchanged()
        return Checked(student, refusal.status, refusal.reason, tuple(flags), submitted_at=submitted_at)
    files, left_out = files_beside(folder, entry.path.rpartition("/")[0], copy, sizes)
    folder.check_unchanged()
    flags += [*remarks, *rebuilt.flags, *left_out]
    given = tuple(path for path, content in copy.files.items() if files[path] == content)
    sheet = Sheet(student, assignment, copy.notebook, rebuilt.cells, files=files, given_files=given)
    return Checked(student, "", "", tuple(flags), sheet, rebuilt.notebook, submitted_at)


def _submitted_at(folder: Folder, flags: list[str]) -> datetime | None:
    entry = next((each for each in folder.look.entries if each.path == "timestamp.txt"), None)
    if entry is None:
        return None
    try:
        if entry.size > LONGEST:
            raise ValueError(f"it has {entry.size:,} bytes")
        return read_timestamp(folder.read(entry))
    except (ValueError, PermissionError):
        flags.append("timestamp.txt holds no time; when the work was handed in is not known")
        return None


def _notebook(folder: Folder, copy: InstructorCopy, flags: list[str]) -> Entry:
    expected = f"{copy.notebook}.ipynb"
    for path, kind in folder.look.odd:
        if path == expected:
            raise Refused(NEEDS_A_LOOK, f"{expected} is {kind}, which is not read")
    entries = {entry.path: entry for entry in folder.look.entries}
    fitting = find_notebook(copy.notebook, list(entries), copy.others)
    if not fitting:
        notebooks = [path for path in entries if ".ipynb" in path]
        others = [path for path in entries if path != "timestamp.txt"]
        instead = f" but {listed(others)}" if others else ""
        raise Refused(MISSING, f"expected {expected}, found {listed(notebooks) or 'no notebook' + instead}")
    if len(fitting) > 1:
        raise Refused(NEEDS_A_LOOK, f"expected {expected}, found {listed(fitting)}: which one counts?")
    if fitting != [expected]:
        flags.append(f"{quoted(fitting[0])} was taken for {expected}")
    return entries[fitting[0]]
