"""An assignment as the report sees it: ours, a stranger's, and one of several notebooks."""

import pytest
import recording
from test_any_course import strange_course

from cmlib.instructor.course import Course
from cmlib.instructor.notebook import Notebook
from cmlib.instructor.report.paper import paper_of, read_paper


def test_our_own(released_course, toy):
    paper = read_paper(released_course, toy)
    released = Notebook.read(released_course.released(toy))
    assert paper.checks == released.checks
    assert paper.written == released.written == {"opinion": 4.0}
    assert paper.tasks == released.tasks
    assert {check: paper.task_of(check) for check in paper.checks} == paper_of(released).owners
    assert paper.titles == {
        "task_1": "Task 1 (5 points)",
        "task_2": "Task 2 (7 points)",
        "opinion": "Task 3 (4 points, graded by hand)",
    }
    assert paper.most == 12
    assert paper.checks_by_task == {
        "task_1": ("task_1_test_1", "task_1_test_2"),
        "task_2": ("task_2_test_1", "task_2_test_2"),
    }


def test_a_strangers_checks_belong_to_the_answer_above_them(tmp_path):
    paper = read_paper(strange_course(tmp_path), "ps1")
    assert paper.checks_by_task == {"squares": ("test_squares",), "names": ("test_names",)}
    assert (paper.written, paper.titles) == ({"essay": 3.0}, {})


def test_several_notebooks_have_their_names_before_their_cells():
    paper = read_paper(recording.released(), recording.ASSIGNMENT)
    assert paper.checks == {"credit/total_test": 2.0, "credit/total_part": 4.0, "second/rate_test": 7.0}
    assert paper.written == {
        "credit/code_by_hand": 3.0,
        "credit/opinion": 5.0,
        "credit/picture": 6.0,
        "second/why": 2.0,
    }
    assert paper.task_of("second/rate_test") == "second/rate"
    assert list(paper.tasks) == ["credit/total", "second/rate"]


def test_an_unknown_assignment_is_refused(released_course):
    with pytest.raises(LookupError, match="no assignment 'other'"):
        read_paper(Course(released_course.root), "other")


def test_a_check_without_a_task_is_its_own():
    assert paper_of(Notebook({"cells": []})).task_of("lonely") == "lonely"
