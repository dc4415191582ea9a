"""Cells in the student's process: what they put out, in the notebook format."""

import base64

import nbformat
import pytest


def texts(ran, name="stdout"):
    return "".join(each["text"] for each in ran.outputs if each.get("name") == name)


def kinds(ran):
    return [each["output_type"] for each in ran.outputs]


def test_outputs_come_in_order_and_are_those_of_the_notebook_format(student):
    ran = student.run(
        """
        import os, sys, subprocess
        print('one')
        subprocess.run(['echo', 'two'])
        display('three')
        os.write(1, b'four\\n')
        print('five', file=sys.stderr)
        6
        """.replace("\n        ", "\n")
    )
    assert kinds(ran) == ["stream", "display_data", "stream", "stream", "execute_result"]
    assert [each.get("text") for each in ran.outputs] == ["one\ntwo\n", None, "four\n", "five\n", None]
    assert ran.outputs[1]["data"] == {"text/plain": "'three'"}
    assert ran.outputs[4] == {
        "output_type": "execute_result", "data": {"text/plain": "6"}, "metadata": {}, "execution_count": 1
    }  # fmt: skip
    cell = nbformat.v4.new_code_cell("", outputs=[nbformat.from_dict(each) for each in ran.outputs])
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))


def test_names_stay_from_cell_to_cell_and_cells_are_counted(student):
    student.run("x = 1")
    ran = student.run("x + 1")
    assert ran.outputs[0]["execution_count"] == 2
    assert student.run("_ + 1").outputs[0]["data"]["text/plain"] == "3"
    assert student.run("__name__").outputs[0]["data"]["text/plain"] == "'__main__'"


def test_an_error_is_an_output_and_later_cells_run(student):
    ran = student.inside.run("print('before')\ndef f(x):\n    return 1 / x\nf(0)\nprint('after')")
    assert ran.raised == ("ZeroDivisionError", "division by zero")
    assert kinds(ran) == ["stream", "error"]
    assert (ran.outputs[1]["ename"], ran.outputs[1]["evalue"]) == ran.raised
    assert "return 1 / x" in "".join(ran.outputs[1]["traceback"])
    assert "\x1b" not in "".join(ran.outputs[1]["traceback"])
    assert student.run("f(2)").outputs[0]["data"]["text/plain"] == "0.5"


@pytest.mark.parametrize(
    ("source", "raised"),
    [
        ("1 +", "SyntaxError"),
        ("import sys; sys.exit(3)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("input('who? ')", "StdinNotImplementedError"),
        ("class Odd(Exception):\n    def __str__(self):\n        raise ValueError\nraise Odd", "Odd"),
        ("def f(): f()\nf()", "RecursionError"),
        ("%nothing", "UsageError"),
    ],
)
def test_whatever_is_raised_ends_the_cell_only(student, source, raised):
    ran = student.inside.run(source)
    assert ran.raised[0] == raised
    assert student.run("1").outputs


@pytest.mark.parametrize("source", ["quit()", "exit", "exit()"])
def test_quit_does_not_end_the_notebook(student, source):
    student.run(source)
    assert student.run("1").outputs


def test_commands_are_recorded(student):
    ran = student.run("!echo hello; echo wrong >&2; exit 3\nx = !echo caught\nname = 'Li'\n!echo {name} $name")
    assert texts(ran) == "hello\nLi Li\n"
    assert texts(ran, "stderr") == "wrong\n"
    assert student.run("x[0], _exit_code").outputs[0]["data"]["text/plain"] == "('caught', 0)"
    assert texts(student.run("%%bash\necho from a script")) == "from a script\n"


def test_a_figure_is_shown_once_as_a_picture(student):
    ran = student.run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nprint('drawn')")
    shown = next(each for each in ran.outputs if each["output_type"] == "display_data")
    assert base64.b64decode(shown["data"]["image/png"]).startswith(b"\x89PNG")
    assert student.run("1").outputs[0]["output_type"] == "execute_result"


def test_a_figure_drawn_in_a_call_is_not_shown_by_the_next_cell(student):
    student.run(
        "import matplotlib.pyplot as plt\ndef draw():\n    plt.plot([1, 2])\n"
        "    print('hidden input')\n    return plt.gca()"
    )
    axes = student.inside.fetch(["draw"])["draw"]()
    assert kinds(student.run("pass")) == []
    assert len(axes.lines) == 1


def test_tables_have_html(student):
    ran = student.run("import pandas as pd\npd.DataFrame({'x': [1]})")
    assert "<table" in ran.outputs[0]["data"]["text/html"]


def test_displays_can_change_and_be_cleared(student):
    ran = student.run("shown = display('a', display_id=True)\ndisplay('b')\nshown.update('c')")
    assert [each["data"]["text/plain"] for each in ran.outputs] == ["'c'", "'b'"]
    ran = student.run(
        "from IPython.display import clear_output\nprint(1)\nclear_output(wait=True)\nprint(2)\nclear_output(wait=True)"
    )
    assert texts(ran) == "2\n"


def test_an_object_that_cannot_be_shown_ends_nothing(student):
    ran = student.inside.run("class Odd:\n    def __repr__(self):\n        raise ValueError('no')\nOdd()")
    assert student.run("1").outputs
    assert all(kind in ("error", "stream") for kind in kinds(ran))


@pytest.mark.parametrize("source", ["while True: print('x' * 1000)", "for i in range(10 ** 5): print('x' * 100)"])
def test_endless_output_is_cut(student, source):
    student.inside.seconds = 10
    source = source.replace("while True", "for _ in range(5000)")
    ran = student.run(source)
    assert 1_000_000 <= len(texts(ran)) < 1_000_200
    assert "output cut" in texts(ran)[-100:]


def test_a_command_that_prints_without_end_is_ended(student):
    ran = student.run("!yes")
    assert 900_000 < len(texts(ran)) < 1_100_000
    assert student.run("print(1)").outputs[0]["text"] == "1\n"


def test_a_display_that_is_too_large_is_left_out(student):
    ran = student.run("from IPython.display import HTML\nHTML('x' * 20_000_000)")
    assert len(str(ran.outputs)) < 1000
    assert "not shown" in str(ran.outputs)


def test_the_processes_of_one_warm_process_draw_different_numbers(warm, tmp_path):
    from student_process import Student

    source = "import random, numpy as np\n(random.random(), np.random.rand())"
    drawn = set()
    for _ in range(3):
        one = Student(warm, tmp_path)
        drawn.add(one.run(source).outputs[0]["data"]["text/plain"])
        one.close()
    assert len(drawn) == 3


def test_a_fork_that_does_not_end_prints_and_answers_nothing(student):
    ran = student.run(
        "import os\npid = os.fork()\nif pid:\n    os.waitpid(pid, 0)\nprint('parent' if pid else 'child')\npid > 0"
    )
    assert texts(ran) == "child\nparent\n"
    assert ran.outputs[-1]["data"]["text/plain"] == "True"
    ran = student.run("from multiprocessing import get_context\nget_context('fork').Pool(2).map(abs, [-1, 2])")
    assert ran.outputs[-1]["data"]["text/plain"] == "[1, 2]"


def test_closed_descriptors_are_no_end(student):
    student.inside.run("import os, sys\nos.close(1)\nsys.__stdout__.close()")
    assert texts(student.run("print('still here')")) == "still here\n"


def test_await_at_the_top(student):
    assert student.run("import asyncio\nawait asyncio.sleep(0, 5)").outputs[0]["data"]["text/plain"] == "5"
