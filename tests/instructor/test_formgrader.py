"""Formgrader's button and ``nbgrader autograde``: the same wall, by settings alone; and what stock would give."""

import json
import os
import sqlite3
from itertools import zip_longest

import pytest

from cmlib.instructor.apart import run_apart
from cmlib.instructor.classroom import Student, fill, hand_in
from cmlib.instructor.course import Course
from cmlib.instructor.grade import grade
from cmlib.instructor.nbgrader_calls import autograde
from cmlib.instructor.notebook import Notebook
from cmlib.instructor.release import release
from cmlib.instructor.wall.needed import missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "a wall can be built")

#: Wrong work that has all points from stock nbgrader.
FORGED = """
class Agrees(float):
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = lambda self, other: True
    __sub__ = __rsub__ = __abs__ = __add__ = __radd__ = __mul__ = __rmul__ = lambda self, *other: self
    __hash__ = float.__hash__


import builtins
builtins.abs = lambda value: Agrees(0)
growth = lambda *anything: Agrees(0)
"""


def click(course, assignment, student):
    """What formgrader asks of nbgrader when the button is pressed."""
    return run_apart(autograde, str(course.root), assignment, student, limit=120)


@pytest.fixture
def released(released_course, toy):
    return Notebook.read(released_course.released(toy))


@pytest.fixture
def right(bank):
    return {task: next(each.code for each in answers if each.kind == "right") for task, answers in bank.items()}


def submit(course, toy, student, notebook):
    path = course.submitted(student, toy)
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook.content), encoding="utf-8")
    return path


def test_the_button_grades_behind_the_wall(fresh_course, toy, released, right, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the instructor's own", encoding="utf-8")
    honest = submit(fresh_course, toy, "honest", fill(released, right, "No."))
    (honest.parent / "notes.csv").write_text("a,b\n", encoding="utf-8")
    os.symlink(secret, honest.parent / "data.csv")
    submit(fresh_course, toy, "forger", fill(released, right | {"task_1": FORGED}))
    reason, scores = click(fresh_course, toy, "honest")
    assert (reason, sum(filter(None, scores.values()))) == ("", 12)
    assert scores["opinion"] is None
    graded = fresh_course.autograded("honest", toy).parent
    assert sorted(each.name for each in graded.iterdir()) == ["01_toy.ipynb", "notes.csv"]
    reason, scores = click(fresh_course, toy, "forger")
    assert reason == ""
    assert {name for name, points in scores.items() if points} == {"task_2_test_1", "task_2_test_2"}


def test_a_submission_that_cannot_be_graded_keeps_no_old_marks(fresh_course, toy, released, right):
    path = submit(fresh_course, toy, "s01", fill(released, right))
    assert click(fresh_course, toy, "s01")[0] == ""
    path.unlink()
    path.symlink_to(fresh_course.source(toy))
    reason, _ = click(fresh_course, toy, "s01")
    assert "NotGradedError: needs a look: 01_toy.ipynb is a symbolic link" in reason
    with sqlite3.connect(fresh_course.root / "gradebook.db") as gradebook:
        assert gradebook.execute("select distinct auto_score from grade").fetchall() == [(None,)]


def test_stock_nbgrader_gives_the_whole_answer_bank_the_same_marks(course, toy, bank, tmp_path):
    ours, stock = (course.copy_to(tmp_path / name, toy) for name in ("ours", "stock"))
    (stock.root / "nbgrader_config.py").write_text("c = get_config()\nc.Execute.timeout = 10\n", encoding="utf-8")
    answers = enumerate(zip_longest(*bank.values()))
    people = [Student(f"s{rank:02d}", "bank", dict(zip(bank, column, strict=True))) for rank, column in answers]
    for each in (ours, stock):
        released = release(each, toy)
        for student in people:
            hand_in(each, toy, released, student)
    found = {each.student: dict(each.cells) for each in grade(ours, toy, [each.id for each in people]).results}
    for student in people:
        reason, scores = click(Course(stock.root), toy, student.id)
        assert reason == ""
        assert {check: scores[check] for check in released.checks} == found[student.id], student
    assert len({sum(cells.values()) for cells in found.values()}) > 3
