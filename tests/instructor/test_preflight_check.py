"""Every submission has a status, whatever lies in its place; a table of what may lie there."""

import json
import os
from dataclasses import replace
from datetime import datetime

import pytest
from preflight_toy import BEST, KNOWN, RIGHT, fill, order, released_content

from cmlib.instructor.course import Course
from cmlib.instructor.outcome import MISSING, NEEDS_A_LOOK, UNREADABLE
from cmlib.instructor.preflight import check
from cmlib.instructor.preflight.check import preflight
from cmlib.instructor.preflight.read_copy import read_copy
from cmlib.instructor.preflight.sizes import Sizes
from cmlib.instructor.sheet import Sheet

NAME = "01_toy.ipynb"


@pytest.fixture(scope="module")
def made(released_course, toy):
    return read_copy(released_course, toy)


@pytest.fixture(scope="module")
def content(released_course):
    return json.dumps(fill(released_content(released_course), task_1=RIGHT, task_2=BEST)).encode()


@pytest.fixture
def school(tmp_path):
    (tmp_path / "nbgrader_config.py").touch()
    (tmp_path / "submitted").mkdir()
    return Course(tmp_path)


@pytest.fixture
def hand_in(school, toy):
    def hand_in(student="s01", **files):
        folder = school.root / "submitted" / student / toy
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        return folder

    return hand_in


def test_a_sound_submission_has_a_sheet_and_no_status(school, toy, made, content, hand_in):
    hand_in(**{NAME: content, "notes.txt": b"n", "timestamp.txt": b"2025-03-01 12:00:00.5 UTC"})
    found = preflight(school, toy, "s01", made)
    assert (found.student, found.status, found.reason, found.flags, found.is_sound) == ("s01", "", "", (), True)
    assert found.submitted_at == datetime(2025, 3, 1, 12, 0, 0, 500_000)
    assert isinstance(found.sheet, Sheet)
    assert (found.sheet.student, found.sheet.assignment, found.sheet.notebook) == ("s01", toy, toy)
    assert found.sheet.files == {"notes.txt": b"n", "timestamp.txt": b"2025-03-01 12:00:00.5 UTC"}
    assert found.sheet.given_files == ()
    assert order(type("", (), {"cells": found.sheet.cells, "notebook": found.notebook})) == KNOWN


@pytest.mark.parametrize(
    "student", ["李明", 'o\'Brien "x"', "a b", "*", "[s01]", "{student_id}", "-f", "s01 ", "张\u3000三", "~"]
)
def test_odd_names_of_students_are_names(school, toy, made, content, hand_in, student):
    hand_in(student, **{NAME: content})
    assert preflight(school, toy, student, made).is_sound


@pytest.mark.parametrize(
    "student", ["", ".", "..", "../s01", "/s01", "a/b", "a\nb", "a\x00b", "\x1b[2J", os.fsdecode(b"\xff")]
)
def test_what_is_no_name_is_refused(school, toy, made, content, hand_in, student):
    hand_in(**{NAME: content})
    found = preflight(school, toy, student, made)
    assert (found.status, found.is_sound, found.sheet) == (NEEDS_A_LOOK, False, None)
    assert found.reason.endswith("cannot be a student's id")
    assert found.reason.isprintable()


def test_a_name_too_long_for_the_disk_is_a_status(school, toy, made):
    found = preflight(school, toy, "s" * 300, made)
    assert (found.status, found.reason) == (NEEDS_A_LOOK, "the submission cannot be read: File name too long")


#: What lies in the student's folder, the status, how the reason begins, and how the flags do.
FOUND = {
    "nothing": ({}, MISSING, f"expected {NAME}, found no notebook", []),
    "other files": ({"a.py": b"", "b": b""}, MISSING, f"expected {NAME}, found no notebook but 'a.py', 'b'", []),
    "only a time": ({"timestamp.txt": b""}, MISSING, f"expected {NAME}, found no notebook", []),
    "another notebook": ({"x.ipynb": b"{}", "a.py": b""}, MISSING, f"expected {NAME}, found 'x.ipynb'", []),
    "a downloaded one": ({"01_toy (1).ipynb": None}, "", "", ["'01_toy (1).ipynb' was taken for 01_toy.ipynb"]),
    "one in a folder": ({"homework/01_toy.ipynb": None}, "", "", ["'homework/01_toy.ipynb' was taken for"]),
    "two downloaded": (
        {"01_toy (1).ipynb": None, "01_toy (2).ipynb": None}, NEEDS_A_LOOK,
        f"expected {NAME}, found '01_toy (1).ipynb', '01_toy (2).ipynb': which one counts?", [],
    ),
    "two, one of the very name": ({NAME: None, "01_toy (1).ipynb": b"{}"}, "", "", []),
    "a byte-order mark": ({NAME: b"\xef\xbb\xbf"}, UNREADABLE, "not a notebook: the file is empty", []),
    "nesting": ({NAME: b"[" * 100_000}, UNREADABLE, "not a notebook: it is nested too deeply", []),
    "a bad cell": ({NAME: b'{"cells": [5]}'}, UNREADABLE, "not a notebook: its cell 1 is no cell", []),
    "a garbage time": ({NAME: None, "timestamp.txt": b"soon"}, "", "", ["timestamp.txt holds no time"]),
    "a time of bytes": ({NAME: None, "timestamp.txt": b"\xff\xfe"}, "", "", ["timestamp.txt holds no time"]),
    "a time out of range": ({NAME: None, "timestamp.txt": b"9" * 30}, "", "", ["timestamp.txt holds no time"]),
    "an empty time": ({NAME: None, "timestamp.txt": b" \n"}, "", "", []),
    "a module's name": ({NAME: None, "numpy.py": b"x"}, "", "", ["would be taken for other code, left out: 'nump"]),
    "checkpoints": ({".ipynb_checkpoints/01_toy-checkpoint.ipynb": None}, MISSING, f"expected {NAME}, found no", []),
    "an empty notebook": ({NAME: b'{"cells": []}'}, "", "", ["missing answers: ", "missing, put back: "]),
}  # fmt: skip


@pytest.mark.parametrize("what", FOUND)
def test_whatever_lies_there_has_a_status(school, toy, made, content, hand_in, what):
    files, status, reason, flags = FOUND[what]
    hand_in(**{path: content if given is None else given for path, given in files.items()})
    found = preflight(school, toy, "s01", made)
    assert (found.status, found.reason[: len(reason) or None]) == (status, reason)
    assert found.is_sound == (status == "") == (found.sheet is not None) == (found.notebook is not None)
    assert len(found.flags) == len(flags)
    assert all(flag.startswith(beginning) for flag, beginning in zip(found.flags, flags, strict=True)), found.flags


def _place(path, what, tmp_path):
    """Put something else than a file or folder where one belongs."""
    if what == "link":
        path.symlink_to(tmp_path / "other")
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "file":
        path.write_bytes(b"x")
    else:
        path.mkdir()


@pytest.mark.parametrize(
    ("where", "what", "status", "reason"),
    [
        ("submitted/s01", "link", NEEDS_A_LOOK, "the folder 's01' is a symbolic link, which is not followed"),
        ("submitted/s01", "file", MISSING, "expected a folder 's01', found a file"),
        ("submitted/s01/01_toy", "link", NEEDS_A_LOOK, "the folder '01_toy' is a symbolic link, which is not followed"),
        ("submitted/s01/01_toy", "file", MISSING, "expected a folder '01_toy', found a file"),
        ("submitted/s01/01_toy", "pipe", MISSING, "expected a folder '01_toy', found a named pipe"),
        ("submitted/s01/01_toy/01_toy.ipynb", "link", NEEDS_A_LOOK, f"{NAME} is a symbolic link, which is not read"),
        ("submitted/s01/01_toy/01_toy.ipynb", "pipe", NEEDS_A_LOOK, f"{NAME} is a named pipe, which is not read"),
        ("submitted/s01/01_toy/01_toy.ipynb", "folder", MISSING, f"expected {NAME}, found no notebook"),
    ],
)
def test_something_else_in_its_place_is_never_followed(
    school, toy, made, content, tmp_path, where, what, status, reason
):
    (tmp_path / "other/01_toy").mkdir(parents=True)
    (tmp_path / "other/01_toy/01_toy.ipynb").write_bytes(content)
    (tmp_path / where).parent.mkdir(parents=True, exist_ok=True)
    _place(tmp_path / where, what, tmp_path)
    found = preflight(school, toy, "s01", made)
    assert (found.status, found.reason) == (status, reason)
    assert found.sheet is None


def test_the_instructors_own_link_to_the_submissions_is_followed(school, toy, made, content, hand_in, tmp_path):
    hand_in(**{NAME: content})
    (tmp_path / "submitted").rename(tmp_path / "disk")
    (tmp_path / "submitted").symlink_to(tmp_path / "disk")
    assert preflight(school, toy, "s01", made).is_sound


def test_nobody_handed_in_anything(school, toy, made):
    (school.root / "submitted").rmdir()
    found = preflight(school, toy, "s01", made)
    assert (found.status, found.reason) == (MISSING, f"expected {NAME}, found no notebook")


def test_too_large_a_notebook_is_not_even_read(school, toy, made, content, hand_in, monkeypatch):
    hand_in(**{NAME: content})
    assert preflight(school, toy, "s01", made, sizes=Sizes(notebook=len(content))).is_sound
    monkeypatch.setattr(check, "decode", None)
    found = preflight(school, toy, "s01", made, sizes=Sizes(notebook=len(content) - 1))
    assert (found.status, found.reason) == (UNREADABLE, "the notebook has 0.0 MB; at most 0.0 MB are read")


def test_the_sheet_tells_which_files_are_the_instructors(school, toy, made, content, hand_in):
    with_files = replace(
        made, files={"data.csv": b"1", "a.py": b"1", "b.py": b"1"}, students_own=frozenset({"a.py", "b.py"})
    )
    hand_in(**{NAME: content, "data.csv": b"2", "a.py": b"2", "b.py": b"1", "mine.txt": b"1"})
    sheet = preflight(school, toy, "s01", with_files).sheet
    assert sheet.files == {"data.csv": b"1", "a.py": b"2", "b.py": b"1", "mine.txt": b"1"}
    assert sheet.given_files == ("data.csv", "b.py")


def test_a_folder_that_may_not_be_listed_is_a_status_and_closed_again(school, toy, made, content, hand_in, monkeypatch):
    hand_in(**{NAME: content})
    before = len(os.listdir("/dev/fd"))

    def shut(folder):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", shut)
        found = preflight(school, toy, "s01", made)
    assert (found.status, found.reason) == (NEEDS_A_LOOK, "the submission cannot be read: Permission denied")
    assert len(os.listdir("/dev/fd")) == before


@pytest.mark.parametrize(("size", "known"), [(100, True), (101, False)])
def test_a_time_takes_no_more_than_a_hundred_bytes(school, toy, made, content, hand_in, size, known):
    hand_in(**{NAME: content, "timestamp.txt": b"2025-03-01".ljust(size)})
    found = preflight(school, toy, "s01", made)
    assert found.submitted_at == (datetime(2025, 3, 1) if known else None)
    assert len(found.flags) == (not known)


def test_beside_a_notebook_in_a_folder_below_lie_that_folders_files(school, toy, made, content, hand_in):
    hand_in(**{f"homework/{NAME}": content, "homework/data/x.csv": b"1", "top.csv": b"2"})
    assert preflight(school, toy, "s01", made).sheet.files == {"data/x.csv": b"1"}


def test_a_time_is_known_even_if_the_notebook_is_not(school, toy, made, hand_in):
    hand_in(**{"timestamp.txt": b"2025-03-01 12:00:00 Asia/Shanghai"})
    found = preflight(school, toy, "s01", made)
    assert (found.status, found.submitted_at) == (MISSING, datetime(2025, 3, 1, 4))


def _writer(monkeypatch, act, times):
    """Do something to the folder each time its notebook was decoded, so many times."""
    decode, done = check.decode, []

    def decode_and_act(*given):
        if len(done) < times:
            done.append(act())
        return decode(*given)

    monkeypatch.setattr(check, "decode", decode_and_act)
    return done


def test_a_folder_that_changes_once_is_read_again(school, toy, made, content, hand_in, monkeypatch):
    folder = hand_in(**{NAME: content})
    acts = _writer(monkeypatch, lambda: (folder / "late.txt").write_bytes(b"late"), 1)
    found = preflight(school, toy, "s01", made)
    assert (found.status, found.sheet.files["late.txt"], len(acts)) == ("", b"late", 1)


def test_a_folder_that_goes_on_changing_needs_a_look(school, toy, made, content, hand_in, monkeypatch):
    folder = hand_in(**{NAME: content})
    counter = iter(range(100))
    acts = _writer(monkeypatch, lambda: (folder / f"late {next(counter)}.txt").write_bytes(b""), 100)
    found = preflight(school, toy, "s01", made)
    assert (found.status, found.reason) == (NEEDS_A_LOOK, "'the folder' changed while it was read; grade it again")
    assert len(acts) == 2


def test_a_folder_that_vanishes_is_missing(school, toy, made, content, hand_in, monkeypatch):
    folder = hand_in(**{NAME: content})
    _writer(monkeypatch, lambda: ((folder / NAME).unlink(), folder.rmdir()), 1)
    found = preflight(school, toy, "s01", made)
    assert (found.status, found.reason) == (MISSING, f"expected {NAME}, found no notebook")


@pytest.mark.parametrize("shut", ["s01", "01_toy", NAME, "timestamp.txt"])
def test_what_may_not_be_read_is_a_status_or_a_flag(school, toy, made, content, hand_in, monkeypatch, shut):
    hand_in(**{NAME: content, "timestamp.txt": b"2025-03-01"})
    opened = os.open

    def guarded(name, *arguments, **more):
        if name == shut:
            raise PermissionError(13, "Permission denied", name)
        return opened(name, *arguments, **more)

    monkeypatch.setattr(os, "open", guarded)
    found = preflight(school, toy, "s01", made)
    if shut == "timestamp.txt":
        assert (found.status, found.submitted_at, len(found.flags)) == ("", None, 2)
    else:
        assert (found.status, found.reason) == (NEEDS_A_LOOK, "the submission cannot be read: Permission denied")


@pytest.mark.parametrize(
    "error", [MemoryError("no memory"), RecursionError("deep"), KeyError("odd"), ValueError("a\n b")]
)
def test_even_a_fault_of_ours_is_one_students_status(school, toy, made, content, hand_in, monkeypatch, error):
    hand_in(**{NAME: content})

    def raises(*given):
        raise error

    monkeypatch.setattr(check, "rebuild", raises)
    found = preflight(school, toy, "s01", made)
    assert (found.status, found.reason) == (NEEDS_A_LOOK, f"{type(error).__name__}: {error}".replace("\n", ""))


def test_a_course_may_keep_submissions_elsewhere(school, toy, made, content):
    folder = school.root / "work" / toy / "in" / "s01"
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(content)
    elsewhere = replace(made, submitted="work/{assignment_id}/in/{student_id}")
    assert preflight(school, toy, "s01", elsewhere).is_sound
    assert preflight(school, toy, "s01", made).status == MISSING
