"""Whatever is handed in, each student gets a status, and no one else is touched."""

import contextlib
import importlib.util
import json
import sqlite3
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from cmlib.instructor import grade as grading
from cmlib.instructor.classroom import Student, fill, hand_in
from cmlib.instructor.grade import grade
from cmlib.instructor.nbgrader_calls import reason_of
from cmlib.instructor.notebook import Notebook, grade_id
from cmlib.instructor.outcome import GRADED, MISSING, NEEDS_A_LOOK, OUT_OF_MEMORY, TIMED_OUT, UNREADABLE
from cmlib.instructor.wall.limits import MEGABYTE, Limits
from cmlib.instructor.wall.needed import missing
from cmlib.instructor.wall.wall import WallMissing

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "a wall can be built")

#: Three processes that together take more than one submission may.
HUNGRY = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        taken = b"x" * 300_000_000
        time.sleep(60)
time.sleep(60)
"""

QUICK = Limits(memory=500 * MEGABYTE, cell_seconds=4, seconds=60)


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


def test_whatever_is_handed_in_each_student_gets_a_status_and_the_innocent_their_marks(
    fresh_course, toy, released, right, submit
):
    """One batch, since each start of the workers costs seconds; the wall's own tests and `tests/hostile` go deeper."""
    everything = dict.fromkeys(right, "")
    submit("right", fill(released, right, "No."))
    deleted = fill(released, right)
    deleted.content["cells"] = [cell for cell in deleted.cells if grade_id(cell) != "task_1_test_2"]
    submit("deleted-check", deleted)
    submit("kills-the-grader", fill(released, right | {"task_2": "import os\nos.kill(os.getppid(), 9)\nos._exit(7)"}))
    submit("byte-order-mark", fill(released, right)).write_text(
        "\ufeff" + json.dumps(fill(released, right).content), encoding="utf-8"
    )
    submit("no-cells", Notebook({"cells": "none"}))
    edit = fill(released, right)
    edit.cells[3]["metadata"]["nbgrader"]["schema_version"] = 99
    submit("future-schema", edit)
    submit("endless", fill(released, right | {"task_1": "while True:\n    pass"}))
    submit("hungry", fill(released, right | {"task_1": HUNGRY}))
    submit("blank", fill(released, everything))
    path = submit("renamed", fill(released, right))
    path.rename(path.with_name("01_toy (1).ipynb"))
    names = sorted(each.name for each in (fresh_course.root / "submitted").iterdir())
    names.insert(3, "absent")
    seen = []
    batch = grade(fresh_course, toy, names, limits=QUICK, on_result=seen.append)
    assert batch.flags == ()
    assert sorted(each.student for each in seen) == sorted(names)
    by_name = {each.student: each for each in batch.results}
    assert list(by_name) == names
    assert {name: (each.status, each.mark) for name, each in by_name.items()} == {
        "right": (GRADED, 12),
        "absent": (MISSING, None),
        "blank": (GRADED, 0),
        "byte-order-mark": (GRADED, 12),
        "deleted-check": (GRADED, 12),
        "endless": (TIMED_OUT, 7),
        "future-schema": (GRADED, 12),
        "hungry": (OUT_OF_MEMORY, 7),
        "kills-the-grader": (GRADED, 5),
        "no-cells": (UNREADABLE, None),
        "renamed": (GRADED, 12),
    }
    assert by_name["right"].messages == {}
    assert by_name["right"].waiting == ("opinion",)
    assert by_name["absent"].reason == "expected 01_toy.ipynb, found no notebook"
    assert by_name["endless"].reason == "ran too long: task_1"
    assert by_name["kills-the-grader"].flags == ("task_2: the student's process ended (exit 7)",)
    assert by_name["renamed"].flags == ("'01_toy (1).ipynb' was taken for 01_toy.ipynb",)
    in_gradebook = scores_in_gradebook(fresh_course, "right")
    assert {check: in_gradebook[check] for check in released.checks} == released.checks
    leave_alone_and_regrade(fresh_course, toy, released, right, submit, names, in_gradebook)


def leave_alone_and_regrade(course, toy, released, right, submit, names, in_gradebook):
    before = {path: path.stat().st_mtime_ns for path in (course.root / "autograded").rglob("*.ipynb")}
    submit("endless", fill(released, right))
    submit("right", Notebook({})).write_text("[" * 100_000, encoding="utf-8")
    by_name = {each.student: each for each in grade(course, toy, names, limits=QUICK).results}
    assert (by_name["endless"].status, by_name["endless"].mark) == (GRADED, 12)
    assert (by_name["right"].status, by_name["right"].mark) == (UNREADABLE, None)
    assert (by_name["hungry"].status, by_name["hungry"].mark) == (OUT_OF_MEMORY, 7)
    assert by_name["renamed"].flags == ("'01_toy (1).ipynb' was taken for 01_toy.ipynb",)
    assert set(scores_in_gradebook(course, "right").values()) == {None}
    assert not course.autograded("right", toy).exists()
    after = {path: path.stat().st_mtime_ns for path in (course.root / "autograded").rglob("*.ipynb")}
    changed = {path.parts[-3] for path in before if before[path] != after.get(path)}
    assert changed == {"endless", "right"}, "a submission that had not changed was graded again"


def test_a_notebook_that_takes_too_long_as_a_whole_is_stopped(fresh_course, toy, released, right, submit):
    submit("s01", fill(released, right | {"task_1": "import time\ntime.sleep(60)", "task_2": "time.sleep(60)"}))
    (result,) = grade(fresh_course, toy, ["s01"], limits=Limits(cell_seconds=50, seconds=6)).results
    assert (result.status, result.mark, result.reason) == (
        TIMED_OUT,
        0,
        "the whole notebook took longer than 6 seconds",
    )


def test_a_worker_that_dies_is_replaced_and_its_submission_tried_again(fresh_course, toy, released, right, submit):
    submit("s01", fill(released, right))
    submit("s02", fill(released, right))
    pools = []

    def workers(jobs):
        pools.append(DyingOnce(first=not pools))
        return pools[-1]

    results = grade(fresh_course, toy, ["s01", "s02"], workers=workers).results
    assert len(pools) == 2
    assert [(each.status, each.mark) for each in results] == [(GRADED, 12)] * 2, results


class DyingOnce(ThreadPoolExecutor):
    """An executor whose first work on a student's sheet breaks it."""

    def __init__(self, first):
        super().__init__(1)
        self.sound = not first

    def submit(self, function, *work):
        if self.sound or function is not grading.grade_sheet:
            return super().submit(function, *work)
        self.sound = True
        broken = Future()
        broken.set_exception(BrokenProcessPool("a process was killed"))
        self.submit = self._refuse
        return broken

    def _refuse(self, *work):
        raise BrokenProcessPool("it was killed before")


def test_a_worker_that_always_fails_is_a_students_status(fresh_course, toy, released, right, submit, monkeypatch):
    submit("s01", fill(released, right))
    monkeypatch.setattr(grading, "grade_sheet", lambda *work: 1 / 0)
    (result,) = grade(fresh_course, toy, ["s01"], workers=ThreadPoolExecutor).results
    assert (result.status, result.mark) == (NEEDS_A_LOOK, None)
    assert result.reason == "the worker failed: ZeroDivisionError: division by zero"


def test_what_cannot_be_recorded_is_its_students_status(fresh_course, toy, released, right, submit, monkeypatch):
    def full(recorder, outcomes, *rest):
        if next(iter(outcomes.values())).student == "s01":
            raise OSError(28, "No space left on device")
        return record(recorder, outcomes, *rest)

    record = grading.Recorder.record
    monkeypatch.setattr(grading.Recorder, "record", full)
    submit("s01", fill(released, right))
    submit("s02", fill(released, right))
    first, second = grade(fresh_course, toy, ["s01", "s02"]).results
    assert (first.status, first.mark) == (NEEDS_A_LOOK, None)
    assert first.reason.startswith("could not be recorded: No space left on device")
    assert (second.status, second.mark) == (GRADED, 12)
    monkeypatch.undo()
    assert [each.mark for each in grade(fresh_course, toy, ["s01", "s02"]).results] == [12, 12]


def test_who_ends_the_process_again_and_again_is_given_up(fresh_course, toy, released, right, submit):
    content = fill(released, right).content
    ending = {
        "cell_type": "code",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": "import os; os._exit(1)",
    }
    content["cells"][1:1] = [ending | {"id": f"added{number}"} for number in range(20)]
    submit("s01", Notebook(content))
    (result,) = grade(fresh_course, toy, ["s01"]).results
    assert (result.status, result.mark) == (GRADED, 0)
    assert result.flags[-1] == "the processes of this submission came to their end 8 times; the rest was not run"


def test_without_a_wall_nothing_is_graded_unless_asked_for(fresh_course, toy, released, right, submit, monkeypatch):
    submit("s01", fill(released, right))
    monkeypatch.setattr(grading, "missing", lambda: "there is no wall here.")
    with pytest.raises(WallMissing, match=r"there is no wall here\."):
        grade(fresh_course, toy, ["s01"])
    assert not fresh_course.autograded("s01", toy).exists()
    (result,) = grade(fresh_course, toy, ["s01"], unsafe=True).results
    assert (result.status, result.mark) == (GRADED, 12)


def test_the_assignment_is_judged_too(fresh_course, toy, released, right, submit):
    source = fresh_course.source(toy)
    content = json.loads(source.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if grade_id(cell) == "task_1_test_1":
            cell["source"] = "assert 'growth' in globals() and globals()['growth'] is get_ipython().user_ns['growth']"
        if grade_id(cell) == "task_2_test_1":
            cell["source"] = "assert False, 'never right'"
    source.write_text(json.dumps(content), encoding="utf-8")
    flags = grade(fresh_course, toy, []).flags
    assert "the reference solution does not pass task_2_test_1: never right" in flags


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
    (result,) = grade(fresh_course, toy, ["s01"]).results
    assert result.unanswered == ("task_1",)
    assert result.messages["task_2_test_2"] == "best_customer: some other list of sales gives the wrong customer"
    assert result.messages["task_1_test_1"] == "your code raised NotImplementedError"


def test_nothing_is_graded_before_the_release(course, toy, tmp_path):
    copy = course.copy_to(tmp_path, toy)
    with pytest.raises(LookupError, match="release an assignment first"):
        grade(copy, toy, ["s01"])


def test_fewer_jobs_than_one_are_refused(fresh_course, toy):
    with pytest.raises(ValueError, match="at least one job, found 0"):
        grade(fresh_course, toy, [], jobs=0)
