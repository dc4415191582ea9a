"""Whose name is whose, from the reference solution alone."""

import pytest

from cmlib.instructor.judge.names import names_without_solution, solution_imports, student_names


def cell(source, *, solution=False, grade=False, **metadata):
    marks = {"grade_id": "x", "solution": solution, "grade": grade}
    return {"cell_type": "code", "source": source, "metadata": {"nbgrader": marks, **metadata}}


def given(source):
    return {"cell_type": "code", "source": source, "metadata": {}}


def solution(source, **metadata):
    return cell(source, solution=True, **metadata)


def check(source, **metadata):
    return cell(source, grade=True, **metadata)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("x = 1", "x"),
        ("x += 1", "x"),
        ("x: int = 1", "x"),
        ("a = b = 1", "a b"),
        ("(a, [b, *c]) = 1, [2, 3]", "a b c"),
        ("print(n := 3)", "n"),
        ("[last := each for each in 'ab']", "last"),
        ("for i, j in []: k = 1", "i j k"),
        ("while True: x = 1", "x"),
        ("with open('f') as f, open('g') as (g, h): y = 1", "f g h y"),
        ("def f(a, b=1):\n    c = 2", "f"),
        ("async def f(): pass", "f"),
        ("class A:\n    inner = 1\n    def method(self): self.x = 1", "A"),
        (
            "try:\n    x = 1\nexcept ValueError as error:\n    y = 2\nelse:\n    z = 3\nfinally:\n    w = 4",
            "error w x y z",
        ),
        ("del gone", "gone"),
        ("def f():\n    global total\n    total = 1", "f total"),
        ("def f():\n    global unused", "f"),
        ("def f():\n    def g():\n        nonlocal_ = 1\n    return g", "f"),
        ("match p:\n    case [a, *b]: pass\n    case {'k': c, **d}: pass\n    case str() as e: pass", "a b c d e"),
        ("if a: x = 1\nelif b: y = 1\nelse: z = 1", "x y z"),
        ("f = lambda own: own", "f"),
        ("squares = [k * k for k in range(3)]", "squares"),
        ("df['y'] = 1", "df"),
        ("df.loc[df.x > 1, 'y'] = 1", "df"),
        ("df['y'] += 1", "df"),
        ("del df['y']", "df"),
        ("ax.title = 't'", "ax"),
        ("fig.axes[0].title = 't'", "fig"),
        ("df.drop(columns='x', inplace=True)", "df"),
        ("rows.append(1)", "rows"),
        ("ax.get_figure().suptitle('t')", "ax"),
        ("ax.plot(x, y)", "ax"),
        ("ax.hist(values)", "ax"),
        ("df.head()", ""),
        ("df['a'].describe()", ""),
        ("df.plot(x='a', y='b')", ""),
        ("df.hist('a')", ""),
        ("len(df)", ""),
        ("print(df)", ""),
        ("show(df)", ""),
        ("df.a.mean() > 3", ""),
        ("[rows.append(k) for k in range(3)]", "rows"),
        ("ready and rows.append(1)", "rows"),
        ("rows.append(1) if ready else other.clear()", "other rows"),
        ("await rows.append(1)", "rows"),
        ("last = stack.pop()", "last stack"),
        ("from random import shuffle\nshuffle(cards)", "cards"),
        ("setattr(thing, 'a', 1)", "thing"),
        ("import seaborn as sns\nsns.barplot(data=df, ax=axes[0])", "axes"),
        ("import numpy as np\nnp.add(a, b, out=total)", "total"),
        ("def f(x):\n    rows.append(x)", "f rows"),
        ("def f(rows):\n    rows.append(1)", "f"),
        ("def f():\n    own = []\n    own.append(1)\n    book['a'] = 1", "book f"),
        ("[k.clear() for k in rows]", ""),
        ("import numpy as np", ""),
        ("from math import pi as circle", ""),
        ("import numpy as np\nnp.random.seed(1)", ""),
        ("import matplotlib.pyplot as plt\nplt.rcParams['x'] = 1\nplt.title('t')", ""),
        ("open('f').write('x')", ""),
        ("thing().value = 1", ""),
        ("%matplotlib inline\nx = !ls\ny = %time 3", "x y"),
        ("%time z = 3", "z"),
        ("%%time\nx = 1", "x"),
        ("%%capture out\nx = 1", "out x"),
        ("%%capture\nx = 1", "x"),
        ("%%bash\nx=1", ""),
        ("x = = 1", ""),
        ("x = 1 ?", ""),
        ("", ""),
    ],
)
def test_what_a_solution_sets_or_changes_is_the_students(source, names):
    assert " ".join(student_names([solution(source)])) == names


def test_only_solution_cells_count():
    cells = [given("a = 1"), check("b = 2"), {"cell_type": "markdown", "source": "c = 3", "metadata": {}}]
    assert student_names(cells) == ()
    assert student_names([*cells, solution("d = 4"), cell("e = 5", solution=True, grade=True)]) == ("d", "e")


def test_a_source_may_be_a_list_of_lines():
    assert student_names([solution(["x = 1\n", "y = 2"])]) == ("x", "y")


def test_a_module_of_the_instructor_stays_the_instructors_when_its_functions_are_called():
    cells = [given("import numpy as np\nrows = []"), solution("np.random.seed(3)\nrows.append(1)")]
    assert student_names(cells) == ("rows",)
    assert student_names([*cells, solution("np = 3")]) == ("np", "rows")


def test_metadata_add_and_take_away():
    names = {"student_names": ["df", "x"], "instructor_names": ["helper", "x"]}
    assert student_names([solution("helper = y = 1"), check("assert y", cmlib=names)]) == ("df", "y")


@pytest.mark.parametrize("names", ["x", [1], ["a b"], {"x": 1}])
def test_metadata_that_are_no_names_are_refused(names):
    with pytest.raises(ValueError, match=r"cmlib\.student_names are a list of names, found"):
        student_names([solution("x = 1", cmlib={"student_names": names})])


def test_metadata_of_another_kind_are_not_ours():
    assert student_names([solution("x = 1", cmlib="lesson")]) == ("x",)


def test_without_a_solution_what_checks_use_and_nobody_defines_is_the_students():
    cells = [
        given("import numpy as np\nimport pandas as pd\ndef helper(x):\n    return rate(x) * np.pi"),
        solution("# YOUR CODE HERE\nraise NotImplementedError()"),
        check("wanted = 3\ndef compare(x):\n    return abs(ratio(x) - wanted) < 1e-9\nassert compare(2), 'no'"),
        check("assert helper(table['a'].sum()) > 0\nassert compare(1)\nfor i in range(3):\n    assert pd.isna(i)"),
        given("unused = other(1)"),
    ]
    assert names_without_solution(cells) == ("rate", "ratio", "table")
    cells[2]["metadata"]["cmlib"] = {"instructor_names": ["table"], "student_names": ["ax"]}
    assert names_without_solution(cells) == ("ax", "rate", "ratio")


def test_imports_that_only_the_solution_makes():
    cells = [
        given("import numpy as np\nfrom math import pi"),
        solution(
            "import numpy as np, pandas as pd\nimport os.path\nfrom math import (pi, tau as turn)\nfrom x import *"
        ),
        check("import json"),
        given("import os"),
    ]
    wanted = {"pd": "import pandas as pd", "turn": "from math import tau as turn"}
    assert solution_imports(cells) == wanted
    assert solution_imports(cells[:-1]) == {**wanted, "os": "import os.path"}
