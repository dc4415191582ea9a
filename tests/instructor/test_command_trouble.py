"""Disk, gradebook or submissions are not as they should be: the command says so, and a second run finishes the job."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from functools import partial

import pytest
from grade_command import RIGHT, TOY, hand_in, lines_of_journal, said_by, start

from cmlib.__main__ import main
from cmlib.instructor import grade as grading
from cmlib.instructor.course import Course
from cmlib.instructor.outcome import GRADED
from cmlib.instructor.preflight.folder import Folder
from cmlib.instructor.record.recorder import Recorder
from cmlib.instructor.wall.needed import missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "a wall can be built")

FULL, LOCKED = "the disk is full; make room, then grade again", "another program is writing to it"


@pytest.fixture
def handed_in(fresh_course):
    for number in range(1, 6):
        hand_in(fresh_course, f"s{number}", RIGHT)
    return fresh_course


@pytest.fixture
def grade(capsys):
    """Run the command in this process; gives the exit status and what it said, of its errors the last line."""

    def grade(course, *options):
        status = main(["grade", TOY, "--course", str(course.root), *options])
        shown = capsys.readouterr()
        return status, shown.out or shown.err.splitlines(keepends=True)[-1]

    return grade


@pytest.fixture
def small_disk(tmp_path):
    """A folder that is a disk of its own; gives it, and a function that mounts it anew."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(*options):
        return subprocess.run(["mount", *options, folder], capture_output=True, text=True, check=False)

    if os.geteuid() != 0 or (done := mount("-t", "tmpfs", "-o", "size=1200k", "none")).returncode:
        pytest.skip("a small disk can only be mounted by root" if os.geteuid() else done.stderr)
    yield folder, mount
    subprocess.run(["umount", folder], check=True)


def fill(disk, leave):
    """Fill the disk but for so many bytes."""
    with open(disk / "ballast", "wb") as ballast:
        ballast.write(bytes(shutil.disk_usage(disk).free - leave))


def test_a_disk_that_is_read_only_then_full_then_neither(handed_in, small_disk, grade):
    disk, mount = small_disk
    course = Course(shutil.copytree(handed_in.root, disk / "course"))
    mount("-o", "remount,ro")
    status, said = grade(course)
    assert (status, "cannot be written (Read-only file system)" in said, said.count("\n")) == (2, True, 1), said
    mount("-o", "remount,rw")
    fill(disk, 0)
    status, said = grade(course)
    assert (status, "(No space left on device)" in said, "make room, then grade again" in said) == (2, True, True), said
    (disk / "ballast").unlink()
    fill(disk, 96 * 1024)
    status, said = grade(course)
    assert (status, FULL in said or "could not be written: No space left" in said) == (2, True), said
    graded = {path.parts[-3] for path in course.root.glob("autograded/*/*/*.ipynb")}
    assert 0 < len(graded) < 5, "the disk was not full half-way"
    assert f"{len(graded)} of 5 submissions are done and kept; run the same command again to go on" in said
    (disk / "ballast").unlink()
    status, said = grade(course)
    assert (status, said.count(" 12       5       7       graded")) == (0, 5), said
    finished = Counter(line["student"] for line in lines_of_journal(course) if line.get("status") == GRADED)
    assert finished == dict.fromkeys(("s1", "s2", "s3", "s4", "s5"), 1)


def test_a_gradebook_that_others_hold_open_or_locked(handed_in, grade, monkeypatch):
    (file,) = handed_in.root.glob("*.db")
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("begin immediate")
        with monkeypatch.context() as patched:
            patched.setattr(grading, "Recorder", partial(Recorder, patience=0.3))
            status, said = grade(handed_in)
        assert (status, LOCKED in said, said.count("\n")) == (2, True, 1), said
        assert not list(handed_in.root.glob("autograded/*/*/*.ipynb"))
        other.execute("rollback")
        assert other.execute("select * from student").fetchall() == []

        def record(recorder, *arguments):
            monkeypatch.setattr(Recorder, "record", stock)
            other.execute("begin exclusive")
            release.start()
            stock(recorder, *arguments)

        stock, release = Recorder.record, threading.Timer(2, lambda: other.execute("commit"))
        monkeypatch.setattr(Recorder, "record", record)
        status, said = grade(handed_in)
        assert (status, "5 submissions, 5 graded, 0 for a human" in said) == (0, True), said
        assert len(other.execute("select * from student").fetchall()) == 5


def test_two_graders_at_once(handed_in, grade):
    first = start(handed_in)
    lock = handed_in.root / "grading/lock"
    while first.poll() is None and not (lock.exists() and lock.read_bytes()):
        time.sleep(0.01)
    status, said = grade(handed_in)
    assert (status, said.count("\n")) == (2, 1)
    assert f"another grader is at work: process {first.pid} on " in said
    assert said.endswith("; wait until it is done, or stop it\n")
    assert "5 submissions, 5 graded, 0 for a human to look at." in said_by(first)
    assert first.returncode == 0


def test_submissions_that_change_between_listing_and_reading(handed_in, grade, monkeypatch):
    """``s1`` is sound. Of the others one is deleted, one made a folder, one a pipe, one is written to all the time."""
    gone, folder, pipe, busy = (handed_in.submitted(name, TOY) for name in ("s2", "s3", "s4", "s5"))

    def students(course, assignment):
        monkeypatch.setattr(Course, "students", listed)
        found = listed(course, assignment)
        shutil.rmtree(gone.parent)
        for path in (folder, pipe):
            path.unlink()
        folder.mkdir()
        os.mkfifo(pipe)
        return found

    def read(self, entry):
        content = stock(self, entry)
        if os.fstat(self._root).st_ino == busy.parent.stat().st_ino:
            with open(busy, "ab") as file:
                file.write(b" ")
        return content

    listed, stock = Course.students, Folder.read
    monkeypatch.setattr(Course, "students", students)
    with monkeypatch.context() as patched:
        patched.setattr(Folder, "read", read)
        status, said = grade(handed_in)
    lines = {line.split()[0]: " ".join(line.split()) for line in said.splitlines() if line.startswith("s")}
    assert status == 1, said
    assert lines["s1"] == "s1 12 5 7 graded"
    assert lines["s2"] == "s2 – missing notebook expected 01_toy.ipynb, found no notebook"
    assert lines["s3"] == "s3 – missing notebook expected 01_toy.ipynb, found no notebook"
    assert lines["s4"] == "s4 – needs a look 01_toy.ipynb is a named pipe, which is not read"
    assert lines["s5"] == "s5 – needs a look 'the folder' changed while it was read; grade it again"
    folder.rmdir()
    pipe.unlink()
    for name in ("s2", "s3", "s4"):
        hand_in(handed_in, name, RIGHT)
    status, said = grade(handed_in)
    assert (status, "5 submissions, 5 graded, 0 for a human to look at." in said) == (0, True), said


def test_without_a_wall_one_line_says_how_to_get_one_and_nothing_runs(handed_in, grade, monkeypatch, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in handed_in.root.rglob("*")}
    monkeypatch.setenv("PATH", str(tmp_path))
    status, said = grade(handed_in)
    assert (status, said.count("\n")) == (2, 1)
    assert "there is no wall here: the program bwrap is missing. Install bubblewrap" in said
    assert {path: path.stat().st_mtime_ns for path in handed_in.root.rglob("*")} == before
    status, said = grade(handed_in, "--unsafe", "--student", "s1")
    assert (status, "1 submissions, 1 graded" in said) == (0, True)
    assert "Graded without a wall, as --unsafe asks." in said


def test_where_namespaces_are_refused_it_is_the_same(handed_in):
    """Root in a user namespace in which no further one may be made."""
    refuse = "echo 0 > /proc/sys/user/max_user_namespaces"
    if subprocess.run(["unshare", "-U", "-r", "sh", "-c", refuse], capture_output=True, check=False).returncode:
        pytest.skip("no user namespace can be made here")
    command = [sys.executable, "-m", "cmlib", "grade", TOY, "--course", str(handed_in.root)]
    refused = ["unshare", "-U", "-r", "sh", "-c", f'{refuse}; exec "$@"', "sh", *command]
    done = subprocess.run(refused, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "cmlib grade: there is no wall here: bwrap: " in done.stderr
    assert "Install bubblewrap" in done.stderr
    assert not (handed_in.root / "autograded").exists()
