"""Time limits, interrupts and the end of the student's process."""

import time

import pytest

from cmlib.instructor.judge.remote_refusal import CallTimedOut, Gone


def test_a_cell_that_hangs_is_interrupted_and_the_conversation_goes_on(student):
    inside = student.inside
    with pytest.raises(CallTimedOut):
        inside.run("while True: pass", timeout=0.5)
    with pytest.raises(CallTimedOut):
        inside.run("1")  # whoever has caught it gets it again
    assert not inside.listens(0.2)
    student.interrupt()
    assert inside.listens(5)
    assert student.run("1 + 1").outputs[0]["data"]["text/plain"] == "2"


def test_an_interrupted_cell_raises(student, warm):
    import threading

    timer = threading.Timer(0.5, student.interrupt)
    timer.start()
    ran = student.inside.run("print('begun')\nimport time\ntime.sleep(20)")
    assert ran.raised[0] == "KeyboardInterrupt"
    assert [each["output_type"] for each in ran.outputs] == ["stream", "error"]


def test_a_call_that_hangs_is_no_exception_of_the_student(student):
    student.run("def f(): \n    while True: pass\ndef g(): return 1")
    names = student.inside.fetch(["f", "g"])
    student.inside.seconds = 0.5
    with pytest.raises(CallTimedOut) as caught:
        names["f"]()
    assert not isinstance(caught.value, Exception)  # no test takes it for an answer
    student.interrupt()
    assert student.inside.listens(5)
    assert names["g"]() == 1


def test_the_time_of_a_whole_test_counts(student):
    student.run("import time\ndef f(x): time.sleep(0.2)")
    f = student.inside.fetch(["f"])["f"]
    student.inside.ends = time.monotonic() + 0.5
    begun = time.monotonic()
    with pytest.raises(CallTimedOut):
        list(map(f, range(10)))
    assert time.monotonic() - begun < 1


def test_an_interrupt_while_nothing_runs_is_ignored(student):
    student.run("pass")  # it has begun to listen
    for _ in range(20):
        student.interrupt()
        student.run("x = 1")
    assert student.inside.fetch(["x"]) == {"x": 1}


@pytest.mark.parametrize("ending", ["os._exit(0)", "os.kill(os.getpid(), 9)", "import ctypes; ctypes.string_at(0)"])
def test_the_end_of_the_process_is_seen(student, ending):
    with pytest.raises(Gone):
        student.inside.run(f"import os\n{ending}")
    with pytest.raises(Gone):
        student.inside.fetch(["x"])
    assert not student.inside.listens(0.2)


def test_student_code_that_ignores_interrupts_is_interrupted_in_its_next_cell(student):
    student.run("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)")
    with pytest.raises(CallTimedOut):
        student.inside.run("while True: pass", timeout=0.3)
    student.interrupt()
    assert student.inside.listens(5)


def test_interrupts_at_any_moment_tear_nothing(student):
    student.run("def f(x): return x")
    f = student.inside.fetch(["f"])["f"]
    answered = 0
    for number in range(200):
        student.interrupt()
        try:
            assert f(number) == number
            answered += 1
        except RuntimeError as error:
            assert "KeyboardInterrupt" in str(error)  # noqa: PT017  # either may happen
    assert student.inside.listens(5)
    assert f("end") == "end"
