"""A gradebook that is locked, full, of another version, or not there."""

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

from cmlib.instructor.record.opening import address, name_of
from cmlib.instructor.record.recorder import Recorder


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
    assert address("postgresql://me:secret@host/name", 7).query == {}
    assert name_of(address("postgresql://me:secret@host/name", 7)) == "postgresql://me:***@host/name"


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
