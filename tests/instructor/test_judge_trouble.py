"""Given cells that hang or kill, values that cannot come, checks that are done: the rest is judged all the same."""

import pytest
from judging import answer, check, given, shared_court

from cmlib.instructor.outcome import CELL_KILLED, CELL_TIMED_OUT, RAN


@pytest.fixture
def court():
    return shared_court()


def test_a_given_cell_that_kills_by_the_students_function(court):
    judged = court.judge(
        answer("import os\ndef f(): os._exit(0)\nx = 1"),
        given("limit = 5\ny = f()"),
        check("assert x == 1 and limit == 5"),
        student_names=("f", "x"),
    )
    assert judged.cells[1].became == CELL_KILLED
    assert judged.lost == [(1, "the student's process has ended")]
    assert judged.points == {2: 2}


def test_a_given_cell_that_hangs_in_the_students_function(court):
    judged = court.judge(
        answer("import time\ndef f():\n    while True: time.sleep(0.01)\nx = 1"),
        given("limit = 5\ny = f()"),
        check("assert x == 1 and limit == 5"),
        check("assert y == 1"),
        student_names=("f", "x"),
        seconds=0.3,
    )
    assert judged.cells[1].became == CELL_TIMED_OUT
    assert judged.points == {2: 2, 3: 0}
    assert judged.lost == []


def test_a_given_cell_that_itself_takes_too_long(court):
    judged = court.judge(given("while True: pass"), answer("x = 1"), check("x"), student_names=("x",), seconds=0.3)
    assert judged.cells[0].became == CELL_TIMED_OUT
    assert judged.points == {2: 1}


def test_values_that_cannot_come_are_named(court):
    judged = court.judge(
        answer("from cmlib.instructor.inside.verbs import Verbs\nfine, Verbs._fitting = 3, None"),
        check("assert fine == 3"),
        check("assert 1 + 1 == 2"),
        student_names=("fine",),
    )
    assert judged.points == {1: 0, 2: 2}
    assert judged.cells[1].message == "fine is not something that can be graded"
    assert judged.cells[1].remark.startswith("fine: ")
    assert judged.lost == []


def test_a_value_too_deep_to_come_does_not_keep_the_others(court):
    judged = court.judge(
        answer("deep, fine = [], 3\nfor _ in range(500): deep = [deep]"),
        check("assert fine == 3\nassert deep == []"),
        check("assert fine == 3"),
        student_names=("deep", "fine"),
    )
    assert judged.points == {1: 0, 2: 2}
    assert judged.cells[1].message == "an object of type list cannot be graded: expected a list"
    assert judged.lost == []


def test_modules_that_only_the_solution_imports(court):
    imports = {"np": "import numpy as np", "gone": "import gone"}
    uses = check("assert np.isclose(f(), 1) and not np.isclose(f(), 2)")
    right = court.judge(
        answer("import numpy as np\nnp.isclose = lambda a, b: True\ndef f(): return 1"),
        uses,
        check("gone"),
        student_names=("f",),
        imports=imports,
    )
    assert right.points == {1: 2, 2: 0}
    without = court.judge(answer("def f(): return 1"), uses, student_names=("f",), imports=imports)
    assert without.points == {1: 0}
    assert without.cells[1].message == "NameError: name 'np' is not defined"


def test_magics_work_in_checks(court):
    judged = court.judge(
        answer("def f(): return 1"),
        check("%%time\nassert f() == 2"),
        check("%matplotlib inline\nx = f()\nassert x == 1"),
        check("%pinfo2 nothing"),
        check("get_ipython().input_transformers_post.append(lambda lines: ['1 / 0'])"),
        check("x = 1\nassert x"),
        student_names=("f",),
    )
    assert judged.points == {1: 0, 2: 2, 3: 2, 4: 2, 5: 0}


def test_given_cells_draw_nothing_in_the_judge(court):
    draws = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.set_title('given')"
    judged = court.judge(
        given(f"{draws}\nplt.show()"),
        check("assert plt.get_fignums() == []\nassert ax.get_title() == 'given'"),
        check(draws),
    )
    assert judged.points == {1: 2, 2: 2}
    assert [sorted(each["data"]) for each in judged.cells[0].outputs] == [["image/png", "text/plain"]]
    assert any("image/png" in each["data"] for each in judged.cells[2].outputs)


def test_a_check_that_is_done_keeps_its_points_whatever_happens_when_it_runs_again(court, tmp_path):
    """The student's function hangs when it is called for the second time, in whatever process."""
    bomb = (
        "import os\ndef f():\n    if os.path.exists('seen'):\n        os._exit(0)\n    open('seen', 'w').close()\n"
        "    return 1\nx = 1"
    )
    judged = court.judge(
        answer(bomb),
        check("limit = f()\nassert limit == 1"),
        check("assert True"),
        answer("import os\nos._exit(0)"),
        check("assert x == 1"),
        check("assert limit == 1"),
        student_names=("f", "x"),
        folder=tmp_path,
    )
    assert judged.points == {1: 2, 2: 2, 4: 2, 5: 0}
    assert [number for number, _ in judged.lost] == [3, 1]
    assert judged.cells[1].became == RAN
    assert sum(1 for event in judged.events if "cell" in event and event["cell"]["number"] == 1) == 1
