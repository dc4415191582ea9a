"""Which names a cell sets, and which it needs from the notebook."""

import pytest

from cmlib.instructor.judge.scope import REACHES_ALL, Scope, scope_of
from cmlib.instructor.judge.syntax import base_name, parse


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("assert f(3) == 6", "f"),
        ("assert f(3) == 6, f'found {g(3):.{digits}f}'", "digits f g"),
        ("x = 1\nassert x", "x"),
        ("x += 1", "x"),
        ("x: T = y", "T x y"),
        ("rows[i] += 1", "i rows"),
        ("a.b.c = 1", "a"),
        ("for i in items:\n    y = i", "i items y"),
        ("with f() as g: pass", "f g"),
        ("try:\n    f()\nexcept E as e:\n    raise", "E e f"),
        ("def g(a, b=c):\n    d = a + e\n    return d", "c e g"),
        ("def g(a: T) -> R: return g(a)", "R T g"),
        ("def g():\n    global x\n    x = y", "g x y"),
        ("def g():\n    def h(): return x + own\n    own = 1\n    return h", "g x"),
        ("@wrap\ndef g(*args, **kw): return args, kw", "g wrap"),
        ("async def g(): await h()", "g h"),
        ("await h()", "h"),
        ("h = lambda a, b=c: a + b + d", "c d h"),
        ("class A(B, metaclass=M):\n    x = y\n    def m(self): return A, x, self.z", "A B M x y"),
        ("sum(k * w for k in ks if k > low)", "ks low sum w"),
        ("[k for row in rows for k in row]", "rows"),
        ("{k: v for k, v in d.items()}", "d"),
        ("match f():\n    case [a, *b]: pass\n    case A(): pass", "A a b f"),
        ("import numpy as np, os.path\nfrom x import y\nnp, os, y", ""),
        ("import numpy as np\nnp = 3", "np"),
        ("def f():\n    import json\n    return json", "f"),
        ("import __main__", "__main__"),
        ("from __main__ import g", "__main__"),
        ("patch('__main__.g')", "__main__ patch"),
        ("globals()['x']", "globals"),
        ("!ls", "get_ipython"),
        ("%%time\nassert f(3)", "f"),
        ("%%bash\necho", "get_ipython"),
        ("not python at all", ""),
        ("'\0'", ""),
        ("", ""),
    ],
)
def test_names_that_a_cell_reads_or_sets(source, names):
    assert " ".join(sorted(scope_of(source).used)) == names


def test_what_a_cell_sets_and_imports():
    scope = scope_of(
        "import numpy as np\nx = np.pi\ndef f():\n    global y\n    y = 1\n[z := k for k in range(3)]\ndel w"
    )
    assert scope.assigned == {"f", "w", "x", "y", "z"}
    assert scope.imported == {"np"}


def test_some_names_reach_all_others():
    for source in ("globals()", "eval('x')", "exec('y')", "dir()", "vars()", "locals()", "import __main__", "%pwd"):
        assert scope_of(source).used & REACHES_ALL, source
    assert not scope_of("assert f(3) == 6").used & REACHES_ALL


def test_what_functions_of_other_cells_need():
    helpers = scope_of(
        "import io\n"
        "def one(x):\n    def inner(): return third\n    return two(x) + first\n"
        "if fast:\n    def two(y): return y * second\n"
        "class Kind:\n    def method(self): return fourth\n"
    ).helpers
    assert helpers == {"one": {"two", "first", "third"}, "two": {"second"}, "Kind": {"fourth"}}
    assert scope_of("assert one(1)").needs(helpers) == {"one", "two", "first", "second", "third"}
    assert scope_of("assert Kind().method()").needs(helpers) == {"Kind", "fourth"}
    assert scope_of("assert other").needs(helpers) == {"other"}


def test_a_function_without_a_name_counts_for_whatever_the_cell_sets():
    helpers = scope_of("scale = lambda a: a * rate\nnumber = 3\ndef f(): return limit").helpers
    assert helpers == {"scale": {"rate"}, "number": {"rate"}, "f": {"limit"}}


def test_functions_that_call_each_other_come_to_an_end():
    helpers = scope_of("def a(): return b()\ndef b(): return a() + x").helpers
    assert scope_of("a()").needs(helpers) == {"a", "b", "x"}


def test_a_cell_that_is_not_python_defines_nothing():
    assert scope_of("def f(:") == Scope()


def test_the_tree_of_a_cell():
    assert parse("x = = 1") is None
    assert parse("x = 1").body[0].targets[0].id == "x"
    assert [type(each).__name__ for each in parse("%%capture out\nx = 1").body] == ["Assign", "Assign"]


@pytest.mark.parametrize(
    ("source", "name"),
    [("a", "a"), ("a.b['c'].d()", "a"), ("a[0]", "a"), ("f(x).y", None), ("(await a).b", "a"), ("'x'.join(a)", None)],
)
def test_the_name_at_the_root(source, name):
    assert base_name(parse(source).body[0].value) == name
