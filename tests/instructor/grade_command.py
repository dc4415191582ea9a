"""``python -m cmlib grade`` as its user starts it, and what is left of it afterwards."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from recording import gradebook_of, rows_of

from cmlib.instructor.classroom import fill
from cmlib.instructor.course import Course
from cmlib.instructor.notebook import Notebook
from cmlib.instructor.record.journal import journal_path, read_journal

TOY = "01_toy"
RIGHT = {
    "task_1": "def growth(before, after):\n    return (after - before) / before",
    "task_2": """def best_customer(sales):
    total = {}
    for customer, amount in sales:
        total[customer] = total.get(customer, 0) + amount
    return max(total, key=total.get)""",
}
WRONG = {"task_1": "def growth(before, after):\n    return after - before"}
_SUBREAPER = 36


def hand_in(course: Course, student: str, codes: dict[str, str]) -> Path:
    """Put a notebook with these answers where the student's belongs."""
    path = course.submitted(student, TOY)
    path.parent.mkdir(parents=True, exist_ok=True)
    content = fill(Notebook.read(course.released(TOY)), codes, "No.").content
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def start(course: Course, *options: str, **how) -> subprocess.Popen:
    """Start the command in a session of its own; everything it says comes out of one pipe."""
    command = [sys.executable, "-m", "cmlib", "grade", TOY, "--course", str(course.root), "--jobs", "2", *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(command, start_new_session=True, **pipes, **how)


def said_by(process: subprocess.Popen) -> str:
    """All it said, once it has ended; the progress bar counts as lines."""
    return process.communicate(timeout=100)[0].replace("\r", "\n")


def state(course: Course) -> tuple:
    """All that grading leaves, with nothing of how it came about: marks, graded notebooks, journal."""
    folder = course.root / "autograded"
    files = {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    journal = read_journal(journal_path(course.root, TOY))
    lines = {name: vars(entry) | {"seconds": None} for name, entry in journal.items()}
    return rows_of(gradebook_of(course)), files, lines


def lines_of_journal(course: Course) -> list[dict]:
    path = journal_path(course.root, TOY)
    return [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]] if path.exists() else []


@contextmanager
def adopting_orphans() -> Iterator[None]:
    """Meanwhile a process whose parent has died becomes this process's child, so that none is lost from sight."""
    prctl = ctypes.CDLL(None).prctl
    prctl(_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        prctl(_SUBREAPER, 0, 0, 0, 0)


def left_after(seconds: float, known: set[int]) -> list[str]:
    """The command lines of this process's descendants that are still there after so many seconds."""
    ends = time.monotonic() + seconds
    while left := {pid: what for pid, what in descendants().items() if pid not in known}:
        if time.monotonic() > ends:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            return list(left.values())
        time.sleep(0.05)
    return []


def descendants() -> dict[int, str]:
    """This process's children and theirs, by id, with their command lines; those that have ended are cleared away."""
    parents, lines = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            kind, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if kind == "Z" and int(parent) == os.getpid():
                os.waitpid(int(folder.name), os.WNOHANG)
            elif kind != "Z":
                parents[int(folder.name)] = int(parent)
                lines[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return {pid: lines[pid] for pid in found - {os.getpid()}}
