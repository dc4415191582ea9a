"""The same on PostgreSQL, with a server that is started for this test and stopped after it."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
import test_any_course
from recording import ASSIGNMENT, files_of, hand_in, make_course, record, rows_of, stock, submission

from cmlib.__main__ import main
from cmlib.instructor.outcome import UNREADABLE, Outcome
from cmlib.instructor.record.recorder import Recorder
from cmlib.instructor.release import release
from cmlib.instructor.wall.needed import missing

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


@pytest.fixture(scope="module")
def server():
    """The folder of the socket of a running server."""
    pytest.importorskip("psycopg", reason="no driver psycopg is installed")
    if not PROGRAMS:
        pytest.skip("no PostgreSQL server is installed")
    nobody = {"user": "nobody"} if os.geteuid() == 0 else {}  # the server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if nobody:
        shutil.chown(folder, "nobody")
    quiet = {"cwd": folder, "check": True, "timeout": 60, "stdout": subprocess.DEVNULL, **nobody}
    control = PROGRAMS[-1] / "pg_ctl"
    try:
        subprocess.run([PROGRAMS[-1] / "initdb", "-D", folder / "data", "-U", "grader", "-A", "trust", "-N"], **quiet)
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        subprocess.run([control, "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start"], **quiet)
        yield folder
        subprocess.run([control, "-D", folder / "data", "-m", "immediate", "stop"], **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def address(server, request):
    """Makes an empty database; returns its address."""

    def make(name):
        subprocess.run([PROGRAMS[-1] / "createdb", "-h", server, "-U", "grader", name], check=True, timeout=60)
        return f"postgresql+psycopg://grader@/{name}?host={server}"

    return make


def test_the_same_as_nbgrader_on_postgresql(address, tmp_path):
    submissions = {
        "s1": submission(timestamp="2026-03-01 12:00:00 UTC"),
        "s2": submission("wrong", ""),
        "张 三": submission("blank", "wrong"),
    }
    courses, addresses = [], []
    for name in ("stock", "ours"):
        addresses.append(address(name))
        course = make_course(tmp_path / name, f"c.CourseDirectory.db_url = {addresses[-1]!r}\n")
        release(course, ASSIGNMENT)
        courses.append(course)
        for student, files in submissions.items():
            hand_in(course, student, files)
    for _ in range(2):  # the first time and once more
        assert not any(stock(courses[0], *submissions))
        with Recorder(courses[1], ASSIGNMENT) as recorder:
            for student, files in submissions.items():
                record(recorder, student, files, "digest")
                assert recorder.already(student, "digest")
        theirs, ours = (rows_of(each) for each in addresses)
        assert ours == theirs
        for student in submissions:
            assert files_of(courses[1], student) == files_of(courses[0], student)
    assert not (courses[1].root / "gradebook.db").exists()
    with Recorder(courses[1], ASSIGNMENT, addresses[1]) as recorder:
        assert recorder.already("s1", "digest")
        recorder.clear(Outcome("s1", UNREADABLE), "other")
    cleared = [row for row in rows_of(addresses[1])["grade"] if "credit), s1)" in row]
    assert len(cleared) == 7
    assert all('"auto_score": null' in row and '"needs_manual_grade": true' in row for row in cleared)


def test_a_database_that_is_not_there_or_holds_nothing(address, tmp_path, server):
    course = make_course(tmp_path / "course")
    with (
        pytest.raises(LookupError, match="holds no gradebook of nbgrader"),
        Recorder(course, ASSIGNMENT, address("nothing")),
    ):
        pass
    nowhere = f"postgresql+psycopg://grader:secret@/absent?host={server}"
    with pytest.raises(OSError, match="cannot be used") as caught, Recorder(course, ASSIGNMENT, nowhere):
        pass
    assert "secret" not in str(caught.value)
    nobody = nowhere.replace("grader:secret", "nobody")
    with pytest.raises(OSError, match="the server does not let you in"), Recorder(course, ASSIGNMENT, nobody):
        pass


@pytest.mark.skipif(bool(missing()), reason=missing() or "a wall can be built")
def test_a_new_database_is_filled_by_the_commands(address, tmp_path, capsys):
    """As its user would: an address without a driver, a database without anything in it."""
    course = test_any_course.strange_course(tmp_path)
    (course.root / "gradebook.db").unlink()
    named = ["ps1", "--course", str(course.root), "--db", address("marks").replace("+psycopg", "")]
    assert main(["grade", *named]) == 2
    shown = capsys.readouterr().err
    assert "holds no gradebook of nbgrader; release an assignment first: python -m cmlib release NAME, with" in shown
    assert main(["release", *named]) == 0
    assert main(["grade", *named]) == 0
    assert "1 submissions, 1 graded, 0 for a human to look at." in capsys.readouterr().out
    assert main(["export", *named, "--partial", "--out", str(tmp_path / "marks.csv")]) == 0
    assert "bitdiddle" in (tmp_path / "marks.csv").read_text(encoding="utf-8")
    assert not (course.root / "gradebook.db").exists()
