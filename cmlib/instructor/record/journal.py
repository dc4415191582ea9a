"""What became of each student, one line each in ``grading/ASSIGNMENT.jsonl``; nbgrader has no place for it.

The last line of a student holds. A student is first *begun*, then *done*: a grader that was killed in between is
found out, and the student is graded again. Half a line, which a kill or a full disk may leave, is no line.

Anybody may read at any time; who writes holds the course's lock.
"""

import contextlib
import errno
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cmlib.instructor.outcome import NEEDS_A_LOOK
from cmlib.instructor.whole_file import write_whole


@dataclass(frozen=True)
class CellEntry:
    """A graded or solution cell. ``points`` are the automatic ones; None where there are none yet.

    ``unanswered`` marks a cell that is as it was released.
    """

    became: str
    points: float | None = None
    message: str = ""
    remark: str = ""
    unanswered: bool = False


@dataclass(frozen=True)
class Entry:
    """What became of a student's submission; ``cells`` are by grade id.

    ``digest`` stands for the submission's and the instructor's files, ``gradebook`` for where the scores went.
    """

    student: str
    status: str
    digest: str
    gradebook: str
    reason: str = ""
    flags: tuple[str, ...] = ()
    cells: Mapping[str, CellEntry] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def graded(self) -> bool:
        """Whether there are marks."""
        return bool(self.cells)

    @property
    def settled(self) -> bool:
        """Whether grading the same files once more would give the same."""
        return self.graded or self.status != NEEDS_A_LOOK


def journal_path(root: Path, assignment: str) -> Path:
    """Where the journal of an assignment lies in a course folder."""
    return root / "grading" / f"{assignment}.jsonl"


def read_journal(path: Path) -> dict[str, Entry]:
    """The last word on each student. A student who was begun and not done has none; no file, no students."""
    return {student: entry for student, entry in _read(path)[0].items() if entry is not None}


class Journal:
    """The journal, open for writing. Raises ``OSError`` when a line cannot be written; then nothing of it stays."""

    def __init__(self, path: Path):
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._last, lines = _read(path)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o666)
        self._drop_half_a_line()
        if lines > 100 + 4 * len(self._last):
            self._compact()

    def close(self) -> None:
        """No more lines."""
        os.close(self._file)

    def entry(self, student: str) -> Entry | None:
        """The last word on a student; None when there is none, or when the student was begun and not done."""
        return self._last.get(student)

    @property
    def unfinished(self) -> list[str]:
        """Students at whom a grader was stopped."""
        return sorted(student for student, entry in self._last.items() if entry is None)

    def begin(self, student: str) -> None:
        """From here on the student's old entry does not hold."""
        self._append(_line(student, None))
        self._last[student] = None

    def finish(self, entry: Entry) -> None:
        """The student is done."""
        self._append(_line(entry.student, entry))
        self._last[entry.student] = entry

    def _append(self, line: bytes) -> None:
        before = os.fstat(self._file).st_size
        try:
            if os.write(self._file, line) != len(line):  # the system takes less only where the disk is full
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, before)
            raise OSError(error.errno, f"{self.path} could not be written: {error.strerror}") from error

    def _drop_half_a_line(self) -> None:
        text = self.path.read_bytes()
        if not text.endswith(b"\n"):
            os.ftruncate(self._file, text.rfind(b"\n") + 1)

    def _compact(self) -> None:
        """Leave one line a student."""
        write_whole(self.path, b"".join(_line(student, entry) for student, entry in self._last.items()))
        os.close(self._file)
        self._file = os.open(self.path, os.O_RDWR | os.O_APPEND)


def _line(student: str, entry: Entry | None) -> bytes:
    if entry is None:
        return json.dumps({"begun": student}).encode("ascii") + b"\n"
    cells = {name: _short(cell) for name, cell in entry.cells.items()}
    return json.dumps({**vars(entry), "cells": cells}).encode("ascii") + b"\n"


def _short(cell: CellEntry) -> dict[str, object]:
    """Without what is as in most cells."""
    return {name: value for name, value in vars(cell).items() if name == "became" or value != getattr(CellEntry, name)}


def _read(path: Path) -> tuple[dict[str, Entry | None], int]:
    """Each student's last line, None for one that was begun; and how many lines there are."""
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return {}, 0
    last: dict[str, Entry | None] = {}
    for line in lines:
        with contextlib.suppress(ValueError, TypeError, LookupError):
            content = json.loads(line)
            if "begun" in content:
                last[content["begun"]] = None
            else:
                cells = {name: CellEntry(**cell) for name, cell in content.pop("cells").items()}
                entry = Entry(**content | {"flags": tuple(content["flags"])}, cells=cells)
                last[entry.student] = entry
    return last, len(lines)
