"""Handles, stubs and classes: what they can do, and what stays where it is."""

import gc
import inspect
import types
from collections.abc import Callable, Iterable, Iterator, Sized

import numpy as np
import pandas as pd
import pytest

from cmlib.instructor.judge.remote_refusal import NotGradable


@pytest.fixture
def fetch(student):
    def run_and_fetch(source, *names):
        student.run(source)
        found = student.inside.fetch(names)
        return found if len(names) > 1 else found[names[0]]

    return run_and_fetch


def test_a_handle_can_do_what_its_object_can(fetch):
    names = fetch(
        "class Plain: pass\nclass Full:\n"
        + "".join(f"    def __{name}__(self, *a): return iter([])\n" for name in ("iter", "call", "next"))
        + "    def __len__(self): return 0\na, b = Plain(), Full()",
        "a",
        "b",
    )
    for what in (Callable, Iterable, Iterator, Sized):
        assert not isinstance(names["a"], what)
        assert isinstance(names["b"], what)
    with pytest.raises(TypeError, match="has no len"):
        len(names["a"])
    with pytest.raises(TypeError, match="not iterable"):
        list(names["a"])
    with pytest.raises(TypeError, match="not callable"):
        names["a"]()
    with pytest.raises(TypeError, match="not subscriptable"):
        _ = names["a"][0]


def test_items_can_be_set_and_deleted(fetch):
    box = fetch("class Box(dict):\n    pass\nbox = Box(a=1)", "box")
    box["b"] = [2]
    del box["a"]
    assert list(box) == ["b"]
    assert box["b"] == [2]
    assert "b" in box
    with pytest.raises(KeyError, match="a"):
        _ = box["a"]


def test_attributes_can_be_set_and_deleted(fetch):
    box = fetch("class Box:\n    pass\nbox = Box()", "box")
    box.x = {"a": (1, 2)}
    assert box.x == {"a": (1, 2)}
    assert "x" in dir(box)
    del box.x
    assert not hasattr(box, "x")


def test_a_property_that_raises(fetch):
    box = fetch("class Box:\n    @property\n    def x(self):\n        raise ValueError('no x')\nbox = Box()", "box")
    with pytest.raises(ValueError, match="no x"):
        _ = box.x


def test_one_object_has_one_handle(fetch):
    names = fetch("class Box: pass\na = Box()\nb = [a, a]\ndef f(): return a\nc = Box()", "a", "b", "f", "c")
    assert names["b"][0] is names["b"][1] is names["a"] is names["f"]()
    assert names["a"] == names["f"]()
    assert names["a"] != names["c"]
    assert names["a"] in names["b"]
    assert len({names["a"], names["c"]}) == 2


def test_objects_with_their_own_equality_are_not_compared(fetch):
    names = fetch("class Box:\n    def __eq__(self, other): return True\na, b = Box(), Box()", "a", "b")
    with pytest.raises(NotGradable):
        _ = names["a"] == names["b"]


def test_none_is_no_object(fetch):
    box = fetch("class Box: pass\nbox = Box()", "box")
    assert box is not None
    assert box != None  # noqa: E711  # that is how students and instructors write it


def test_a_method_looks_like_a_function(fetch):
    box = fetch(
        "class Box:\n    def put(self, x, *, at=0):\n        'Put it.'\n        return x + at\nbox = Box()", "box"
    )
    assert str(inspect.signature(box.put)) == "(x, *, at=0)"
    assert box.put.__name__ == "put"
    assert box.put.__doc__ == "Put it."
    assert "return x + at" in inspect.getsource(box.put)
    assert box.put(1, at=2) == 3


def test_signatures_of_classes_and_callables(fetch):
    names = fetch(
        "import functools\nclass Box:\n    def __init__(self, a, b=1): ...\n    def __call__(self, c): ...\n"
        "box = Box(1)\n"
        "@functools.lru_cache\ndef cached(x: 'int'):\n    return x\npart = functools.partial(cached, 1)\nbig = max",
        "Box",
        "box",
        "cached",
        "part",
        "big",
    )
    assert str(inspect.signature(names["Box"])) == "(a, b=1)"
    assert str(inspect.signature(names["box"])) == "(c)"
    assert list(inspect.signature(names["cached"]).parameters) == ["x"]
    assert names["cached"].__name__ == "cached"
    assert "lru_cache" in inspect.getsource(names["cached"])
    assert names["part"]() == 1
    assert names["big"].__name__ == "max"
    assert names["big"]([1, 3, 2]) == 3
    with pytest.raises(ValueError, match="no signature"):
        inspect.signature(names["big"])


def test_a_function_without_source_says_so(fetch):
    f = fetch("exec('def f(): return 1')", "f")
    with pytest.raises(OSError, match="source"):
        inspect.getsource(f)


def test_attributes_of_functions(fetch):
    f = fetch("def f(x: int, y=2) -> float:\n    f.calls += 1\n    return x\nf.calls = 0", "f")
    f(1)
    assert f.calls == 1
    assert f.__annotations__ == {"x": int, "return": float}
    assert f.__defaults__ == (2,)
    assert f.__code__.co_name == "f"
    f.calls = 10
    f(1)
    assert f.calls == 11


def test_a_stub_as_a_method_of_the_tests_own_class(fetch):
    f = fetch("def f(number): return number + 1", "f")

    class Mine(int):
        pass

    assert isinstance(Mine.__dict__.get("f", f), types.FunctionType)
    assert pd.Series([1, 2]).map(f).tolist() == [2, 3]
    assert pd.Series([1, 2]).agg(f).tolist() == [2, 3]


def test_a_class_cannot_be_subclassed_here(fetch):
    kind = fetch("class Box: pass", "Box")
    with pytest.raises(NotGradable, match="cannot be subclassed"):

        class Mine(kind):
            pass


def test_inheritance_is_mirrored(fetch):
    names = fetch(
        "class A: pass\nclass B(A): pass\nclass C: pass\nclass D(B, C): pass\nd = D()\n"
        "class E(KeyError): pass\nclass F(E): pass",
        *"ABCDdEF",
    )
    A, B, C, D, E, F = (names[name] for name in "ABCDEF")  # classes
    assert issubclass(D, A)
    assert issubclass(D, C)
    assert not issubclass(C, A)
    assert [each.__name__ for each in D.__mro__[:4]] == ["D", "B", "A", "C"]
    assert isinstance(names["d"], B)
    assert type(names["d"]) is D is names["d"].__class__
    assert issubclass(F, E)
    assert issubclass(F, LookupError)


def test_an_exception_can_go_back_in(fetch):
    names = fetch(
        "class Odd(Exception):\n    def __init__(self, x):\n        super().__init__(x)\n        self.box = object()\n"
        "def f(x): raise Odd(x)\ndef g(error): return type(error).__name__, error.args, hasattr(error, 'box')",
        "Odd",
        "f",
        "g",
    )
    with pytest.raises(names["Odd"]) as caught:
        names["f"](5)
    assert names["g"](caught.value) == ("Odd", (5,), True)
    with pytest.raises(AttributeError):
        _ = caught.value.nothing
    with pytest.raises(names["Odd"], match="mine"):
        raise names["Odd"]("mine")


@pytest.mark.parametrize(
    ("source", "kind", "args"),
    [
        ("open('nothing.txt')", FileNotFoundError, (2, "No such file or directory")),
        ("b'\\xff'.decode()", UnicodeDecodeError, ("utf-8", b"\xff", 0, 1, "invalid start byte")),
        ("import nothing_like_it", ModuleNotFoundError, ("No module named 'nothing_like_it'",)),
        ("[][1]", IndexError, ("list index out of range",)),
        ("int('x')", ValueError, ("invalid literal for int() with base 10: 'x'",)),
        ("import json; json.loads('{')", ValueError, None),
        ("raise ValueError(object())", ValueError, None),
        ("raise ExceptionGroup('g', [ValueError(1)])", Exception, None),
        ("import pandas; pandas.Series([1]).loc[5]", KeyError, (5,)),
        ("import numpy; numpy.zeros(3).reshape(2)", ValueError, None),
        ("assert 1 == 2, 'no'", AssertionError, ("no",)),
        ("def g(): g()\n    g()", RecursionError, None),
    ],
)
def test_builtin_exceptions_are_themselves(fetch, source, kind, args):
    f = fetch(f"def f():\n    {source}", "f")
    with pytest.raises(kind) as caught:
        f()
    assert args is None or caught.value.args == args


def test_an_exception_that_is_made_in_a_way_of_its_own(fetch):
    f = fetch(
        "class Base(Exception): pass\nclass Odd(Base, KeyError):\n    def __init__(self, *, code): self.code = code\n"
        "    def __str__(self): return f'code {self.code}'\ndef f(): raise Odd(code=5)",
        "f",
    )
    with pytest.raises(Exception, match="code 5") as caught:
        f()
    assert caught.value.code == 5
    lib = fetch("import json\ndef f(): json.loads('{')\ndef g():\n    import pandas.errors\n"
                "    raise pandas.errors.InvalidColumnName('bad')", "g")  # fmt: skip
    with pytest.raises(pd.errors.InvalidColumnName, match="bad"):
        lib()


def test_named_tuples_with_defaults_that_cannot_be_hashed(fetch):
    kind = fetch("from collections import namedtuple\nP = namedtuple('P', 'x y', defaults=[[]])", "P")
    assert kind(1) == (1, [])
    assert kind(1).y == []


def test_a_read_only_array_stays_as_it_is(fetch):
    f = fetch("def f(a):\n    a[0] = 9", "f")
    fixed = np.zeros(2)
    fixed.setflags(write=False)
    f(fixed)
    assert fixed.tolist() == [0, 0]


def test_arguments_of_every_kind_come_back(fetch):
    f = fetch(
        "def f(rows, *, table, series, bits, names, pair):\n"
        "    rows[0].append(2); rows.append('new'); bits[:] = b'xyz'; names.add('b'); pair[0]['k'] = 1\n"
        "    table.drop(columns='a', inplace=True); series.iloc[0] = 5.0",
        "f",
    )
    inner, names, pair = [1], {"a"}, ({},)
    rows, bits = [inner], bytearray(b"ab")
    table, series = pd.DataFrame({"a": [1], "b": [2]}), pd.Series([1.0, 2])
    twin, before = series, table["b"]
    f(rows, table=table, series=series, bits=bits, names=names, pair=pair)
    assert rows == [[1, 2], "new"]
    assert rows[0] is inner
    assert (bits, names, pair) == (bytearray(b"xyz"), {"a", "b"}, ({"k": 1},))
    assert list(table.columns) == ["b"]
    assert twin.tolist() == [5, 2]
    assert before.tolist() == [2]


def test_an_argument_keeps_its_type(fetch):
    f = fetch("def f(xs):\n    xs.append(len)\n    xs[0] = {}", "f")
    xs = [[1]]
    f(xs)
    assert xs[0] == {}
    assert xs[1]([1, 2]) == 2


def test_stubs_of_methods_do_not_pile_up(fetch, student):
    names = fetch("class Box:\n    def put(self): return 1\nbox = Box()\ndef f(): return 1", "box", "f")
    for _ in range(50):
        names["box"].put()
    gc.collect()
    names["f"]()
    count = student.run(
        "import gc\nfrom cmlib.instructor.inside.objects import Objects\n"
        "[len(each._kept) for each in gc.get_objects() if type(each) is Objects]"
    )
    assert int(count.outputs[0]["data"]["text/plain"].strip("[]")) < 20
