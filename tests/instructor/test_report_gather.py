"""A report is gathered from journal, gradebook and graded notebooks, at any time after grading."""

import shutil

import pytest
from graded_class import ADD_UP, FRACTION, record_class
from nbgrader.api import Gradebook

from cmlib.instructor.gradebook_marks import read_marks
from cmlib.instructor.outcome import TIMED_OUT, UNREADABLE
from cmlib.instructor.report.gather import NOT_GRADED, Look, gather
from cmlib.instructor.summary import Misunderstanding

LONG = (
    "def best_customer(sales):\n" + "\n".join(f"    total_{n} = sum(sales[{n}])" for n in range(8)) + "\n    return 1"
)
STUDENTS = {
    "s01": {},
    "s02": {"lost": {"task_1_test_1": FRACTION, "task_1_test_2": "unit"}, "codes": {"task_2": LONG}},
    "s03": {"lost": {"task_2_test_1": ADD_UP}, "flags": ("handed in twice",), "codes": {"task_2": LONG}},
    "s04": {
        "lost": {"task_1_test_1": "your code took too long", "task_1_test_2": "your code took too long"},
        "status": TIMED_OUT,
        "reason": "ran too long: task_1",
        "stopped": ("task_1",),
    },
    "s05": {"status": UNREADABLE},
    "s06": {"lost": dict.fromkeys(("task_1_test_1", "task_1_test_2"), FRACTION), "remark": "odd", "written": ""},
}


@pytest.fixture(scope="module")
def graded(released_course, toy, tmp_path_factory):
    folder = tmp_path_factory.mktemp("graded") / "course"
    shutil.copytree(released_course.root, folder)
    course = type(released_course)(folder)
    record_class(course, toy, STUDENTS)
    (folder / "submitted/s07" / toy).mkdir(parents=True)
    return course


@pytest.fixture(scope="module")
def report(graded, toy, bank):
    return gather(graded, toy, bank=bank)


def test_every_student_is_there_once_in_order(report):
    assert [(each.student, each.status) for each in report.results] == [
        ("s01", "graded"),
        ("s02", "graded"),
        ("s03", "graded"),
        ("s04", TIMED_OUT),
        ("s05", UNREADABLE),
        ("s06", "graded"),
        ("s07", NOT_GRADED),
    ]
    assert [each.mark for each in report.marked] == [12, 7, 9, 7, 7]


def test_statistics_are_of_those_who_have_a_mark(report):
    by_name = {each.name: each for each in (*report.tasks, *report.checks)}
    assert by_name["task_1"].difficulty == pytest.approx((5 + 0 + 5 + 0 + 0) / 25)
    assert by_name["task_2"].mean == pytest.approx((7 + 7 + 4 + 7 + 7) / 5)
    assert by_name["task_2_test_1"].difficulty == pytest.approx(4 / 5)
    assert {each.students for each in by_name.values()} == {5}


def test_misconceptions_are_named_with_those_who_show_them(report):
    assert [(each.task, each.names, each.students) for each in report.named] == [
        ("task_1", ("percent for fraction",), ("s02", "s06")),
        ("task_2", ("largest purchase",), ("s03",)),
    ]
    first = Misunderstanding("task_1_test_1", FRACTION, ("s02", "s06"))
    assert report.messages[0] == first
    assert report.causes[first].startswith("percent for fraction: growth in percent")


def test_what_a_human_should_look_at(report):
    assert report.looks == (
        Look("s03", "graded", ("handed in twice",)),
        Look("s04", TIMED_OUT, ("ran too long: task_1",), ("task_1",)),
        Look("s05", UNREADABLE, ("not a notebook",)),
        Look("s06", "graded", ("task_2: odd",)),
        Look("s07", NOT_GRADED, ()),
    )


def test_answers_wait_until_somebody_has_graded_them(graded, toy, report):
    assert report.waiting == dict.fromkeys(["s01", "s02", "s03", "s04"], ("opinion",))
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("opinion", toy, toy, "s02")
        grade.manual_score, grade.needs_manual_grade = 3, False
        gradebook.db.commit()
    again = gather(graded, toy)
    assert set(again.waiting) == {"s01", "s03", "s04"}
    assert again.marks["s02"].score == 7 + 3


def test_code_that_is_alike_is_found_as_it_was_graded(report):
    (pair,) = report.similar
    assert pair.students == ("s02", "s03")
    assert report.answers["task_2"]["s02"] == LONG


def test_without_the_gradebook_the_journal_has_the_automatic_points(graded, toy, tmp_path):
    shutil.copytree(graded.root, tmp_path / "course")
    (tmp_path / "course/gradebook.db").unlink()
    moved = type(graded)(tmp_path / "course")
    report = gather(moved, toy)
    assert ([each.mark for each in report.marked], report.marks) == ([12, 7, 9, 7, 7], {})
    assert "s02" in report.waiting
    with pytest.raises(LookupError, match="no gradebook"):
        gather(moved, toy, db=f"sqlite:///{tmp_path}/none.db")


def test_a_graded_notebook_that_is_gone_takes_no_mark_with_it(graded, toy, tmp_path):
    shutil.copytree(graded.root, tmp_path / "course")
    moved = type(graded)(tmp_path / "course")
    path = moved.autograded("s02", toy)
    path.chmod(0o644)
    path.write_text("{", encoding="utf-8")
    report = gather(moved, toy)
    assert ([each.mark for each in report.marked], report.similar) == ([12, 7, 9, 7, 7], ())


def test_nothing_graded_is_nothing_to_report(released_course, toy):
    with pytest.raises(LookupError, match="nobody's '01_toy' is graded"):
        gather(released_course, toy)


def test_the_gradebook_is_read_as_nbgrader_reads_it(graded, toy):
    marks = read_marks(graded, toy)
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gradebook:
        known = {each.student.id: each for each in gradebook.assignment_submissions(toy)}
        assert marks.most == gradebook.find_assignment(toy).max_score == 16
        assert {each.student for each in marks.students} == {each.id for each in gradebook.students} == known.keys()
        for each in marks.students:
            assert each.points == pytest.approx(known[each.student].score)
            assert bool(each.waiting) == known[each.student].needs_manual_grade
