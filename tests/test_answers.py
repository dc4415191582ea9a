"""Every bank in ``tests/answers/`` holds: right answers earn all, wrong ones lose where and as they should.

The kill matrix of each assignment is printed at the end of the run, whether it holds or not.
"""

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from cmlib.instructor.answers import load_bank
from cmlib.instructor.apart import run_apart
from cmlib.instructor.course import Course
from cmlib.instructor.gradebook_marks import read_marks
from cmlib.instructor.kill_matrix import kill_matrix, students_of
from cmlib.instructor.leaks import find_leaks
from cmlib.instructor.nbgrader_calls import autograde
from cmlib.instructor.release import release
from cmlib.instructor.summary import kill_table

ROOT = Path(__file__).parent.parent
COURSE = Course(ROOT / "assignments")
#: Stock nbgrader takes ten seconds a notebook, so only some are graded beside it; 1 here grades all.
WHOLE_BANK = os.environ.get("CMLIB_WHOLE_BANK") == "1"
#: Number of an assignment -> its points, and the least and most of them at checks, where they are not 100, 60 and 75.
POINTS = {"00": (20, 15, 15)}  # for practice: three small tasks and a sentence
BANKS = {f"{name.partition('_')[0]}": name for name in COURSE.assignments}


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    """Assignment -> a course where it is released, made once."""
    made = {}

    def released(name):
        if name not in made:
            course = COURSE.copy_to(tmp_path_factory.mktemp(name), name)
            made[name] = course, release(course, name)
        return made[name]

    return released


def test_every_bank_has_its_assignment():
    folders = {each.name for each in (ROOT / "tests/answers").iterdir() if each.is_dir() and each.name != "__pycache__"}
    assert folders == BANKS.keys()


@pytest.mark.parametrize("number", BANKS)
def test_a_bank_has_three_right_styles_four_misconceptions_and_a_constant_for_every_task(number, scratch):
    _, notebook = scratch(BANKS[number])
    bank = load_bank(ROOT / "tests/answers" / number)
    kinds = {task: Counter(answer.kind for answer in bank.get(task, [])) for task in notebook.tasks}
    needed = {"right": 3, "misconception": 4, "constant": 1}
    assert {
        task: found for task, found in kinds.items() if any(found[kind] < least for kind, least in needed.items())
    } == {}


@pytest.fixture(scope="module")
def graded(scratch):
    """Number -> the verdicts on its bank and the marks in the gradebook; graded once."""
    made = {}

    def verdicts(number):
        if number not in made:
            course, notebook = scratch(BANKS[number])
            found = kill_matrix(course, BANKS[number], notebook, load_bank(ROOT / "tests/answers" / number))
            made[number] = found, read_marks(course, BANKS[number])
        return made[number]

    return verdicts


@pytest.mark.parametrize("number", BANKS)
def test_every_answer_earns_what_it_should_and_hears_why(number, graded, record_property):
    verdicts, _ = graded(number)
    record_property("shown at the end", f"Kill matrix of {BANKS[number]}\n{kill_table(verdicts)}")
    assert [(each.task, each.answer, *each.why) for each in verdicts if not each.held] == []


@pytest.mark.parametrize("number", BANKS)
def test_stock_nbgrader_gives_the_same_marks(number, scratch, graded, tmp_path):
    """One notebook that mixes right and wrong answers; with CMLIB_WHOLE_BANK=1 the whole bank."""
    name = BANKS[number]
    course, notebook = scratch(name)
    ours = {one.student: one.cells for one in graded(number)[1].students}
    students = students_of(load_bank(ROOT / "tests/answers" / number))
    shutil.copytree(course.root, tmp_path / "stock")
    settings = "c = get_config()\nc.Execute.timeout = 120\n"
    (tmp_path / "stock/nbgrader_config.py").write_text(settings, encoding="utf-8")
    for student in students if WHOLE_BANK else students[-4:-3]:
        reason, scores = run_apart(autograde, str(tmp_path / "stock"), name, student.id, limit=300)
        assert (student.id, reason) == (student.id, "")
        assert {check: scores[check] for check in notebook.checks} == {
            check: ours[student.id][check].automatic for check in notebook.checks
        }, student.id


@pytest.mark.parametrize("number", BANKS)
def test_the_release_holds_no_solution_and_no_hidden_test(number, scratch):
    course, _ = scratch(BANKS[number])
    leaks = find_leaks(course.source(BANKS[number]), course.released(BANKS[number]).parent)
    assert [str(leak) for leak in leaks] == []


@pytest.mark.parametrize("number", BANKS)
def test_an_assignment_has_its_points_most_of_them_at_checks(number, scratch):
    _, notebook = scratch(BANKS[number])
    automatic, by_hand = sum(notebook.checks.values()), sum(notebook.written.values())
    points, least, most = POINTS.get(number, (100, 60, 75))
    assert automatic + by_hand == points
    assert least <= automatic <= most
