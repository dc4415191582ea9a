"""The whole command, killed at many moments and started again: it leaves what an undisturbed run leaves.

And stopped politely: it says what is kept, and goes on from there.
"""

import os
import shutil
import signal
import sys
import time
from collections import Counter

import numpy
import pytest
from grade_command import (
    RIGHT,
    TOY,
    WRONG,
    adopting_orphans,
    descendants,
    hand_in,
    left_after,
    lines_of_journal,
    said_by,
    start,
    state,
)
from graded_class import record_class

from cmlib.__main__ import main
from cmlib.instructor.course import Course
from cmlib.instructor.wall.needed import missing

pytestmark = pytest.mark.skipif(
    bool(missing()) or sys.platform != "linux", reason=missing() or "orphans can be followed on Linux alone"
)

SEED = [5, 1]
#: Whom to kill, and after how many new lines of the journal; after none is: while everything starts.
KILLS = [("main", 0), ("all", 0), ("main", 1), ("all", 1), ("main", 2), ("all", 2), ("main", 1), ("all", 1)]


@pytest.fixture
def handed_in(fresh_course):
    """Six submissions; of two students an earlier one has been graded, which is worth something else."""
    record_class(fresh_course, TOY, {"s1": {}, "s2": {"lost": {"task_1_test_1": "no"}}})
    for number in range(1, 6):
        hand_in(fresh_course, f"s{number}", RIGHT | (WRONG if number % 2 else {}))
    hand_in(fresh_course, "s6", {}).write_text("{", encoding="utf-8")
    return fresh_course


@pytest.fixture
def undisturbed(handed_in, tmp_path, capsys):
    course = Course(shutil.copytree(handed_in.root, tmp_path / "undisturbed"))
    assert main(["grade", TOY, "--course", str(course.root)]) == 1
    assert "6 submissions, 5 graded, 1 for a human to look at." in capsys.readouterr().out
    return state(course)


def test_killed_at_any_moment_and_started_again(handed_in, undisturbed, tmp_path):
    random = numpy.random.default_rng(SEED)
    (tmp_path / "temporary").mkdir()
    how = {"env": os.environ | {"TMPDIR": str(tmp_path / "temporary")}}
    known = set(descendants())
    with adopting_orphans():
        for whom, more in KILLS:
            before = len(lines_of_journal(handed_in))
            process = start(handed_in, **how)
            if more:
                grow(handed_in, before + more, process)
            time.sleep(random.uniform(0, 0.03) if more else random.uniform(0.5, 4))
            (os.kill if whom == "main" else os.killpg)(process.pid, signal.SIGKILL)
            said_by(process)
            assert process.returncode == -signal.SIGKILL
            assert left_after(10, known) == []
        process = start(handed_in, **how)
        said = said_by(process)
        assert (process.returncode, left_after(10, known)) == (1, [])
    assert "6 submissions, 5 graded, 1 for a human to look at." in said
    assert state(handed_in) == undisturbed
    again = Counter(line["student"] for line in lines_of_journal(handed_in)[4:] if "student" in line)
    assert again == dict.fromkeys(["s1", "s2", "s3", "s4", "s5", "s6"], 1), "somebody was graded twice"
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize(("order", "kill"), [(signal.SIGINT, os.killpg), (signal.SIGTERM, os.kill)])
def test_stopped_politely_it_says_what_is_kept(handed_in, order, kill, tmp_path):
    """Ctrl-C reaches everybody who belongs to a terminal, an order to end the command alone."""
    known = set(descendants())
    with adopting_orphans():
        process = start(handed_in)
        grow(handed_in, len(lines_of_journal(handed_in)) + 3, process)
        kill(process.pid, order)
        said = said_by(process).splitlines()
        assert (process.returncode, left_after(10, known)) == (2, [])
    kept = sum("student" in line for line in lines_of_journal(handed_in)[4:])
    assert said[-1] == (
        f"cmlib grade: stopped; {kept} of 6 submissions are done and kept; run the same command again to go on"
    )
    assert not [line for line in said if "Traceback" in line or "Error" in line]


def grow(course, lines, process):
    """Wait until the journal has so many lines."""
    while len(lines_of_journal(course)) < lines and process.poll() is None:
        time.sleep(0.002)
    assert process.poll() is None, f"the command ended too early: {said_by(process)}"
