"""Whose value a name has while the instructor's code runs, and afterwards."""

import pytest

from cmlib.instructor.judge.namespace import Namespace
from cmlib.instructor.judge.remote_refusal import NotGradable


class Student:
    """What the student's process holds; some values cannot be had."""

    def __init__(self, unfit=(), **values):
        self.values = values
        self.unfit = unfit
        self.asked = []

    def fetch(self, names):
        self.asked.append(sorted(names))
        if set(names) & set(self.unfit):
            raise NotGradable("too deep")
        return {name: self.values[name] for name in names if name in self.values}


def import_here(statement):
    return {"np": "the judge's numpy"} if statement == "import numpy as np" else {}


def names_of(student, students, imports=None, **values):
    return Namespace(values, student, students, imports or {}, import_here)


def test_what_a_cell_uses_is_fetched_and_taken_out_again():
    student = Student(f="stub", df="table", other=1)
    names = names_of(student, ["f", "df", "other"], df="given table", limit=5)
    with names.for_instructor("assert f(df) > limit"):
        assert names.values == {"f": "stub", "df": "table", "limit": 5}
    assert names.values == {"df": "given table", "limit": 5}
    assert student.asked == [["df", "f"]]


def test_what_the_student_has_deleted_is_not_there():
    names = names_of(Student(), ["df"], df="given table")
    with names.for_check("assert df is not None"):
        assert names.values == {}
    assert names.values == {"df": "given table"}


def test_names_of_the_instructor_are_never_asked_for():
    student = Student(abs="lie", np="lie", helper="lie", x=1)
    names = names_of(student, ["x"], np="numpy", helper="function")
    with names.for_check("assert helper(abs(x)) == np.pi"):
        assert names.values == {"np": "numpy", "helper": "function", "x": 1}
    assert student.asked == [["x"]]


def test_what_a_helper_uses_comes_along():
    student = Student(f="stub", g="stub")
    names = names_of(student, ["f", "g"])
    with names.for_instructor("def helper(x):\n    return f(x)"):
        pass
    with names.for_check("def second(x):\n    return helper(x) + 1"):
        assert names.values == {"f": "stub"}
    assert names.values == {}
    with names.for_check("assert second(1)"):
        assert names.values == {"f": "stub"}


def test_functions_of_checks_that_are_not_run_are_learnt():
    names = names_of(Student(f="stub"), ["f"])
    names.learn("def helper(x):\n    return f(x)")
    with names.for_check("assert helper(1)"):
        assert names.values == {"f": "stub"}


@pytest.mark.parametrize("source", ["globals()['x']", "eval('y')", "import __main__", "%run x", "dir()"])
def test_code_that_reaches_all_names_gets_all(source):
    names = names_of(Student(x=1, y=2, z=3), ["x", "y"])
    with names.for_check(source):
        assert names.values == {"x": 1, "y": 2}


def test_a_name_that_a_check_has_set_stays_until_the_student_sets_it_again():
    student = Student(result="student's")
    names = names_of(student, ["result"])
    with names.for_check("result = 1"):
        names.values["result"] = "check's"
    assert names.values == {"result": "check's"}
    with names.for_check("assert result"):
        assert names.values == {"result": "check's"}
    names.ran_inside("other = 1")
    with names.for_check("assert result"):
        assert names.values == {"result": "check's"}
    names.ran_inside("result = 2")
    with names.for_check("assert result"):
        assert names.values == {"result": "student's"}
    assert names.values == {"result": "check's"}


@pytest.mark.parametrize("source", ["exec('result = 2')", "result = = 2", "%run task.py", "result.append(1)"])
def test_code_of_the_student_that_may_have_set_a_name_has(source):
    names = names_of(Student(result="student's"), ["result"])
    with names.for_check("result = 1"):
        names.values["result"] = "check's"
    names.ran_inside(source)
    with names.for_check("assert result"):
        assert names.values == {"result": "student's"}


def test_what_a_check_sets_inside_is_fetched_from_there():
    names = names_of(Student(seen=[1], f="stub"), ["f"])
    names.check_ran_inside("class Derived(f): pass\nseen = []")
    with names.for_check("assert seen"):
        assert names.values == {"seen": [1]}


def test_a_value_that_cannot_come_does_not_keep_the_others():
    names = names_of(Student(unfit=["bad"], bad=1, good=2), ["bad", "good"])
    with names.for_check("assert bad or good"):
        assert names.values == {"good": 2}
        assert names.unfit == {"bad": "too deep"}
    with names.for_check("assert good"):
        assert names.unfit == {}


def test_an_import_of_the_solution_alone_is_the_judges_own():
    imports = {"np": "import numpy as np", "gone": "import gone"}
    student = Student(np="the student's", gone="the student's")
    names = names_of(student, [], imports)
    with names.for_check("assert np.pi and gone"):
        assert names.values == {"np": "the judge's numpy"}
    assert names.values == {"np": "the judge's numpy"}
    missing = names_of(Student(), [], imports)
    with missing.for_check("assert np.pi"):
        assert missing.values == {}
    kept = names_of(student, [], imports, np="given")
    with kept.for_check("assert np.pi"):
        assert kept.values == {"np": "given"}


def test_names_come_back_when_the_code_is_stopped():
    names = names_of(Student(df="table", x=1), ["df", "x"], df="given table")

    def stop():
        with names.for_check("x = df"):
            names.values["x"] = names.values["df"]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert names.values == {"df": "given table", "x": "table"}
