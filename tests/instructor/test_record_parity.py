"""Recording leaves gradebook and folders exactly as ``nbgrader autograde`` does."""

from datetime import datetime

import nbformat
import pytest
from nbgrader.api import Assignment, Gradebook
from recording import (
    ASSIGNMENT,
    copy_course,
    files_of,
    gradebook_of,
    hand_in,
    outcome_of,
    record,
    released,
    rows_of,
    stock,
    submission,
)

from cmlib.instructor.apart import run_apart
from cmlib.instructor.classroom import fill
from cmlib.instructor.course import Course
from cmlib.instructor.nbgrader_calls import autograde
from cmlib.instructor.notebook import Notebook
from cmlib.instructor.outcome import UNREADABLE, Outcome
from cmlib.instructor.record.recorder import Recorder

LATE_RULE = """
from nbgrader.plugins import BasePlugin

class AnHourCostsATenth(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        if student_id == "spared":
            return None
        return {"negative": -1.0, "huge": 1000.0}.get(student_id, score * 0.1 * total_seconds_late / 3600)
"""


@pytest.fixture
def pair(tmp_path):
    """Two copies of the course: one for nbgrader, one for us."""
    return copy_course(released(), tmp_path / "stock"), copy_course(released(), tmp_path / "ours")


def both(pair, submissions):
    """Hand in and grade in both courses."""
    for course in pair:
        for student, files in submissions.items():
            hand_in(course, student, files)
    assert not any(stock(pair[0], *submissions))
    with Recorder(pair[1], ASSIGNMENT) as recorder:
        for student, files in submissions.items():
            record(recorder, student, files)


def in_gradebooks(pair, do):
    """What a human does in formgrader."""
    for course in pair:
        with Gradebook(gradebook_of(course), "lending") as gradebook:
            do(gradebook)
            gradebook.db.commit()
            gradebook.engine.dispose()


def assert_same(pair, *students):
    theirs, ours = (rows_of(gradebook_of(course)) for course in pair)
    for table, rows in theirs.items():
        assert ours[table] == rows, table
    assert len(theirs["grade"]) == 7 * len(students)
    for student in students:
        assert files_of(pair[1], student) == files_of(pair[0], student)


def test_a_class_and_all_that_lies_beside_the_notebooks(pair):
    extra = {
        "own.txt": b"mine",
        "own_code.py": b"# the student's version counts",
        "data/customers.csv": b"the instructor's version counts",
        "data/more.csv": b"1",
        "__pycache__/a.pyc": b"2",
        ".ipynb_checkpoints/credit-checkpoint.ipynb": b"{}",
        ".hidden": b"3",
        "feedback/credit.html": b"4",
        "notes.ipynb": b"{}",
    }
    submissions = {
        "s1": submission(timestamp="2026-03-01 20:00:00 +0800") | extra,
        "s2": submission("wrong", "blank"),
        "张 三": submission("blank", "wrong", "2026-03-02 12:00:00.123456 UTC"),
    }
    both(pair, submissions)
    assert_same(pair, *submissions)
    assert set(files_of(pair[1], "s1")) == {
        "credit.ipynb",
        "second.ipynb",
        "timestamp.txt",
        "own.txt",
        "own_code.py",
        "data/customers.csv",
        "data/more.csv",
        ".hidden",
    }


def test_a_changed_submission_after_a_human_has_graded(pair):
    both(pair, {"s1": submission("right", "wrong", "2026-03-01 12:00:00 UTC") | {"old.txt": b"1"}})

    def grade_by_hand(gradebook):
        for name, points in [("total_test", 1.0), ("opinion", 4.5), ("picture", 6.0)]:
            grade = gradebook.find_grade(name, ASSIGNMENT, ASSIGNMENT, "s1")
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = points, 0.5, False
        gradebook.find_comment("opinion", ASSIGNMENT, ASSIGNMENT, "s1").manual_comment = "Well said."

    in_gradebooks(pair, grade_by_hand)
    both(pair, {"s1": submission("blank", "right")})
    assert_same(pair, "s1")
    (opinion,) = [row for row in rows_of(gradebook_of(pair[1]))["grade"] if "GradeCell, opinion)" in row]
    assert '"auto_score": 0.0, "manual_score": 4.5, "extra_credit": 0.5, "needs_manual_grade": true' in opinion
    assert "old.txt" not in files_of(pair[1], "s1")


def test_a_notebook_of_several_that_was_not_handed_in(pair):
    both(pair, {"s1": submission(rate=""), "s2": submission()})
    both(pair, {"s2": submission(total="")})
    assert_same(pair, "s1", "s2")


def test_a_failure_in_between(pair):
    both(pair, {"s1": submission("right", "right")})
    hand_in(pair[0], "s1", {"credit.ipynb": b"{"})
    assert stock(pair[0], "s1") != [""]
    with Recorder(pair[1], ASSIGNMENT) as recorder:
        recorder.clear(Outcome("s1", UNREADABLE, "cut off"), "digest")
    both(pair, {"s1": submission("wrong", "right", "2026-03-05 12:00:00 UTC")})
    assert_same(pair, "s1")


@pytest.mark.parametrize(
    ("settings", "rule"),
    [
        ('c.LateSubmissionPlugin.penalty_method = "zero"', ""),
        ('c.AssignLatePenalties.plugin_class = "late_rule_of_this_course.AnHourCostsATenth"', LATE_RULE),
    ],
)
def test_late_submissions(tmp_path, settings, rule):
    pair = copy_course(released(), tmp_path / "stock"), copy_course(released(), tmp_path / "ours")
    for course in pair:
        with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
            file.write(settings + "\n")
        if rule:
            (course.root / "late_rule_of_this_course.py").write_text(rule, encoding="utf-8")

    def due(gradebook):
        gradebook.db.query(Assignment).one().duedate = datetime(2026, 3, 1, 12)

    in_gradebooks(pair, due)
    in_time, late = "2026-03-01 12:00:00 UTC", "2026-03-01 14:00:00 UTC"
    students = ["late", "extended", "spared", "negative", "huge"] if rule else ["late", "extended"]
    both(pair, {"punctual": submission(timestamp=in_time)} | {each: submission(timestamp=late) for each in students})
    in_gradebooks(pair, lambda gradebook: gradebook.grant_extension(ASSIGNMENT, "extended", hours=1))
    both(pair, {"extended": submission(timestamp=late), "late": submission(timestamp=in_time)})
    assert_same(pair, "punctual", *students)
    assert any("null" not in row for row in rows_of(gradebook_of(pair[1]))["submitted_notebook"])


def test_the_toy_course_that_was_run(fresh_course, toy, bank, tmp_path):
    """As everywhere else, but nbgrader runs the notebooks, in its own way."""
    with open(fresh_course.root / "nbgrader_config.py", "a", encoding="utf-8") as settings:
        settings.write(
            "for steps in ('sanitize_preprocessors', 'autograde_preprocessors'):\n    c.Autograde.pop(steps, None)\n"
        )
    released_toy = Notebook.read(fresh_course.released(toy))
    right = {task: next(each.code for each in answers if each.kind == "right") for task, answers in bank.items()}
    wrong = {"task_1": "1 / 0", "task_2": "import sys\nprint('so', file=sys.stderr)"}
    ours = Course(copy_course(fresh_course, tmp_path / "ours").root)
    for student, codes, opinion in [("s1", right, "No."), ("s2", wrong, "")]:
        path = fresh_course.submitted(student, toy)
        path.parent.mkdir(parents=True)
        nbformat.write(nbformat.from_dict(fill(released_toy, codes, opinion).content), path)
        reason, _ = run_apart(autograde, str(fresh_course.root), toy, student, limit=120)
        assert not reason
        executed = nbformat.read(fresh_course.autograded(student, toy), as_version=4)
        with Recorder(ours, toy) as recorder:
            recorder.record(outcome_of(student, executed), {toy: executed}, {}, "digest")
        assert ours.autograded(student, toy).read_bytes() == fresh_course.autograded(student, toy).read_bytes()
    assert rows_of(gradebook_of(ours)) == rows_of(gradebook_of(fresh_course))
