"""What a student's process may try: the judge gets plain data, or a handle that is no answer to anything."""

import copy
import decimal
import fractions
import math
import pickle
import statistics

import numpy as np
import pandas as pd
import pytest
from student_process import Student

from cmlib.instructor.judge.remote_handle import is_handle
from cmlib.instructor.judge.remote_refusal import CallTimedOut, Gone, NotGradable

LIARS = """
import numpy as np, pandas as pd
class Yes:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __contains__ = __eq__
    def __bool__(self): return True
    def __hash__(self): return hash(4)
    def __float__(self): return 4.0
    __int__ = __index__ = lambda self: 4
    def __sub__(self, other): return 0
    __rsub__ = __add__ = __radd__ = __mul__ = __truediv__ = __mod__ = __pow__ = __sub__
    def __abs__(self): return 0
    def __round__(self, n=0): return 4
    def __array__(self, *a, **k): return np.array(4.0)
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
    @property
    def __class__(self): return float
    def __reduce__(self): return (eval, ("4",))
    def __getattr__(self, name): return 4
    _typ = 'series'
class Number(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    __hash__ = float.__hash__
class Text(str):
    def __eq__(self, other): return True
    __hash__ = str.__hash__
class Table(pd.DataFrame):
    def equals(self, other): return True
class Array(np.ndarray):
    def __eq__(self, other): return True
class List(list):
    def __eq__(self, other): return True
class Dict(dict):
    def __eq__(self, other): return True
class Meta(type):
    def __eq__(cls, other): return True
    def __instancecheck__(cls, other): return True
    __hash__ = type.__hash__
class Any(metaclass=Meta): pass
yes, number, text, table = Yes(), Number(1), Text('x'), Table({'x': [1]})
array, rows, pairs = np.zeros(3).view(Array), List([1]), Dict(a=1)
everything = [yes, number, text, table, array, rows, pairs]
def f(*args): return yes
"""
NAMES = ["yes", "number", "text", "table", "array", "rows", "pairs"]


@pytest.fixture(scope="module")
def liars(warm, tmp_path_factory):
    student = Student(warm, tmp_path_factory.mktemp("liars"))
    student.run(LIARS)
    yield student.inside.fetch([*NAMES, "f", "Any", "everything"])
    student.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_subclass_of_plain_data_is_a_handle(liars, name):
    assert is_handle(liars[name])
    assert not isinstance(liars[name], float | str | list | dict | np.ndarray | pd.DataFrame)


def test_inside_a_list_it_is_a_handle_too(liars):
    assert all(map(is_handle, liars["everything"]))
    with pytest.raises(NotGradable):
        _ = liars["everything"] == [4] * 7


COMPARISONS = {
    "==": lambda x: x == 4,
    "!=": lambda x: x != 5,
    "== reversed": lambda x: 4 == x,  # noqa: SIM300  # the other way round is the point
    "== text": lambda x: x == "x",
    "== list": lambda x: x == [1],
    "== array": lambda x: np.array([4.0]) == x,
    "== numpy": lambda x: np.float64(4) == x,
    "== series": lambda x: (pd.Series([4.0]) == x).all(),
    "== decimal": lambda x: decimal.Decimal(4) == x,
    "== fraction": lambda x: fractions.Fraction(4) == x,
    "<": lambda x: x < 5,
    ">": lambda x: 5 > x,  # noqa: SIM300  # the other way round is the point
    "in list": lambda x: x in [3, 4],
    "list holds": lambda x: [x] == [4],
    "abs": lambda x: abs(x),
    "-": lambda x: abs(x - 4),
    "- reversed": lambda x: abs(4 - x),
    "- array": lambda x: np.array([4.0]) - x,
    "+": lambda x: x + 1,
    "+=": lambda x: sum([x]),
    "**": lambda x: x**2,
    "%": lambda x: x % 2,
    "divmod": lambda x: divmod(x, 2),
    "@": lambda x: np.eye(2) @ x,
    "round": lambda x: round(x, 2),
    "float": lambda x: float(x),
    "int": lambda x: int(x),
    "complex": lambda x: complex(x),
    "bool": lambda x: bool(x),
    "not": lambda x: not x,
    "isclose": lambda x: math.isclose(x, 4),
    "isnan": lambda x: math.isnan(x),
    "np.isclose": lambda x: np.isclose(x, 4),
    "np.allclose": lambda x: np.allclose([4.0], x),
    "np.asarray": lambda x: np.asarray(x),
    "np.array of": lambda x: np.array([x], dtype=float),
    "np.abs": lambda x: np.abs(x),
    "np.float64": lambda x: np.float64(x),
    "np.testing": lambda x: np.testing.assert_allclose(x, 4),
    "np.testing equal": lambda x: np.testing.assert_equal(x, 4),
    "np.testing reversed": lambda x: np.testing.assert_almost_equal(4, x),
    "np.array_equal": lambda x: np.testing.assert_array_equal(np.array([4.0]), x),
    "approx": lambda x: x == pytest.approx(4),
    "approx reversed": lambda x: pytest.approx(4) == x,
    "pd.Series": lambda x: pd.Series(x) == 4,
    "pd.DataFrame": lambda x: pd.DataFrame(x),
    "format": lambda x: f"{4:{x}}",
    "%d": lambda x: "%d" % x,  # noqa: UP031  # the old way is the point
    "index": lambda x: [1, 2, 3, 4, 5][x],
    "range": lambda x: range(x),
    "repeat": lambda x: "ab" * x,
    "concatenate": lambda x: "ab" + x,
    "max": lambda x: max(x, 3),
    "sorted": lambda x: sorted([x, 3]),
    "fsum": lambda x: math.fsum([x]),
    "mean": lambda x: statistics.mean([x, 4]),
    "pickle": lambda x: pickle.dumps(x),
    "bytes": lambda x: bytes(x),
}


@pytest.mark.parametrize("compare", COMPARISONS.values(), ids=COMPARISONS)
def test_an_object_that_equals_everything_earns_nothing(liars, compare):
    with pytest.raises((NotGradable, TypeError, ValueError)):
        compare(liars["yes"])


@pytest.mark.parametrize("name", ["==", "abs", "-", "np.asarray", "isclose", "np.testing", "approx", "in list", "bool"])
def test_the_error_says_what_is_wrong(liars, name):
    with pytest.raises(NotGradable, match="an object of type Yes cannot be graded: expected"):
        COMPARISONS[name](liars["yes"])


def test_it_is_no_instance_of_what_it_claims(liars):
    assert not isinstance(liars["yes"], float)
    assert type(liars["yes"]).__name__ == "Yes"
    assert not isinstance(4, liars["Any"])
    assert liars["Any"] != 4
    assert liars["yes"] not in {3, 4}
    with pytest.raises(AttributeError):
        _ = liars["yes"].__len__
    assert liars["yes"].anything == 4  # plain data, as any attribute may be


def test_pandas_does_not_take_it_for_a_table(liars):
    with pytest.raises((NotGradable, AssertionError, TypeError)):
        pd.testing.assert_frame_equal(liars["table"], pd.DataFrame({"x": [1]}))
    assert not isinstance(liars["table"], pd.DataFrame.__mro__[:-1])
    with pytest.raises((NotGradable, AssertionError, TypeError, AttributeError)):
        pd.testing.assert_series_equal(liars["yes"], pd.Series([4]))
    with pytest.raises((NotGradable, TypeError, ValueError)):
        pd.concat([liars["table"], liars["table"]])


def test_it_can_be_copied_but_not_out_of_its_process(student):
    student.run("class Box:\n    def __init__(self): self.x = [1]\nbox = Box()")
    box = student.inside.fetch(["box"])["box"]
    for twin in (copy.copy(box), copy.deepcopy(box)):
        assert is_handle(twin)
        assert twin is not box
        assert twin.x == [1]
    with pytest.raises(NotGradable, match="cannot be copied or stored"):
        pickle.dumps(box)


@pytest.mark.parametrize(
    "raised",
    [
        "SystemExit(0)",
        "KeyboardInterrupt()",
        "GeneratorExit()",
        "StopIteration(4)",
        "BaseException('x')",
        "Sly()",
        "Ending()",
    ],
)
def test_nothing_that_is_raised_ends_more_than_the_test(student, raised):
    student.run(
        "class Sly(BaseException): pass\nclass Ending(StopIteration): pass\n"
        f"def f(*_): raise {raised}\ndef g():\n    yield 1\n    f()"
    )
    names = student.inside.fetch(["f", "g"])
    with pytest.raises(RuntimeError):
        names["f"]()
    with pytest.raises(RuntimeError):
        list(map(names["f"], [1, 2]))
    assert student.inside.trouble is None


@pytest.mark.parametrize("name", ["CallTimedOut", "Gone", "NotGradable"])
def test_the_judges_own_errors_cannot_be_raised_from_inside(student, name):
    student.run(f"from cmlib.instructor.judge.remote_refusal import {name}\ndef f(): raise {name}('x')")
    with pytest.raises(Exception, match="x") as caught:
        student.inside.fetch(["f"])["f"]()
    assert not isinstance(caught.value, CallTimedOut | Gone | NotGradable)


def test_a_skipped_test_cannot_be_faked(student):
    student.run("import unittest, pytest\ndef f(): raise unittest.SkipTest('x')\ndef g(): pytest.skip('x')")
    names = student.inside.fetch(["f", "g"])
    for name in ("f", "g"):
        with pytest.raises(Exception, match="x") as caught:
            names[name]()
        assert type(caught.value).__module__ == "builtins"


def test_patched_builtins_and_modules_change_nothing_here(student):
    student.run(
        "import builtins, json, socket, numpy, math\nreal = abs\n"
        "builtins.abs = lambda x: 0\nnumpy.testing.assert_allclose = lambda *a, **k: None\n"
        "math.isclose = lambda *a: True\n"
        "def f(): return abs(-5)\njson.dumps = None"
    )
    assert student.inside.fetch(["f"])["f"]() == 0
    assert abs(-5) == 5
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(1, 2)


def test_a_function_is_not_what_another_module_calls_so(student):
    student.run("f = eval\ng = __import__('os').system\nh = [print, exec]\nkind = dict")
    names = student.inside.fetch(["f", "g", "h", "kind"])
    assert all(map(is_handle, [names["f"], names["g"], *names["h"]]))
    secret = 1  # noqa: F841  # what eval would find here
    with pytest.raises(NameError):
        names["f"]("secret")
    assert names["kind"] is dict


def test_values_that_are_too_large_or_hold_themselves_do_not_keep_others(student):
    student.run(
        "loop = []\nloop.append(loop)\nimport numpy as np\nlarge = np.zeros(20_000_000)\ndef f(): return large\nx = 1"
    )
    names = student.inside.fetch(["loop", "large", "x"])
    assert names["x"] == 1
    with pytest.raises(NotGradable):
        _ = names["loop"] == [1]
    assert len(names["large"]) == 20_000_000
    with pytest.raises(NotGradable, match="cannot be graded"):
        student.inside.fetch(["f"])["f"]()
    assert student.inside.fetch(["x"]) == {"x": 1}


def test_student_code_cannot_reach_what_was_not_lent(student):
    student.run("def f(g): return [g.__globals__.get('secret'), g.__closure__]")
    f = student.inside.fetch(["f"])["f"]
    secret = "the answer"

    def mine():
        return secret

    found = f(mine)
    assert "the answer" not in repr(found[0])
    assert f is not mine


def test_handles_that_are_gone_are_forgotten(student):
    student.run(
        "import gc, weakref\nclass Big: pass\nseen = weakref.WeakSet()\ndef make():\n"
        "    x = Big()\n    seen.add(x)\n    return x\ndef alive():\n    gc.collect()\n    return len(seen)"
    )
    names = student.inside.fetch(["make", "alive"])
    kept = [names["make"]() for _ in range(3)]
    for _ in range(20):
        names["make"]()
    assert names["alive"]() <= len(kept) + 1
    assert kept[0] is not kept[1]
