"""The one writer of a batch: marks into the gradebook, the graded folder to its place, a line into the journal.

For each student, in this order:

1. `prepare`: the new folder is written beside the old one, under a hidden name.
2. `begin`: the journal says that the student's old entry no longer holds.
3. `write`: the rows go to the database, inside a transaction; nobody else sees them yet.
4. `change`: the new folder takes the old one's place by renaming; the old one is kept.
5. `commit`: the marks hold.
6. `forget_old`: the old folder goes.
7. `finish`: the journal says that the student is done.

What a kill leaves, and what the next `Recorder` makes of it:

========= ================================ ==========================================================
killed    on the disk and in the gradebook afterwards
========= ================================ ==========================================================
in 1      old folder, old marks            the old entry holds; the half-made folder goes
in 2, 3   old folder, old marks            graded again; the database forgets the rows by itself
in 4      one folder at least, old marks   the old folder goes back to its place; graded again
in 5      new folder, old or new marks     graded again
in 6, 7   new folder, new marks            graded again; the old folder goes
========= ================================ ==========================================================

So nobody is lost, nobody has two sets of rows, and no old mark outlives the next run. Where a step fails without a
kill (a full disk, a locked gradebook), the steps before it are undone: folder and marks stay as they were. Where the
folder would not change, it is left alone (no 1, 4 and 6).
"""

import glob
import os
from collections.abc import Mapping
from contextlib import ExitStack, closing, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from cmlib.instructor.course import Course
from cmlib.instructor.outcome import MISSING, Outcome
from cmlib.instructor.record.beside import instructors_files, students_files
from cmlib.instructor.record.folder import GradedFolder, Rights, leftovers, open_to_group
from cmlib.instructor.record.journal import CellEntry, Entry, Journal, journal_path
from cmlib.instructor.record.lock import CourseLock
from cmlib.instructor.record.marks import Marks
from cmlib.instructor.record.moment import moment_of, timestamp_file
from cmlib.instructor.record.opening import address, open_gradebook
from cmlib.instructor.record.penalty import LatePenalty
from cmlib.instructor.record.plan import plan
from cmlib.instructor.record.tidy import Tidy
from cmlib.instructor.record.treatment import NotGradable, Treatment
from cmlib.instructor.settings import load_settings


class Recorder:
    """Records the submissions of one assignment; use it as a context manager, from one thread.

    ``db`` is the SQLAlchemy address of a gradebook other than the course's. ``patience`` is for how many seconds
    an SQLite gradebook may be locked by another program.

    Raises ``BlockingIOError`` while another grader is at work in the course, ``LookupError`` when the gradebook
    does not know the assignment, ``ValueError`` for settings that nbgrader cannot use, ``OSError`` for a gradebook
    or a folder that cannot be used.
    """

    def __init__(self, course: Course, assignment: str, db: str | None = None, *, patience: float = 30):
        self._root, self._assignment = course.root, assignment
        self._settings = load_settings(course)
        self._address = address(db or self._settings.folders.db_url, patience)
        self._lock = CourseLock(course.root / "grading" / "lock")
        self._journal_path = journal_path(course.root, assignment)
        permissions = int(str(self._settings.autograde.permissions), 8)
        self._rights = Rights(permissions, self._settings.folders.groupshared)
        self._tidy = Tidy(self._settings)
        self._open = ExitStack()

    def __enter__(self) -> "Recorder":
        with ExitStack() as stack:
            stack.enter_context(self._lock)
            gradebook = stack.enter_context(open_gradebook(self._address, self._settings.folders.course_id))
            self._marks = Marks(gradebook, self._assignment, LatePenalty(self._settings))
            self._journal = stack.enter_context(closing(Journal(self._journal_path)))
            if self._rights.shared:
                open_to_group(self._lock.path.parent, self._lock.path, self._journal_path)
            self._tidy_up()
            self._instructors = self._read_instructors()
            self._open = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    @property
    def unfinished(self) -> list[str]:
        """Students at whom an earlier grader was stopped; they must be graded again."""
        return self._journal.unfinished

    def entry(self, student: str) -> Entry | None:
        """What is known of the student: the last entry of the journal, None where there is none that holds."""
        return self._journal.entry(student)

    def already(self, student: str, digest: str) -> bool:
        """Whether the student is done with these very files, and gradebook and folder still hold the result.

        A submission that got no mark because something went wrong (``NEEDS_A_LOOK``) is worth another try.
        """
        entry = self._journal.entry(student)
        if entry is None or entry.digest != digest or entry.gradebook != self._where or not entry.settled:
            return False
        return not entry.graded or (self._marks.has(student) and self._folder(student).exists)

    def record(
        self,
        outcome: Outcome | Mapping[str, Outcome],
        notebooks: Mapping[str, Mapping[str, Any]],
        files: Mapping[str, bytes],
        digest: str,
        timestamp: datetime | str | None = None,
    ) -> None:
        """Record a submission that has marks.

        ``notebooks`` are the executed ones by name, ``files`` all others that were handed in, by relative path; the
        instructor's files are added to them. Where an assignment has several notebooks, ``outcome`` is a mapping:
        a notebook that has an outcome but did not run has no marks, one that is in neither was not handed in and
        earns nothing. Without a ``timestamp`` (universal time if it has no zone) the gradebook's stays.

        Raises ``OSError`` when the disk or the gradebook does not take it; folder and gradebook then stay as they
        were. Raises ``ValueError`` for points that a cell cannot have, ``LookupError`` where the gradebook knows
        none of the notebooks.
        """
        planned = plan(outcome, notebooks, self._marks.assignment.notebooks)
        moment = moment_of(timestamp)
        written = {
            **students_files(files, self._instructors, self._settings.folders.ignore),
            **timestamp_file(moment, files),
            **{f"{name}.ipynb": self._tidy.bytes_of(notebook) for name, notebook in planned.notebooks.items()},
        }
        self._replace(self._entry(planned.whole, digest, planned.cells), planned.treatments, moment, written)

    def clear(self, outcome: Outcome, digest: str, timestamp: datetime | str | None = None) -> None:
        """Record a submission that has no marks: what an earlier run left goes, what a human gave stays.

        A student whose name no gradebook can hold is noted only. Raises ``OSError`` as `record` does.
        """
        if not _can_be_recorded(outcome.student):
            return self.note(outcome, digest)
        treatments = dict.fromkeys(self._marks.assignment.notebooks, NotGradable())
        self._replace(self._entry(outcome, digest, {}), treatments, moment_of(timestamp), None)

    def note(self, outcome: Outcome, digest: str) -> None:
        """Only say in the journal what became of a student, where folder or gradebook cannot be touched."""
        self._journal.finish(self._entry(outcome, digest, {}))

    def _replace(
        self,
        entry: Entry,
        treatments: Mapping[str, Treatment],
        moment: datetime | None,
        written: Mapping[str, bytes] | None,
    ) -> None:
        """The seven steps; with nothing ``written`` the folder goes."""
        student, may_be_new = entry.student, self._settings.autograde.create_student
        folder = self._folder(student)
        folder.tidy()
        as_it_is = written is not None and folder.holds(written, self._instructors)
        if written is not None and not as_it_is:
            folder.prepare(written, self._instructors)
        try:
            self._journal.begin(student)
            if written is not None or self._marks.has(student) or (may_be_new and entry.status != MISSING):
                self._marks.write(student, treatments, moment, may_be_new=may_be_new)
            if not as_it_is:
                folder.change()
            self._marks.commit()
        except BaseException:
            self._marks.rollback()
            folder.put_back()
            raise
        folder.forget_old()
        self._journal.finish(entry)

    def _entry(self, whole: Outcome, digest: str, cells: Mapping[str, CellEntry]) -> Entry:
        return Entry(whole.student, whole.status, digest, self._where, whole.reason, whole.flags, cells, whole.seconds)

    @property
    def _where(self) -> str:
        """The gradebook's address; it stays the same when the course folder moves."""
        return self._marks.name.replace(f"{self._root}{os.sep}", "")

    def _tidy_up(self) -> None:
        """Clear away what a killed grader left of any student."""
        above = self._settings.above_graded
        pattern = self._settings.graded("*", glob.escape(self._assignment)).relative_to(above)
        for path in leftovers(above, pattern):
            with suppress(OSError):  # recording the student will meet it again, and say so
                GradedFolder(path, above, self._rights).tidy()

    def _folder(self, student: str) -> GradedFolder:
        if not _can_be_recorded(student):
            raise ValueError(f"a student is named as a folder in submitted/ can be, in Unicode; found {student!r}")
        graded = self._settings.graded(student, self._assignment)
        return GradedFolder(graded, self._settings.above_graded, self._rights)

    def _read_instructors(self) -> dict[str, Path]:
        own = self._settings.autograde.exclude_overwriting.get(self._assignment, [])
        return instructors_files(self._settings.source(self._assignment), self._settings.folders.ignore, own)


def _can_be_recorded(student: str) -> bool:
    """Whether the name is one of a folder, and text: a folder's name may be any bytes, which no gradebook can hold."""
    try:
        student.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return student not in ("", ".", "..") and not {"/", "\0", os.sep} & set(student)
