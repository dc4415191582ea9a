"""Whatever is handed in, each student gets a status, and no one else is touched."""

import contextlib
import importlib.util
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cmlib.instructor.apart import run_apart
from cmlib.instructor.classroom import Student, fill, hand_in
from cmlib.instructor.grade import GRADED, MISSING, NEEDS_A_LOOK, TIMED_OUT, UNREADABLE, grade
from cmlib.instructor.nbgrader_calls import autograde, reason_of
from cmlib.instructor.notebook import Notebook, grade_id


@pytest.fixture
def released(released_course, toy):
    return Notebook.read(released_course.released(toy))


@pytest.fixture
def right(bank):
    return {task: next(each.code for each in answers if each.kind == "right") for task, answers in bank.items()}


@pytest.fixture
def submit(fresh_course, toy):
    def submit(student, notebook):
        path = fresh_course.submitted(student, toy)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook.content), encoding="utf-8")
        return path

    return submit


def scores_in_gradebook(course, student):
    query = """
        select base_cell.name, grade.auto_score
        from grade join base_cell on base_cell.id = grade.cell_id
        join submitted_notebook on submitted_notebook.id = grade.notebook_id
        join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
        where submitted_assignment.student_id = ?
    """
    with contextlib.closing(sqlite3.connect(course.root / "gradebook.db")) as gradebook:
        return dict(gradebook.execute(query, [student]).fetchall())


def test_a_new_gradebook_is_of_the_layout_that_alembic_names(released_course, tmp_path):
    migrations = Path(importlib.util.find_spec("nbgrader").origin).parent / "alembic"
    (tmp_path / "alembic.ini").write_text(f"[alembic]\nscript_location = {migrations}\n", encoding="utf-8")
    heads = [sys.executable, "-m", "alembic.config", "-c", tmp_path / "alembic.ini", "heads"]
    said = subprocess.run(heads, capture_output=True, text=True, check=True).stdout
    with contextlib.closing(sqlite3.connect(released_course.root / "gradebook.db")) as gradebook:
        ((kept,),) = gradebook.execute("select version_num from alembic_version").fetchall()
    assert said.strip() == f"{kept} (head)"


def test_a_failed_regrade_leaves_no_old_scores(fresh_course, toy, released, right, submit):
    path = submit("s01", fill(released, right, "No."))
    (first,) = grade(fresh_course, toy, ["s01"])
    assert (first.status, first.mark, first.waiting, first.messages) == (GRADED, 12, ("opinion",), {})
    before = scores_in_gradebook(fresh_course, "s01")
    assert {check: before[check] for check in released.checks} == released.checks
    path.write_text("[" * 100_000, encoding="utf-8")
    (second,) = grade(fresh_course, toy, ["s01"])
    assert (second.status, second.mark) == (UNREADABLE, None)
    assert set(scores_in_gradebook(fresh_course, "s01").values()) == {None}
    assert not fresh_course.autograded("s01", toy).exists()


def test_trouble_is_the_status_of_its_own_student(fresh_course, toy, released, right, submit):
    deleted = fill(released, right)
    deleted.content["cells"] = [cell for cell in deleted.cells if grade_id(cell) != "task_1_test_2"]
    submit("deleted-check", deleted)
    cheat = fill(released, right | {"task_2": "import os\nos.kill(os.getppid(), 9)"})
    submit("kills-the-grader", cheat)
    submit("byte-order-mark", fill(released, right)).write_text(
        "\ufeff" + json.dumps(fill(released, right).content), encoding="utf-8"
    )
    submit("no-cells", Notebook({"cells": "none"}))
    edit = fill(released, right)
    edit.cells[3]["metadata"]["nbgrader"]["schema_version"] = 99
    submit("future-schema", edit)
    submit("innocent", fill(released, right))
    names = ["deleted-check", "kills-the-grader", "byte-order-mark", "no-cells", "future-schema", "absent", "innocent"]
    seen = []
    results = grade(fresh_course, toy, names, on_result=seen.append)
    assert sorted(each.student for each in seen) == sorted(names)
    by_name = {each.student: each for each in results}
    assert list(by_name) == names
    status = {name: (each.status, each.mark) for name, each in by_name.items()}
    assert status == {
        "deleted-check": (GRADED, 12),
        "kills-the-grader": (NEEDS_A_LOOK, None),
        "byte-order-mark": (UNREADABLE, None),
        "no-cells": (UNREADABLE, None),
        "future-schema": (NEEDS_A_LOOK, None),
        "absent": (MISSING, None),
        "innocent": (GRADED, 12),
    }
    assert by_name["absent"].reason == "expected 01_toy.ipynb, found no notebook"


def test_a_notebook_that_takes_too_long_as_a_whole_is_stopped(fresh_course, toy, released, right, submit):
    submit("s01", fill(released, right | {"task_1": "import time\ntime.sleep(4)"}))
    (result,) = grade(fresh_course, toy, ["s01"], limit=2)
    assert (result.status, result.mark, result.reason) == (
        TIMED_OUT,
        None,
        "the whole notebook took longer than 2 seconds",
    )


def test_what_fails_once_is_tried_again(fresh_course, toy, released, right, submit, monkeypatch):
    failed = []

    def flaky(function, *arguments, limit):
        if function is autograde and not failed:
            failed.append(arguments)
            return "RuntimeError: Kernel died before replying to kernel_info", {}
        return run_apart(function, *arguments, limit=limit)

    monkeypatch.setattr("cmlib.instructor.grade.run_apart", flaky)
    submit("s01", fill(released, right))
    (result,) = grade(fresh_course, toy, ["s01"])
    assert failed
    assert (result.status, result.mark) == (GRADED, 12)


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        ("Traceback\nqueue.Empty\n\nnbgrader.x.NbGraderException: see above", "queue.Empty"),
        ("ValueError: first\nKeyError: 'second'\nNbGraderException: see above", "KeyError: 'second'"),
        ("[ERROR] the notebook has no cells", "the notebook has no cells"),
        ("NbGraderException: see above", "NbGraderException: see above"),
        ("", "nbgrader gave up without a reason"),
    ],
)
def test_the_reason_is_the_error_behind_nbgraders_own(log, reason):
    assert reason_of({"success": False, "log": log, "error": None}) == reason


def test_an_untouched_task_is_unanswered_and_what_a_check_prints_is_its_message(fresh_course, toy, released, bank):
    hand_in(fresh_course, toy, released, Student("s01", "weak", {"task_1": None, "task_2": bank["task_2"][0]}))
    (result,) = grade(fresh_course, toy, ["s01"])
    assert result.unanswered == ("task_1",)
    assert result.messages["task_2_test_2"] == "best_customer: some other list of sales gives the wrong customer"
    assert result.messages["task_1_test_1"] == "NotImplementedError"


def test_nothing_is_graded_before_the_release(course, toy, tmp_path):
    copy = course.copy_to(tmp_path, toy)
    shutil.rmtree(copy.root / "release", ignore_errors=True)
    with pytest.raises(FileNotFoundError, match="release it first"):
        grade(copy, toy, ["s01"])
