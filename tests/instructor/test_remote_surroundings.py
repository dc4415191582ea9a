"""What a test redirects or catches in the judge holds for the student's code, and nothing else does."""

import builtins
import io
import random
import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout

import numpy as np
import pytest


@pytest.fixture
def fetched(student, notebook):
    """Fetch the names that some code of the student's defines."""

    def fetch(source, *names):
        student.run(source)
        student.inside.surroundings.remember()
        found = student.inside.fetch(names)
        notebook.update(found)
        return found if len(names) > 1 else found[names[0]]

    return fetch


PRINTS = """
import os, subprocess, sys
def f():
    print('one')
    print('two', file=sys.stderr)
    subprocess.run(['echo', 'three'])
    os.write(2, b'four')
def g():
    for i in range(2):
        print(i)
        yield i
class A:
    def __len__(self):
        print('asked')
        return 1
a = A()
"""


def test_printed_text_goes_where_the_test_has_redirected_it(fetched, capsys):
    names = fetched(PRINTS, "f", "g", "a")
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        names["f"]()
        assert list(names["g"]()) == [0, 1]
        assert len(names["a"]) == 1
    assert out.getvalue() == "one\nthree\n0\n1\nasked\n"
    assert err.getvalue() == "two\nfour"
    assert capsys.readouterr() == ("", "")


def test_otherwise_it_is_dropped(fetched, student, capsys):
    names = fetched(PRINTS, "f", "g", "a")
    names["f"]()
    list(names["g"]())
    assert capsys.readouterr() == ("", "")
    assert student.run("pass").outputs == ()


def test_only_the_redirected_stream_gets_its_text(fetched, capsys):
    f = fetched(PRINTS, "f")
    with redirect_stderr(io.StringIO()) as err:
        f()
    assert err.getvalue() == "two\nfour"
    assert capsys.readouterr() == ("", "")


WARNS = """
import warnings
class Own(RuntimeWarning): pass
def f(category=UserWarning):
    warnings.warn('careful', category)
    return 1
def own(): return f(Own)
def divide():
    import numpy as np
    return float(np.float64(1) / 0)
def quiet():
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        return f()
"""


def test_warnings_are_caught_with_category_and_text(fetched):
    names = fetched(WARNS, "f", "own", "divide", "quiet")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for name in names:
            names[name]()
        names["f"](FutureWarning)
    assert [(each.category, str(each.message)) for each in caught] == [
        (UserWarning, "careful"),
        (RuntimeWarning, "careful"),
        (RuntimeWarning, "divide by zero encountered in scalar divide"),
        (FutureWarning, "careful"),
    ]


def test_each_call_warns_anew(fetched):
    f = fetched(WARNS, "f")
    for _ in range(2):
        with pytest.warns(UserWarning, match="careful"):
            assert f() == 1


def test_a_warning_may_be_made_an_error(fetched):
    f = fetched(WARNS, "f")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", RuntimeWarning)
        assert f() == 1
        with pytest.raises(RuntimeWarning, match="careful"):
            f(RuntimeWarning)


def test_a_warning_that_nobody_wants_is_dropped(fetched, capsys):
    f = fetched(WARNS, "f")
    with warnings.catch_warnings():
        warnings.simplefilter("always")  # no record: it would be printed
        assert f() == 1
    assert f() == 1  # in these tests an unwanted warning is an error
    assert capsys.readouterr().err == ""


def test_a_student_who_silences_warnings_is_not_heard(fetched):
    f = fetched(WARNS + "\nwarnings.simplefilter('ignore')", "f")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        f()
    assert caught == []


def test_input_is_answered_by_what_the_test_puts_in_its_place(fetched, monkeypatch):
    f = fetched("def f():\n    return input('a? ') + input()", "f")
    asked = []
    monkeypatch.setattr(builtins, "input", lambda prompt: asked.append(prompt) or str(len(asked)))
    assert f() == "12"
    assert asked == ["a? ", ""]


def test_input_reads_what_the_test_types(fetched, monkeypatch, capsys):
    f = fetched("def f():\n    return [input('a? '), input()]", "f")
    monkeypatch.setattr(sys, "stdin", io.StringIO("x\ny\n"))
    assert f() == ["x", "y"]
    with pytest.raises(EOFError):
        f()


def test_an_exception_of_the_mock_comes_through(fetched, monkeypatch):
    f = fetched("def f():\n    try:\n        return input()\n    except EOFError:\n        return 'end'", "f")
    assert f() == "end"

    class Mine(Exception):
        pass

    def refuse(prompt):
        raise Mine("not now")

    monkeypatch.setattr(builtins, "input", refuse)
    with pytest.raises(Mine, match="not now"):
        f()


DRAWS = "import random, numpy as np\ndef f(): return random.random()\ndef g(n): return np.random.rand(n)"


def test_seeds_go_inwards(fetched, inside):
    names = fetched(DRAWS, "f", "g")
    end = inside.mirror_seeds()
    try:
        random.seed(5)
        np.random.seed(seed=7)
        first = [names["f"](), names["f"](), *names["g"](2)]
        random.seed(5)
        np.random.seed(7)
        assert [random.random(), random.random(), *np.random.rand(2)] == first
        random.seed(5)
        assert names["f"]() == first[0]
    finally:
        end()


def test_the_students_draws_do_not_move_the_judges(fetched, inside):
    names = fetched(DRAWS + "\ndef reset():\n    random.seed(0)\n    np.random.seed(0)", "f", "reset")
    end = inside.mirror_seeds()
    try:
        random.seed(5)
        names["f"]()
        names["reset"]()
        after = random.random()
        random.seed(5)
        assert random.random() == after
    finally:
        end()


def test_no_seed_no_state(fetched, inside):
    names = fetched(DRAWS, "f", "g")
    random.seed(1)
    end = inside.mirror_seeds()
    end()
    assert random.seed.__name__ == "seed"
    assert names["f"]() != names["f"]()


GLOBALS = """
import pandas as pd
count, log, table, limits = 0, [], pd.DataFrame({'x': [1]}), {'a': 1}
def step():
    global count, table
    count += 1
    log.append(count)
    limits['b'] = count
    table = pd.DataFrame({'x': [count]})
    return count
def seen():
    return [count, log, limits, len(table)]
"""


def test_names_follow_what_a_call_changes(fetched, notebook):
    fetched(GLOBALS, "step", "seen", "count", "log", "table", "limits")
    log, limits = notebook["log"], notebook["limits"]
    notebook["step"]()
    notebook["step"]()
    assert notebook["count"] == 2
    assert log is notebook["log"] == [1, 2]
    assert limits is notebook["limits"] == {"a": 1, "b": 2}
    assert notebook["table"]["x"].tolist() == [2]


def test_a_name_that_the_test_has_set_itself_stays(fetched, notebook):
    fetched(GLOBALS, "step", "count")
    notebook["count"] = 100
    notebook["step"]()
    assert notebook["count"] == 100


def test_what_a_test_changes_in_place_is_changed_there(fetched, notebook):
    fetched(GLOBALS, "seen", "log", "limits", "table")
    notebook["log"].append("mine")
    notebook["limits"].clear()
    notebook["table"].loc[1] = 5
    assert notebook["seen"]() == [0, ["mine"], {}, 2]
    notebook["log"].append("again")
    assert notebook["seen"]() == [0, ["mine", "again"], {}, 2]


def test_large_values_are_not_watched(fetched, notebook):
    fetched("import numpy as np\na = np.zeros(100_000)\ndef f():\n    a[0] = 1\n    return a[0]", "a", "f")
    assert notebook["f"]() == 1
    assert notebook["a"][0] == 0
