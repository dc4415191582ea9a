"""The journal, the lock and the digest: what holds when several write, and when the disk is full."""

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys

import pytest

from cmlib.instructor.outcome import GRADED, MISSING, NEEDS_A_LOOK, OUT_OF_MEMORY, TIMED_OUT, UNREADABLE, Outcome
from cmlib.instructor.record.digest import digest_of
from cmlib.instructor.record.entry import together
from cmlib.instructor.record.journal import CellEntry, Entry, Journal, read_journal
from cmlib.instructor.record.lock import CourseLock

CELLS = {
    "a": CellEntry("ran", 0.0),
    "b": CellEntry("raised", 1.5, "wrong: 北京\n", "remark"),
    "c": CellEntry("not run"),
    "d": CellEntry("ran", None, unanswered=True),
}
ENTRY = Entry("张 三", GRADED, "d1", "sqlite:///gradebook.db", "why", ("one", "two"), CELLS, 2.5)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "grading/credit.jsonl"


@pytest.fixture
def journal(path):
    journal = Journal(path)
    yield journal
    journal.close()


def test_what_is_written_is_read_again(journal, path):
    assert read_journal(path) == {}
    journal.begin("张 三")
    assert (journal.entry("张 三"), journal.unfinished, read_journal(path)) == (None, ["张 三"], {})
    journal.finish(ENTRY)
    assert journal.entry("张 三") == ENTRY
    assert journal.unfinished == []
    assert read_journal(path) == {"张 三": ENTRY}
    again = Journal(path)
    assert again.entry("张 三") == ENTRY
    again.begin("张 三")
    again.close()
    assert read_journal(path) == {}


def test_no_journal_is_no_students(tmp_path):
    assert read_journal(tmp_path / "absent.jsonl") == {}


@pytest.mark.parametrize(
    ("status", "cells", "settled"),
    [
        (GRADED, CELLS, True),
        (UNREADABLE, {}, True),
        (MISSING, {}, True),
        (NEEDS_A_LOOK, {}, False),
        (NEEDS_A_LOOK, CELLS, True),
    ],
)
def test_only_what_went_wrong_is_worth_another_try(status, cells, settled):
    entry = Entry("s1", status, "d", "g", cells=cells)
    assert (entry.settled, entry.graded) == (settled, bool(cells))


def test_lines_that_are_none_are_passed_over(path, journal):
    journal.finish(ENTRY)
    journal.finish(Entry("s2", MISSING, "d2", "g"))
    line = path.read_bytes().splitlines()[1]
    for damaged in (b"", b"[]", b"7", b"null", b'{"student": "s2"}', line[:-9], b"\xff", b'{"begun": {}}'):
        path.write_bytes(path.read_bytes() + damaged + b"\n")
    assert set(read_journal(path)) == {"张 三", "s2"}
    unknown = json.loads(line) | {"status": "graded", "from a later version": 1}
    path.write_bytes(path.read_bytes() + json.dumps(unknown).encode() + b"\n")
    assert read_journal(path)["s2"].status == MISSING


def test_half_a_line_goes_before_the_next_is_written(path, journal):
    journal.finish(ENTRY)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:50])
    again = Journal(path)
    assert path.read_bytes() == whole
    again.finish(Entry("s2", MISSING, "d2", "g"))
    again.close()
    assert set(read_journal(path)) == {"张 三", "s2"}


@pytest.mark.parametrize("written", [0, 10])
def test_a_line_that_does_not_fit_leaves_nothing(path, journal, monkeypatch, written):
    journal.finish(ENTRY)
    before, write = path.read_bytes(), os.write

    def full(descriptor, text):
        write(descriptor, text[:written])
        if not written:
            raise OSError(errno.ENOSPC, "No space left on device")
        return written

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match=r"No space left|no space is left for .*credit") as caught:
        journal.begin("s2")
    monkeypatch.undo()
    assert caught.value.errno == errno.ENOSPC
    assert path.read_bytes() == before
    assert journal.unfinished == []
    journal.begin("s2")
    assert journal.unfinished == ["s2"]


def test_the_journal_does_not_grow_for_ever(path, journal):
    journal.begin("s2")
    for number in range(200):
        journal.finish(Entry("s1", MISSING, str(number), "g"))
    long = path.read_bytes()
    again = Journal(path)
    assert len(path.read_bytes().splitlines()) == 2
    assert (again.unfinished, again.entry("s1").digest) == (["s2"], "199")
    again.finish(ENTRY)
    again.close()
    assert set(read_journal(path)) == {"s1", "张 三"}
    path.write_bytes(b"".join(long.splitlines(keepends=True)[:100]))
    Journal(path).close()
    assert len(path.read_bytes().splitlines()) == 100  # not yet long enough


def test_a_link_in_place_of_the_journal_is_not_followed(path, tmp_path):
    path.parent.mkdir()
    (tmp_path / "other").write_bytes(b"precious")
    path.symlink_to(tmp_path / "other")
    with pytest.raises(OSError, match="symbolic links"):
        Journal(path)
    assert (tmp_path / "other").read_bytes() == b"precious"


HOLD = """
import os, sys, time
from pathlib import Path
from cmlib.instructor.record.lock import CourseLock
with CourseLock(Path(sys.argv[1])):
    hears, tells = os.pipe()
    if len(sys.argv) > 2 and not os.fork():
        os.write(tells, b".")
        time.sleep(60)
    if len(sys.argv) > 2:
        os.read(hears, 1)  # from here on the fork runs
    print(os.getpid(), flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("more", [[], ["and fork"]])
def test_one_grader_at_a_time_until_it_dies(tmp_path, more):
    path = tmp_path / "course/grading/lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, path, *more], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as other:
        try:
            pid = int(other.stdout.readline())
            with (
                pytest.raises(BlockingIOError, match=rf"process {pid} on .+, since 20\d\d-.+ UTC; wait"),
                CourseLock(path),
            ):
                pass
            os.kill(pid, signal.SIGKILL)  # the fork, if there is one, lives on
            other.wait()
            with CourseLock(path):
                pass
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(other.pid, signal.SIGKILL)


def test_the_lock_is_let_go_and_says_who_has_it(tmp_path):
    path = tmp_path / "course/grading/lock"
    lock = CourseLock(path)
    path.parent.mkdir(parents=True)
    path.write_text("somebody with a very long name " * 20)
    for _ in range(2):
        with lock:
            assert json.loads(path.read_text())["process"] == os.getpid()
            with pytest.raises(BlockingIOError, match=f"process {os.getpid()} on"), CourseLock(path):
                pass
    with lock:
        for said in ("", "[]", '{"process": 1'):
            path.write_text(said)
            with pytest.raises(BlockingIOError, match="it has just started"), CourseLock(path):
                pass


def test_the_digest_tells_all_differences():
    files = [
        ({"a": b"1"}, {}),
        ({}, {"a": b"1"}),
        ({"a": b"2"}, {}),
        ({"b": b"1"}, {}),
        ({"a": b"1", "b": b""}, {}),
        ({"a": b"1"}, {"b": b""}),
        ({"a 1": b""}, {}),
        ({"a": b"11 b 1\n2"}, {}),
        ({"a": b"1", "b": b"2"}, {}),
        ({"\udcff": b""}, {}),
    ]
    assert len({digest_of(*each) for each in files}) == len(files)
    assert digest_of({"a": b"1", "b": b"2"}) == digest_of({"b": b"2", "a": b"1"})
    assert digest_of({"a": b"1"}) != digest_of({"a": b"1"}, {})


def test_several_notebooks_together():
    one = {"n": Outcome("s", TIMED_OUT, "slow", flags=("f",), seconds=1)}
    assert together(one) is one["n"]
    order = [NEEDS_A_LOOK, UNREADABLE, MISSING, OUT_OF_MEMORY, TIMED_OUT, GRADED]
    for better in range(1, len(order)):
        outcomes = {
            "b": Outcome("s", order[better], "bad", flags=("x",), seconds=1),
            "a": Outcome("s", order[better - 1], seconds=2),
        }
        whole = together(outcomes)
        assert (whole.student, whole.status, whole.reason) == ("s", order[better - 1], "b: bad")
        assert (whole.flags, whole.seconds) == (("b: x",), 3)
