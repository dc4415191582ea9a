"""What a student's code does to its own process does not reach the judge; what it returns is all that counts."""

import pytest
from judging import answer, check, given, shared_court

RIGHT = "assert abs(mean([1, 2, 6]) - 3) < 1e-9, 'mean: add, then divide'\nassert mean([5]) == 5, 'mean: one number'"
WRONG = "def mean(values):\n    return 0"
HELPERS = "import numpy as np\ndef close(a, b):\n    return abs(a - b) < 1e-9"


@pytest.fixture
def court():
    return shared_court()


FORGERIES = {
    "builtins": "import builtins\nbuiltins.abs = lambda x: 0\nabs = builtins.abs",
    "equal to all": "class Same(float):\n    def __eq__(self, other): return True\n"
    "    def __sub__(self, other): return 0\ndef mean(values):\n    return Same(0)",
    "input transformer": "get_ipython().input_transformers_post.append(lambda lines: ['pass'])\n"
    "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass'])",
    "syntax transformer": "import ast\nclass Strip(ast.NodeTransformer):\n"
    "    def visit_Assert(self, node): return ast.Pass()\nget_ipython().ast_transformers.append(Strip())",
    "display hook": "import sys\ndef mean(values):\n    sys.displayhook(2)\n    return 0",
    "display": "from IPython.display import display\ndef mean(values):\n    display(2)\n    return 0",
    "frames": "import sys\ndef mean(values):\n    frame = sys._getframe()\n    while frame:\n"
    "        frame.f_globals.update(score=2, abs=lambda x: 0, close=lambda a, b: True)\n"
    "        frame = frame.f_back\n    return 0",
    "helper": "close = lambda a, b: True\nnp = None\nassert_allclose = print",
    "run_cell": "get_ipython().run_cell = lambda *a, **k: None\nget_ipython().showtraceback = print",
    "main": "import __main__\n__main__.abs = lambda x: 0\n__main__.close = lambda a, b: True",
    "module": "import numpy\nnumpy.abs = numpy.isclose = numpy.allclose = lambda *a, **k: True\n"
    "numpy.testing.assert_allclose = print",
    "recorder": "shell = get_ipython()\nshell.recorder.error = lambda *a: None",
    "excepthook": "import sys\nsys.excepthook = print\nsys.settrace(lambda *a: None)",
    "lie": "def mean(values):\n    raise AssertionError('all correct, 100 points')",
    "exit": "def mean(values):\n    raise SystemExit(0)",
    "stop": "def mean(values):\n    raise StopIteration",
    "nan": "def mean(values):\n    return float('nan')",
    "none": "def mean(values):\n    return None",
    "later": "def mean(values):\n    return lambda: 3",
    "generator": "def mean(values):\n    yield 3",
    "text": "def mean(values):\n    return '3'",
    "deleted": "del mean",
}


@pytest.mark.parametrize("trick", FORGERIES.values(), ids=FORGERIES)
def test_wrong_work_earns_nothing(court, trick):
    judged = court.judge(
        given(HELPERS),
        answer(WRONG),
        answer(trick),
        check(RIGHT),
        check("assert close(mean([1, 2, 6]), 3)"),
        check("assert np.isclose(mean([1, 2, 6]), 3)\nnp.testing.assert_allclose(mean([1, 2, 6]), 3)"),
        check("score = 0\nif mean([1, 2, 6]) == 3:\n    score = 2\nscore"),
        check("assert abs(-1) == 1\nassert close(1, 1) and not close(1, 2)\nassert not np.isclose(1, 2)"),
        student_names=("mean",),
    )
    assert judged.points == {3: 0, 4: 0, 5: 0, 6: 0, 7: 2}
    assert judged.lost == []
    for number in (3, 4, 5):
        assert "100 points" not in judged.cells[number].message


ODD_BUT_RIGHT = {
    "prints": "import sys\ndef mean(values):\n    print('hello', values)\n    print('oops', file=sys.stderr)\n"
    "    return sum(values) / len(values)",
    "warns": "import warnings\ndef mean(values):\n    warnings.warn('beware')\n    return sum(values) / len(values)",
    "numpy": "import numpy\ndef mean(values):\n    return numpy.mean(values)",
    "lambda": "mean = lambda values: sum(values) / len(values)",
    "object": "class Mean:\n    def __call__(self, values): return sum(values) / len(values)\nmean = Mean()",
    "partial": "import functools\ndef power(k, values): return sum(v ** k for v in values) / len(values)\n"
    "mean = functools.partial(power, 1)",
    "overwrites": "abs = 3\nlist = 4\nnp = 5\ndef mean(values):\n    return sum(values) / len(values)",
    "statistics": "from statistics import fmean as mean",
    "recursive": "def mean(values):\n    return values[0] if len(values) == 1 else"
    " (mean(values[1:]) * (len(values) - 1) + values[0]) / len(values)",
}


@pytest.mark.parametrize("work", ODD_BUT_RIGHT.values(), ids=ODD_BUT_RIGHT)
def test_right_work_has_all_points_and_leaks_nothing(court, work):
    judged = court.judge(
        given(HELPERS),
        answer(work),
        check(RIGHT),
        check("assert close(mean([1, 2, 6]), 3)\nmean([31, 31])\nassert np.isclose(mean(np.array([1, 2, 6])), 3)"),
        student_names=("mean",),
    )
    assert judged.points == {2: 2, 3: 2}
    assert judged.cells[2].outputs == judged.cells[3].outputs == ()


def test_a_message_tells_nothing_of_hidden_values(court):
    judged = court.judge(
        answer("def f(x):\n    raise ValueError(f'the input was {x}')"),
        answer("def g(x):\n    return type(f'was_{x}', (), {})()"),
        check("secret = 31415\nassert f(secret) == 2 * secret"),
        check("assert g(31415) == 1"),
        check("import numpy as np\nnp.testing.assert_allclose(1.0, 31415.0)"),
        student_names=("f", "g"),
    )
    assert judged.points == {2: 0, 3: 0, 4: 0}
    assert judged.cells[2].message == "your code raised ValueError"
    for number in (2, 3, 4):
        assert "31415" not in judged.cells[number].message
    shown = "\n".join(judged.cells[2].outputs[-1]["traceback"])
    assert "the input was 31415" in shown  # the instructor sees it


def test_a_test_that_listens_hears_the_student_and_nobody_else_does(court):
    judged = court.judge(
        answer("def hello(name):\n    print('hello', name)"),
        check("hello('hidden')"),
        check(
            "import io\nfrom contextlib import redirect_stdout\nsaid = io.StringIO()\nwith redirect_stdout(said):\n"
            "    hello('Wei')\nassert said.getvalue() == 'hello Wei\\n'\nprint('heard')"
        ),
        student_names=("hello",),
    )
    assert judged.points == {1: 2, 2: 2}
    assert judged.cells[1].outputs == ()
    assert judged.cells[2].outputs == ({"output_type": "stream", "name": "stdout", "text": "heard\n"},)


def test_what_the_test_itself_writes_to_stderr_costs_the_points_as_with_nbgrader(court):
    judged = court.judge(
        check("import sys\nprint('no', file=sys.stderr)"), check("import warnings\nwarnings.warn('beware')"), check("1")
    )
    assert judged.points == {0: 0, 1: 0, 2: 1}
    assert "stderr" in judged.cells[0].remark


def test_html_in_the_output_is_disarmed(court):
    shows = "print('\\x1b]0;title\\x07\\x1b[31mred')\nHTML('<script>steal()</script>')"
    judged = court.judge(
        answer(f"from IPython.display import HTML, Javascript\n{shows}"),
        answer("Javascript('steal()')"),
    )
    stream, shown = judged.cells[0].outputs
    assert stream["text"] == "\x1b[31mred\n"
    assert "script" not in shown["data"]["text/html"]
    result, note = judged.cells[1].outputs
    assert set(result["data"]) == {"text/plain"}
    assert note["text"] == "[not shown: content of type application/javascript]\n"
