"""Feedback as formgrader's button makes it: every message, and no byte of a hidden test."""

import html
import json
import re
import shutil
from itertools import zip_longest

import nbformat
import pytest
from nbgrader.api import Gradebook

from cmlib.instructor.apart import run_apart
from cmlib.instructor.classroom import Student, fill, hand_in
from cmlib.instructor.course import Course
from cmlib.instructor.executed import KEPT
from cmlib.instructor.grade import grade
from cmlib.instructor.leaks import secrets
from cmlib.instructor.nbgrader_calls import _api
from cmlib.instructor.notebook import Notebook, grade_id, source
from cmlib.instructor.wall.needed import missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "a wall can be built")

#: Answers whose errors stock nbgrader would show with the hidden test around them.
TELLING = {
    "raises": {
        "task_1": "def growth(before, after):\n    raise ValueError(f'{before} {after}')",
        "task_2": "best_customer = 5",
    },
    "text": {
        "task_1": "def growth(before, after):\n    return 'x'",
        "task_2": "def best_customer(sales):\n    return sales",
    },
}


def generate_feedback(root, assignment):
    """In a process of its own: nbgrader changes its settings for good."""
    outcome = _api(root).generate_feedback(assignment)
    return outcome["success"], outcome.get("log", "")


@pytest.fixture(scope="module")
def graded(released_course, toy, bank, tmp_path_factory):
    """Every answer of the bank, right ones included, and some that raise; with the feedback on them."""
    folder = tmp_path_factory.mktemp("feedback") / "course"
    shutil.copytree(released_course.root, folder)
    course = Course(folder)
    released = Notebook.read(course.released(toy))
    for number, answers in enumerate(zip_longest(*bank.values())):
        hand_in(course, toy, released, Student(f"bank-{number}", "bank", dict(zip(bank, answers, strict=True))))
    hand_in(course, toy, released, Student("blank", "blank", dict.fromkeys(bank)))
    for name, codes in TELLING.items():
        path = course.submitted(name, toy)
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(fill(released, codes, "Perhaps.").content), encoding="utf-8")
    results = grade(course, toy, course.students(toy)).results
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        opinion = gradebook.find_grade("opinion", toy, toy, "bank-0")
        opinion.manual_score, opinion.needs_manual_grade = 3, False
        gradebook.find_submission_notebook(toy, toy, "bank-0").late_submission_penalty = 1.5
        gradebook.db.commit()
    assert run_apart(generate_feedback, str(folder), toy, limit=100)[0]
    return course, {result.student: result for result in results}


def page_of(course, toy, student):
    return (course.root / "feedback" / student / toy / f"{toy}.html").read_text(encoding="utf-8")


def body_of(page):
    """The text that a browser shows."""
    return html.unescape(re.sub(r"<[^>]+>", "", page[page.index("<body") :]))


def packed(text):
    return "".join(text.split())


def test_no_file_of_the_feedback_holds_a_secret(graded, toy):
    course, _ = graded
    lines, numbers = secrets(Notebook.read(course.source(toy)))
    assert len(lines) > 8
    lines += ["before_874213", "other_lists_551977", "passed_551977", "[('X', 5)", "HIDDEN TESTS", "BEGIN SOLUTION"]
    files = [path for path in (course.root / "feedback").rglob("*") if path.is_file()]
    assert len([path for path in files if path.suffix == ".html"]) == len(course.students(toy))
    for path in files:
        raw = path.read_text(encoding="utf-8")
        # Who handed in a line of the solution may read it.
        own = packed("\n".join(source(cell) for cell in Notebook.read(submitted(course, path, toy)).cells))
        for text in (packed(raw), packed(html.unescape(re.sub(r"<[^>]+>", "", raw)))):
            assert [line for line in lines if packed(line) in text and packed(line) not in own] == [], path
            assert [number for number in numbers if number in text] == []


def submitted(course, path, toy):
    return course.submitted(path.relative_to(course.root / "feedback").parts[0], toy)


def test_every_message_is_there(graded, toy):
    course, results = graded
    assert sum(len(result.messages) for result in results.values()) > 12
    for student, result in results.items():
        shown = body_of(page_of(course, toy, student))
        for message in result.messages.values():
            assert message in shown
        assert shown.count("\npassed\n") == sum(
            points == result.cells[check] for check, points in {"task_1_test_1": 2, "task_1_test_2": 3}.items()
        ) + sum(points == result.cells[check] for check, points in {"task_2_test_1": 3, "task_2_test_2": 4}.items())
        # Only the stub of an answer that was left as it was raises in a student's own cell.
        assert shown.count("Traceback") == ("task_2" in result.unanswered)
        assert "AssertionError" not in shown


def test_a_part_of_the_points_is_said(graded, toy):
    course, results = graded
    (part,) = [name for name, result in results.items() if 0 < result.cells["task_2_test_2"] < 4]
    assert "2 of 4 points: best_customer: some other list of sales gives the wrong customer" in body_of(
        page_of(course, toy, part)
    )


def test_each_task_has_its_total(graded, toy):
    course, results = graded
    shown = page_of(course, toy, "bank-0")
    rows = dict(re.findall(r'<tr><th scope="row"[^>]*>([^<]*)</th><td[^>]*>([^<]*)</td></tr>', shown))
    cells = results["bank-0"].cells
    one, two = cells["task_1_test_1"] + cells["task_1_test_2"], cells["task_2_test_1"] + cells["task_2_test_2"]
    assert rows == {
        "Task 1 (5 points)": f"{one:g} of 5",
        "Task 2 (7 points)": f"{two:g} of 7",
        "Task 3 (4 points, graded by hand)": "3 of 4",
        "Handed in late": "−1.5",
        "Together": f"{one + two + 1.5:g} of 16",
    }
    other = page_of(course, toy, "bank-1")
    assert "0 of 4, some still to be graded by hand" in other
    assert "Handed in late" not in other


def test_the_graded_notebook_keeps_what_its_student_may_read_and_no_other(graded, toy):
    course, results = graded
    for student, result in results.items():
        kept = {
            grade_id(cell): cell["metadata"][KEPT]["message"]
            for cell in Notebook.read(course.autograded(student, toy)).cells
            if KEPT in cell["metadata"]
        }
        assert kept == result.messages


def test_without_kept_messages_only_the_checks_own_words_are_shown(graded, toy, tmp_path):
    """As after stock nbgrader, and with the release gone: nothing leaks, and plain messages are still there."""
    course, results = graded
    shutil.copytree(course.root, tmp_path / "course")
    moved = Course(tmp_path / "course")
    shutil.rmtree(moved.root / "release")
    shutil.rmtree(moved.root / "feedback")
    for student in results:
        path = moved.autograded(student, toy)
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            cell.metadata.pop(KEPT, None)
        path.chmod(0o644)
        nbformat.write(notebook, path)
    assert run_apart(generate_feedback, str(moved.root), toy, limit=100)[0]
    for student in results:
        shown = packed(body_of(page_of(moved, toy, student)))
        for secret in ("before_874213", "other_lists_551977", "HIDDENTESTS", "('X',5)"):
            assert packed(secret) not in shown
    raised = body_of(page_of(moved, toy, "raises"))
    assert "the check raised ValueError" in raised
    assert "100 112" not in raised
    percent = next(name for name, result in results.items() if "percentage" in result.messages.get("task_1_test_1", ""))
    assert results[percent].messages["task_1_test_1"] in body_of(page_of(moved, toy, percent))
    assert "some other list of sales" in body_of(page_of(moved, toy, "bank-1"))
