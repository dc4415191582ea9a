"""Notebooks in miniature, judged in two real processes: right, wrong, late, dead."""

import pytest
from judging import answer, check, given, shared_court

from cmlib.instructor.outcome import CELL_KILLED, CELL_TIMED_OUT, RAISED, RAN
from cmlib.instructor.sheet import TEXT, WRITTEN


@pytest.fixture
def court():
    return shared_court()


DOUBLE = "def double(x):\n    return 2 * x"


def test_right_wrong_and_half(court):
    judged = court.judge(
        given("import numpy as np\nrates = [0.1, 0.2]"),
        answer(DOUBLE),
        check("assert double(3) == 6\nassert np.allclose(double(np.array(rates)), [0.2, 0.4])"),
        check("assert double(3) == 7, 'double: twice as much is asked'"),
        check("print('the first of two')\nright = [double(1) == 2, double(1) == 3]\nsum(right)"),
        check("0.5 if double(2) == 4 else 0", points=1),
        student_names=("double",),
    )
    assert judged.points == {2: 2, 3: 0, 4: 1, 5: 0.5}
    assert [judged.cells[number].became for number in range(6)] == [RAN, RAN, RAN, RAISED, RAN, RAN]
    messages = {number: each.message for number, each in judged.cells.items() if each.message}
    assert messages == {3: "double: twice as much is asked", 4: "the first of two", 5: "0.5 of 1 points"}
    assert judged.events[-1] == {"finished": True}
    assert all(each.remark == "" for each in judged.cells.values())


def test_outputs_are_those_of_the_students_process(court):
    judged = court.judge(
        given("import pandas as pd\ntable = pd.DataFrame({'a': [1, 2]})\ntable", own="print('mine')\ntable = 3"),
        answer("import sys\nprint('out')\nprint('err', file=sys.stderr)\ntable"),
        {"kind": WRITTEN, "source": "1 / 0", "points": 5},
        {"kind": WRITTEN, "source": "my opinion", "points": 5, "is_code": False},
        {"kind": TEXT, "source": "text", "is_code": False},
        check("assert table['a'].sum() == 3"),
    )
    assert list(judged.cells) == [0, 1, 2, 5]
    assert judged.cells[0].outputs[0]["text"] == "mine\n"
    kinds = [(each["output_type"], each.get("name")) for each in judged.cells[1].outputs]
    assert kinds == [("stream", "stdout"), ("stream", "stderr"), ("execute_result", None)]
    assert judged.cells[2].became == RAISED
    assert judged.cells[2].outputs[0]["ename"] == "ZeroDivisionError"
    assert judged.cells[2].points is None
    assert judged.points == {5: 2}


def test_an_endless_cell_loses_its_own_points_only(court):
    judged = court.judge(
        answer("x = 1\nprint('begun')\nwhile True: pass"),
        check("assert x == 1"),
        check("assert y == 1"),
        answer("y = 1"),
        check("assert y == 1"),
        student_names=("x", "y"),
        seconds=0.5,
    )
    assert judged.cells[0].became == CELL_TIMED_OUT
    assert [each.get("text", each.get("ename")) for each in judged.cells[0].outputs] == ["begun\n", "CellTimeoutError"]
    assert judged.points == {1: 2, 2: 0, 4: 2}
    assert judged.cells[2].message == "NameError: name 'y' is not defined"
    assert {"interrupt": 0} in judged.events
    assert judged.lost == []


@pytest.mark.parametrize(
    "call", ["f()", "try:\n    f()\nexcept Exception:\n    pass", "try:\n    f()\nexcept BaseException:\n    pass"]
)
def test_an_endless_call_loses_the_points_of_its_check(court, call):
    judged = court.judge(
        answer("def f():\n    while True: pass\ndef g(): return 1"),
        check(call),
        check("assert g() == 1"),
        student_names=("f", "g"),
        seconds=0.5,
    )
    assert judged.points == {1: 0, 2: 2}
    assert judged.cells[1].became == CELL_TIMED_OUT
    assert judged.cells[1].message == "the cell took longer than 0.5 seconds and was stopped"
    assert judged.lost == []


def test_what_ignores_interrupts_is_lost_and_the_rest_judged_again(court):
    stubborn = (
        "import time\ndef f():\n    while True:\n        try:\n            while True: time.sleep(0.01)\n"
        "        except KeyboardInterrupt: pass"
    )
    judged = court.judge(
        answer("seen = []"),
        check("assert seen == []\nkept = 7"),
        answer(stubborn),
        check("f()"),
        answer("seen.append(1)"),
        check("assert seen == [1]\nassert kept == 7"),
        student_names=("f", "seen"),
        seconds=0.3,
    )
    assert judged.points == {1: 2, 3: 0, 5: 2}
    assert judged.lost == [(3, "the student's process did not come back when its time was over")]
    assert judged.cells[3].became == CELL_TIMED_OUT
    assert [event["cell"]["number"] for event in judged.events if "cell" in event] == [0, 1, 2, 3, 0, 2, 4, 5]


def test_a_stubborn_cell_is_lost_and_not_run_again(court):
    judged = court.judge(
        answer("import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])\nwhile True: pass"),
        check("assert True"),
        seconds=0.3,
    )
    assert judged.cells[0].became == CELL_TIMED_OUT
    assert judged.points == {1: 2}
    assert [number for number, _ in judged.lost] == [0]


@pytest.mark.parametrize("how", ["import os\nos._exit(0)", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"])
def test_a_cell_that_ends_the_process(court, how):
    judged = court.judge(
        answer("x = 1"), answer(how), check("assert x == 1"), answer("y = 2"), check("y"), student_names=("x", "y")
    )
    assert judged.cells[1].became == CELL_KILLED
    assert judged.cells[1].outputs[-1]["ename"] == "ProcessEnded"
    assert judged.points == {2: 2, 4: 2}
    assert judged.lost == [(1, "the student's process has ended")]


def test_a_call_that_ends_the_process(court):
    judged = court.judge(
        answer("import os\ndef f(): os._exit(0)\nx = 1"),
        check("try:\n    f()\nexcept BaseException: pass"),
        check("assert x == 1"),
        student_names=("f", "x"),
    )
    assert judged.points == {1: 0, 2: 2}
    assert (judged.cells[1].became, judged.cells[1].message) == (CELL_KILLED, "your code ended its process")


def test_an_endless_test_is_stopped_and_the_next_judged(court):
    judged = court.judge(
        answer("def more(): return True"),
        check("while more(): pass"),
        check("while True: pass"),
        check("import time\ntime.sleep(20)"),
        check("assert more()"),
        student_names=("more",),
        seconds=0.3,
    )
    assert judged.points == {1: 0, 2: 0, 3: 0, 4: 2}
    assert {judged.cells[number].became for number in (1, 2, 3)} == {CELL_TIMED_OUT}
    assert judged.lost == []


def test_a_test_may_use_the_alarm_clock(court):
    alarm = (
        "import signal\ndef late(number, frame): raise TimeoutError('too slow')\nsignal.signal(signal.SIGALRM, late)\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.2)\nf()"
    )
    judged = court.judge(
        answer("import time\ndef f(): time.sleep(1)\ndef g(): return 1"),
        check(alarm),
        check("assert g() == 1"),
        student_names=("f", "g"),
    )
    assert judged.points == {1: 0, 2: 2}


def test_a_given_cell_that_fails_with_the_judge_is_remarked_on(court):
    judged = court.judge(
        answer("def f(): return 3\nclass Own: pass\nown = Own()"),
        given("y = f() + 1\nz = own == 3"),
        check("assert y == 4"),
        given("1 / 0"),
        student_names=("f", "own"),
    )
    assert judged.cells[1].became == RAN
    assert judged.cells[1].remark.startswith("in the judge this given cell raised NotGradable")
    assert (judged.cells[3].became, judged.cells[3].remark) == (RAISED, "")
    assert judged.points == {2: 2}


def test_checks_that_must_run_inside_say_so(court):
    judged = court.judge(
        given("def helper(): return 2"),
        answer("class Base: pass\ndef noisy():\n    import sys\n    print('x', file=sys.stderr)"),
        check("class Derived(Base): pass\nassert issubclass(Derived, Base)\nnoisy()\nseen = helper()"),
        check("assert Base is None, 'Base: a class is asked'"),
        check("1 / 0"),
        check("assert seen == 2"),
        check("while True: pass"),
        student_names=("Base", "noisy"),
        inside=("cell_2", "cell_3", "cell_4", "cell_6"),
        seconds=1.0,
    )
    assert judged.points == {2: 2, 3: 0, 4: 0, 5: 2, 6: 0}
    for number in (2, 3, 4):
        assert "could have been forged" in judged.cells[number].remark
    assert judged.cells[5].remark == ""
    assert judged.cells[3].message == "Base: a class is asked"
    assert judged.cells[4].message == "the check raised ZeroDivisionError"
    assert judged.cells[6].became == CELL_TIMED_OUT


def test_files_of_the_instructor_stand_beside_the_judge(court, tmp_path):
    files = {"helper.py": b"LIMIT = 5", "data/x.csv": b"a\n1\n", "evil.py": b"LIMIT = 0"}
    judged = court.judge(
        check("import helper\nassert helper.LIMIT == 5\nassert open('data/x.csv').read() == 'a\\n1\\n'"),
        check("import evil"),
        files=files,
        given_files=("helper.py", "data/x.csv"),
        folder=tmp_path,
    )
    assert judged.points == {0: 2, 1: 0}
    assert not (tmp_path / "evil.py").exists()
