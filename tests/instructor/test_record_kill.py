"""A grader that is killed, whenever it is: nobody is lost, nobody is graded twice, no old mark is left."""

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

import numpy
import pytest
from recording import ASSIGNMENT, copy_course, files_of, gradebook_of, record, released, rows_of, submission

import cmlib.instructor.record
from cmlib.instructor.apart import run_apart
from cmlib.instructor.course import Course
from cmlib.instructor.outcome import UNREADABLE, Outcome
from cmlib.instructor.record.digest import digest_of
from cmlib.instructor.record.journal import journal_path, read_journal
from cmlib.instructor.record.recorder import Recorder

ROOM = str(Path(cmlib.instructor.record.__file__).parent)

#: ``regraded`` and ``failed`` had other files before; the file of ``failed`` is no notebook.
STUDENTS = ["regraded", "failed", "new", "unchanged"]


@pytest.fixture(scope="module")
def batch():
    """What is handed in when the batch is killed, by student."""
    files = [
        submission("wrong", "right"),
        {"credit.ipynb": b"{"},
        submission("right", "blank"),
        submission("right", "wrong"),
    ]
    return dict(zip(STUDENTS, files, strict=True))


@pytest.fixture(scope="module")
def before(batch, tmp_path_factory):
    """A course in which some have been graded."""
    course = copy_course(released(), tmp_path_factory.mktemp("kill") / "before")
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "regraded", submission("right", "right") | {"old.txt": b"1"})
        record(recorder, "failed", submission("right", "right"))
        record(recorder, "unchanged", batch["unchanged"])
    return course


@pytest.fixture(scope="module")
def after(before, batch, tmp_path_factory):
    """What a batch that nobody kills makes of it."""
    course = copy_course(before, tmp_path_factory.mktemp("kill") / "after")
    assert grade_batch(course, batch) == ["regraded", "failed", "new"]
    return state(course)


def grade_batch(course, batch, done=lambda student: None):
    """Grade all who are not yet graded; returns who was."""
    graded = []
    with Recorder(course, ASSIGNMENT) as recorder:
        for student, files in batch.items():
            if recorder.already(student, digest_of(files)):
                continue
            graded.append(student)
            if student == "failed":
                recorder.clear(Outcome(student, UNREADABLE, "cut off"), digest_of(files))
            else:
                record(recorder, student, files)
            done(student)
    return graded


def steps_of_recording(course, batch, at=None):
    """Grade, and be killed at the line that is the ``at``-th to be reached below `Recorder._replace`.

    Without it, return those numbers at which the disk is not as it was at the line before: in between, a kill at one
    line leaves what a kill at another does.
    """
    steps, seen, count = [], None, 0

    def trace(frame, event, argument):
        nonlocal seen, count
        if not frame.f_code.co_filename.startswith(ROOM):
            return None
        if event == "line":
            count += 1
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)
            if at is None and (found := on_the_disk(course)) != seen:
                steps.append(count)
                seen = found
        return trace

    def replace_traced(*arguments):
        sys.settrace(trace)
        try:
            replace(*arguments)
        finally:
            sys.settrace(None)

    replace, Recorder._replace = Recorder._replace, replace_traced
    try:
        grade_batch(course, batch, lambda student: (course.root / f"done-{student}").touch())
    finally:
        Recorder._replace = replace
    return steps


def on_the_disk(course):
    """Names, modes and sizes of all that a recorder writes."""
    found = [*(course.root / "autograded").rglob("*"), *(course.root / "grading").iterdir(), *course.root.glob("*.db*")]
    return sorted((str(each), each.lstat().st_mode, each.is_dir() or each.lstat().st_size) for each in found)


def killed(do):
    """Do it in a fork; ``do`` gets the fork's id in this process, None in the fork."""
    fork = os.fork()
    if not fork:
        with contextlib.suppress(BaseException):
            do(None)
        os._exit(0)
    do(fork)
    return os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]) == -signal.SIGKILL


def kill_at_steps(before: str, batch: dict, after: tuple, folder: str) -> list[str]:
    """Kill at each step in turn, go on with the batch, and name what is then not as it should be."""
    before, folder = Course(Path(before)), Path(folder)
    steps = steps_of_recording(copy_course(before, folder / "dry"), batch)
    wrong = [] if len(steps) > 40 else [f"there were only {len(steps)} steps"]
    for step in steps:
        course = copy_course(before, folder / f"step-{step}")
        if not killed(lambda fork, step=step, course=course: fork or steps_of_recording(course, batch, step)):
            wrong.append(f"{step}: not killed")
        wrong += [f"{step}: {each}" for each in go_on(course, batch, after)]
    return wrong


def kill_at_moments(before: str, batch: dict, after: tuple, folder: str, shares: list[float]) -> list[str]:
    """The same at moments, given as shares of the time that the batch takes."""
    before, folder = Course(Path(before)), Path(folder)
    began = time.perf_counter()
    grade_batch(copy_course(before, folder / "whole"), batch)
    takes = time.perf_counter() - began
    wrong = []
    for number, share in enumerate(shares):
        course = copy_course(before, folder / f"moment-{number}")

        def do(fork, share=share, course=course):
            if fork:
                time.sleep(share * takes)
                os.kill(fork, signal.SIGKILL)
            else:
                grade_batch(course, batch, lambda student: (course.root / f"done-{student}").touch())

        killed(do)
        wrong += [f"{share}: {each}" for each in go_on(course, batch, after)]
    return wrong


def go_on(course, batch, after):
    """Start again after the kill; what is then wrong."""
    done = {each.name.removeprefix("done-") for each in course.root.glob("done-*")}
    twice = done & set(grade_batch(course, batch))
    found = state(course)
    parts = zip(("gradebook", "folders", "leftovers", "journal"), found, after, strict=True)
    return [f"{sorted(twice)} graded twice"] * bool(twice) + [name for name, one, other in parts if one != other]


def state(course):
    """All that a batch leaves, with nothing of how it came about."""
    hidden = sorted(each.name for each in course.root.glob("autograded/*/.*"))
    journal = read_journal(journal_path(course.root, ASSIGNMENT))
    return rows_of(gradebook_of(course)), {each: files_of(course, each) for each in STUDENTS}, hidden, journal


def test_the_uninterrupted_batch(after):
    rows, files, hidden, journal = after
    assert [bool(files[student]) for student in STUDENTS] == [True, False, True, True]
    assert "old.txt" not in files["regraded"]
    assert not hidden
    assert {student: entry.status for student, entry in journal.items()} == {
        "regraded": "graded",
        "failed": UNREADABLE,
        "new": "graded",
        "unchanged": "graded",
    }
    assert not [row for row in rows["grade"] if "failed)" in row and '"auto_score": null' not in row]


def test_a_kill_after_any_change_of_the_disk(before, after, batch, tmp_path):
    assert run_apart(kill_at_steps, str(before.root), batch, after, str(tmp_path), limit=250) == []


def test_a_kill_at_any_moment(before, after, batch, tmp_path):
    shares = numpy.random.default_rng([5, 0]).uniform(0, 1, 20).tolist()
    assert run_apart(kill_at_moments, str(before.root), batch, after, str(tmp_path), shares, limit=250) == []


def test_half_a_line_in_the_journal_is_no_line(before, tmp_path):
    course = copy_course(before, tmp_path / "course")
    path = journal_path(course.root, ASSIGNMENT)
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    for cut in range(len(whole) - len(lines[-1]), len(whole)):
        path.write_bytes(whole[:cut])
        assert set(read_journal(path)) == {"regraded", "failed"}
    with Recorder(course, ASSIGNMENT) as recorder:
        assert recorder.unfinished == ["unchanged"]
    assert path.read_bytes() == b"".join(lines[:-1])
