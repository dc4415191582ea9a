"""A gradebook that is locked, full, of another version, or not there."""

import errno
import sqlite3
import sys
from contextlib import closing

import pytest
from recording import (
    ASSIGNMENT,
    copy_course,
    files_of,
    gradebook_of,
    make_course,
    record,
    released,
    rows_of,
    submission,
)
from sqlalchemy.exc import OperationalError

from cmlib.instructor.record import opening
from cmlib.instructor.record.opening import address, name_of
from cmlib.instructor.record.recorder import Recorder
from cmlib.instructor.record.trouble import explained, said


@pytest.fixture
def course(tmp_path):
    return copy_course(released(), tmp_path / "course")


def test_a_gradebook_that_another_program_keeps_locked(course):
    with Recorder(course, ASSIGNMENT, patience=0.2) as recorder:
        record(recorder, "s1", submission("right", "right") | {"old.txt": b"1"})
        before = rows_of(gradebook_of(course)), files_of(course, "s1")
        with closing(sqlite3.connect(course.root / "gradebook.db", isolation_level=None)) as other:
            other.execute("begin immediate")
            with pytest.raises(TimeoutError, match="another program is writing to it"):
                record(recorder, "s1", submission("wrong", "wrong"))
            other.execute("rollback")
            assert (rows_of(gradebook_of(course)), files_of(course, "s1")) == before
            assert not recorder.already("s1", "2")
            other.execute("begin")
            other.execute("select * from grade").fetchone()  # formgrader reads: no commit meanwhile
            with pytest.raises(TimeoutError, match="another program is writing to it"):
                record(recorder, "s1", submission("wrong", "wrong"))
            other.execute("rollback")
        assert (rows_of(gradebook_of(course)), files_of(course, "s1")) == before
        record(recorder, "s1", submission("wrong", "wrong"), "2")
        assert recorder.already("s1", "2")
    assert rows_of(gradebook_of(course)) != before[0]


def test_a_full_disk_under_the_gradebook(course):
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission())
        before = rows_of(gradebook_of(course)), files_of(course, "s1")
        session = recorder._marks._gradebook.db
        (pages,) = session.connection().exec_driver_sql("pragma page_count").one()
        session.connection().exec_driver_sql(f"pragma max_page_count = {pages}")
        session.rollback()
        full = None
        for number in range(100):
            try:
                record(recorder, f"new{number}", submission())
            except OSError as error:
                full = error, number
                break
        assert full, "the gradebook never was full"
        assert "the disk is full; make room" in str(full[0])
        assert full[0].errno == 28
        assert not (course.root / f"autograded/new{full[1]}" / ASSIGNMENT).exists()
        assert recorder.unfinished == [f"new{full[1]}"]
    assert files_of(course, "s1") == before[1]
    assert [row for row in rows_of(gradebook_of(course))["student"] if f'"new{full[1]}"' in row] == []


def test_patience_is_sqlites_alone_and_shown_to_nobody():
    where = address("sqlite:///gradebook.db", 7)
    assert where.query == {"timeout": "7"}
    assert name_of(where) == "sqlite:///gradebook.db"
    assert address("postgresql+psycopg://me:secret@host/name", 7).query == {}
    assert name_of(address("postgresql+psycopg://me:secret@host/name", 7)) == "postgresql+psycopg://me:***@host/name"


def test_an_address_without_a_driver_gets_the_one_that_is_installed(monkeypatch):
    monkeypatch.setattr(opening, "find_spec", lambda name: name == "psycopg")
    assert address("postgresql://host/name").drivername == "postgresql+psycopg"
    assert address("postgres://host/name").drivername == "postgresql+psycopg"
    assert address("postgresql+psycopg2://host/name").drivername == "postgresql+psycopg2"
    assert address("sqlite:///gradebook.db").query == {}
    monkeypatch.setattr(opening, "find_spec", lambda name: None)
    assert address("postgresql://host/name").drivername == "postgresql"


@pytest.mark.parametrize(
    ("driver", "number", "told"),
    [
        ('FATAL: database "marks" does not exist', errno.EACCES, "the server does not let you in"),
        ('relation "grade" does not exist', errno.EINVAL, "nbgrader db upgrade"),
        ("no space left on device", errno.ENOSPC, "make room"),
        ("attempt to write a readonly database", errno.EROFS, "grade as its owner"),
        ("server closed the connection", errno.EIO, "cannot be used: server closed the connection"),
    ],
)
def test_what_a_driver_says_is_told_with_what_would_help(driver, number, told):
    with pytest.raises(OSError, match=told) as caught, explained("name"):
        raise OperationalError("select", {}, Exception(driver))
    assert caught.value.errno == number
    assert "[Errno" in str(caught.value)
    assert said(caught.value).startswith("the gradebook name cannot be used")


def test_an_error_is_told_without_its_number():
    assert said(OSError(errno.ENOSPC, "No space left on device", "journal")) == "journal: No space left on device"
    assert said(BlockingIOError("another grader")) == "another grader"
    assert said(ValueError("wrong")) == "wrong"


def test_a_driver_that_is_not_installed(course, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    recorder = Recorder(course, ASSIGNMENT, "postgresql+psycopg://me:secret@host/name")
    with (
        pytest.raises(ModuleNotFoundError, match="needs the driver 'psycopg', which is not installed") as caught,
        recorder,
    ):
        pass
    assert "secret" not in str(caught.value)


def test_gradebooks_that_cannot_be_used(course, tmp_path):
    never = make_course(tmp_path / "never")
    with (
        pytest.raises(LookupError, match=r"there is no gradebook .*release an assignment first"),
        Recorder(never, ASSIGNMENT),
    ):
        pass
    assert not (never.root / "gradebook.db").exists()
    with (
        pytest.raises(LookupError, match=r"does not know the assignment 'other', only \['credit'\]"),
        Recorder(course, "other"),
    ):
        pass
    with pytest.raises(ValueError, match="address is like sqlite"):
        Recorder(course, ASSIGNMENT, "my gradebook")
    with pytest.raises(ValueError, match="address is like sqlite"):
        Recorder(course, ASSIGNMENT, "nosuch://x")
    (tmp_path / "text.db").write_text("no database " * 100)
    with (
        pytest.raises(OSError, match="file is not a database"),
        Recorder(course, ASSIGNMENT, f"sqlite:///{tmp_path}/text.db"),
    ):
        pass
    with closing(sqlite3.connect(course.root / "gradebook.db")) as gradebook:
        gradebook.execute("alter table student drop column lms_user_id")
    with pytest.raises(OSError, match="nbgrader db upgrade"), Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission())
    assert not files_of(course, "s1")
