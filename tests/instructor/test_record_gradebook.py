"""What `Recorder` writes, what it makes of statuses without marks, and what it takes for done."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from recording import (
    ASSIGNMENT,
    SECOND,
    copy_course,
    files_of,
    gradebook_of,
    outcome_of,
    ran,
    record,
    released,
    rows_of,
    stock,
    submission,
)

from cmlib.instructor.outcome import MISSING, NEEDS_A_LOOK, TIMED_OUT, UNREADABLE, CellOutcome, Outcome
from cmlib.instructor.record.journal import journal_path, read_journal
from cmlib.instructor.record.recorder import Recorder


@pytest.fixture
def course(tmp_path):
    return copy_course(released(), tmp_path / "course")


def grades(course, *columns):
    query = f"""
        select base_cell.name, {", ".join(columns)}
        from grade join base_cell on base_cell.id = grade.cell_id order by base_cell.name
    """
    with closing(sqlite3.connect(course.root / "gradebook.db")) as gradebook:
        return {row[0]: row[1:] if len(columns) > 1 else row[1] for row in gradebook.execute(query)}


def execute(course, statement):
    with closing(sqlite3.connect(course.root / "gradebook.db")) as gradebook, gradebook:
        gradebook.execute(statement)


def test_marks_that_can_be_checked_with_a_pencil(course):
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission("right", "wrong"))
    assert grades(course, "auto_score", "needs_manual_grade") == {
        "total_test": (2, 0),
        "total_part": (1.5, 0),
        "code_by_hand": (0, 0),  # as it was released
        "opinion": (None, 1),
        "picture": (None, 1),
        "rate_test": (0, 0),
        "why": (0, 0),
    }


@pytest.mark.parametrize("status", [UNREADABLE, NEEDS_A_LOOK, MISSING])
def test_what_cannot_be_graded_leaves_no_old_mark_and_no_old_notebook(course, status):
    execute(course, "update assignment set duedate = '2026-03-01 00:00:00.000000'")
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as settings:
        settings.write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission("right", "blank", "2026-03-02 00:00:00 UTC"))
    execute(course, "update grade set manual_score = 1, extra_credit = 2, needs_manual_grade = 0")
    execute(course, "update comment set manual_comment = 'human'")
    with Recorder(course, ASSIGNMENT) as recorder:
        recorder.clear(
            Outcome("s1", status, "the reason", flags=("a flag",), seconds=2.5), "new", "2026-03-03 00:00:00 UTC"
        )
        entry = recorder.entry("s1")
    assert (entry.status, entry.reason, entry.flags, entry.seconds) == (status, "the reason", ("a flag",), 2.5)
    assert not entry.graded
    assert set(grades(course, "auto_score", "manual_score", "extra_credit", "needs_manual_grade").values()) == {
        (None, 1, 2, 1)
    }
    rows = rows_of(gradebook_of(course))
    assert all('"late_submission_penalty": null' in row for row in rows["submitted_notebook"])
    assert all('"auto_comment": null, "manual_comment": "human"' in row for row in rows["comment"])
    assert "2026-03-03" in rows["submitted_assignment"][0]
    assert not (course.root / "autograded/s1" / ASSIGNMENT).exists()


def test_a_first_submission_without_marks_is_known_as_nbgrader_knows_it(course):
    with Recorder(course, ASSIGNMENT) as recorder:
        recorder.clear(Outcome("broken", UNREADABLE), "1")
        recorder.clear(Outcome("absent", MISSING), "2")
    assert len(rows_of(gradebook_of(course))["student"]) == 1
    assert set(grades(course, "auto_score", "needs_manual_grade").values()) == {(None, 1)}


def test_one_of_two_notebooks_cannot_be_graded(course):
    first = ran(ASSIGNMENT, {"total": "total = 300"})
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission())
        outcomes = {ASSIGNMENT: outcome_of("s1", first), SECOND: Outcome("s1", UNREADABLE, "cut off", seconds=1.0)}
        recorder.record(outcomes, {ASSIGNMENT: first}, {}, "2")
        entry = recorder.entry("s1")
    assert (entry.status, entry.reason, entry.seconds) == (UNREADABLE, "second: cut off", 1.0)
    assert entry.cells["credit/total_test"].points == 2
    assert "second/rate_test" not in entry.cells
    found = grades(course, "auto_score")
    assert (found["total_test"], found["rate_test"], found["why"]) == (2, None, None)
    assert list(files_of(course, "s1")) == ["credit.ipynb", "data/customers.csv"]


def test_a_mark_of_nothing_for_a_missing_notebook_does_not_outlive_it(course):
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission(total=""))
        assert set(grades(course, "auto_score", "needs_manual_grade").values()) >= {(0, 0)}
        assert grades(course, "auto_score", "needs_manual_grade")["picture"] == (0, 0)
        record(recorder, "s1", submission())
    assert grades(course, "auto_score", "needs_manual_grade")["picture"] == (None, 1)


def test_a_test_that_was_not_judged_is_for_a_human_and_impossible_points_are_refused(course):
    notebook = ran(ASSIGNMENT)
    number = next(n for n, cell in enumerate(notebook.cells) if cell.metadata.nbgrader.grade_id == "total_test")
    with Recorder(course, ASSIGNMENT) as recorder:
        before = rows_of(gradebook_of(course))
        for points in (2.1, -0.1, float("nan"), float("inf")):
            outcome = Outcome("s1", TIMED_OUT, cells={number: CellOutcome(number, points=points)})
            with pytest.raises(ValueError, match="'total_test' can earn 0 to 2 points"):
                recorder.record(outcome, {ASSIGNMENT: notebook}, {}, "1")
        assert rows_of(gradebook_of(course)) == before
        outcome = Outcome(
            "s1", TIMED_OUT, cells={number: CellOutcome(number, "timed out", points=2, message="slow", remark="r")}
        )
        recorder.record(outcome, {ASSIGNMENT: notebook}, {}, "1")
        cells = recorder.entry("s1").cells
    assert (cells["credit/total_test"].became, cells["credit/total_test"].message) == ("timed out", "slow")
    assert cells["credit/code_by_hand"].unanswered
    assert not cells["credit/total_test"].unanswered
    found = grades(course, "auto_score", "needs_manual_grade")
    assert found["total_test"] == (2, 0)
    assert found["total_part"] == (None, 1)
    assert found["rate_test"] == (0, 0)


def test_what_is_already_done(course):
    files = submission()
    with Recorder(course, ASSIGNMENT) as recorder:
        assert not recorder.already("s1", "1")
        record(recorder, "s1", files, "1")
        assert recorder.entry("s1").gradebook == "sqlite:///gradebook.db"
        recorder.clear(Outcome("s2", UNREADABLE), "2")
        recorder.clear(Outcome("s3", NEEDS_A_LOOK), "3")
        recorder.clear(Outcome("s4", MISSING), "4")
    with Recorder(course, ASSIGNMENT) as recorder:
        done = {name: recorder.already(name, name[1:]) for name in ("s1", "s2", "s3", "s4")}
        assert done == {"s1": True, "s2": True, "s3": False, "s4": True}
        assert not recorder.already("s1", "2")
    moved = copy_course(course, course.root.parent / "moved")
    with Recorder(moved, ASSIGNMENT) as recorder:
        assert recorder.already("s1", "1")
    (course.root / "other.db").write_bytes((course.root / "gradebook.db").read_bytes())
    with Recorder(course, ASSIGNMENT, f"sqlite:///{course.root}/other.db") as recorder:
        assert not recorder.already("s1", "1")
    execute(course, "delete from submitted_assignment")
    with Recorder(course, ASSIGNMENT) as recorder:
        assert not recorder.already("s1", "1")
        record(recorder, "s1", files, "1")
        assert recorder.already("s1", "1")
        (course.root / "autograded/s1" / ASSIGNMENT).rename(course.root / "elsewhere")
        assert not recorder.already("s1", "1")


def test_students_who_are_not_in_the_gradebook_may_be_unwelcome(course):
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as settings:
        settings.write("c.Autograde.create_student = False\n")
    execute(course, "insert into student (id) values ('known')")
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "known", submission())
        with pytest.raises(LookupError, match="has no student 'stranger'"):
            record(recorder, "stranger", submission())
        recorder.clear(Outcome("stranger", UNREADABLE), "1")
    assert not (course.root / "autograded/stranger/credit").exists()
    assert [row.split(",")[0] for row in rows_of(gradebook_of(course))["student"]] == ['{"id": "known"']


@pytest.mark.parametrize(
    ("outcomes", "notebooks"),
    [
        (Outcome("s1", "graded"), {}),
        (Outcome("s1", "graded"), {"unknown": "credit"}),
        (Outcome("s1", "graded"), {"credit": "credit", "second": "second"}),
        ({"second": Outcome("s1", "graded")}, {"credit": "credit"}),
    ],
)
def test_each_notebook_needs_its_outcome(course, outcomes, notebooks):
    with Recorder(course, ASSIGNMENT) as recorder, pytest.raises(LookupError, match="an outcome of its own"):
        recorder.record(outcomes, {name: ran(notebook) for name, notebook in notebooks.items()}, {}, "1")


def test_a_cell_that_is_there_twice_is_refused(course):
    notebook = ran(ASSIGNMENT)
    notebook.cells.append(notebook.cells[2])
    with Recorder(course, ASSIGNMENT) as recorder, pytest.raises(ValueError, match="'total_test' more than once"):
        recorder.record(Outcome("s1", "graded"), {ASSIGNMENT: notebook}, {}, "1")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\0b", "\udcff"])
def test_a_student_whom_no_gradebook_can_hold_is_noted(course, name):
    before = rows_of(gradebook_of(course))
    notebook = ran(ASSIGNMENT)
    with Recorder(course, ASSIGNMENT) as recorder:
        with pytest.raises(ValueError, match="a student is named"):
            recorder.record(outcome_of(name, notebook), {ASSIGNMENT: notebook}, {}, "1")
        recorder.clear(Outcome(name, NEEDS_A_LOOK, "what a name"), "1")
    with Recorder(course, ASSIGNMENT) as recorder:
        assert recorder.entry(name).reason == "what a name"
        assert not recorder.already(name, "1")
    assert rows_of(gradebook_of(course)) == before
    assert not (course.root / "autograded").exists()


def test_a_note_touches_neither_marks_nor_folder(course):
    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission(), "1")
        before = rows_of(gradebook_of(course)), files_of(course, "s1")
        recorder.note(Outcome("s1", NEEDS_A_LOOK, "the disk is full"), "2")
        assert (rows_of(gradebook_of(course)), files_of(course, "s1")) == before
        assert recorder.entry("s1").reason == "the disk is full"
        assert not recorder.already("s1", "1")
        assert not recorder.already("s1", "2")


def test_the_time_in_the_gradebook_and_beside_the_notebook(course):
    notebook = ran(ASSIGNMENT)
    outcome = replace(outcome_of("s1", notebook), flags=("odd",))
    with Recorder(course, ASSIGNMENT) as recorder:
        garbage = {"timestamp.txt": b"yesterday \xff"}
        recorder.record(
            outcome, {ASSIGNMENT: notebook}, garbage, "1", datetime(2026, 3, 1, 20, tzinfo=timezone(timedelta(hours=8)))
        )
        assert files_of(course, "s1")["timestamp.txt"][1] == b"2026-03-01 12:00:00.000000 UTC"
        recorder.record(outcome, {ASSIGNMENT: notebook}, garbage, "1")
        assert "timestamp.txt" not in files_of(course, "s1")
        with pytest.raises(ValueError, match="a time is like"):
            recorder.record(outcome, {ASSIGNMENT: notebook}, garbage, "1", "yesterday")
    assert "2026-03-01 12:00:00" in rows_of(gradebook_of(course))["submitted_assignment"][0]
    assert read_journal(journal_path(course.root, ASSIGNMENT))["s1"].flags == ("odd",)


def test_nbgrader_can_go_on_where_we_stopped(course):
    from recording import hand_in

    with Recorder(course, ASSIGNMENT) as recorder:
        record(recorder, "s1", submission("wrong", "wrong"))
    hand_in(course, "s1", submission("right", "right"))
    assert stock(course, "s1") == [""]
    assert grades(course, "auto_score")["total_test"] == 2
