"""What a student may read of a failed check: the instructor's words, never hidden values."""

import linecache

import numpy as np
import pandas as pd
import pytest

from cmlib.instructor.judge.message import NOT_PASSED, message_of, of_assertion, printed, shortened
from cmlib.instructor.judge.remote_refusal import NotGradable


def raised(source, module="__main__", file="<check>"):
    """The exception that a cell raises."""
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    try:
        exec(compile(source, file, "exec"), {"__name__": module, "np": np, "pd": pd, "NotGradable": NotGradable})
    except Exception as error:
        return error
    raise AssertionError("the source raises nothing")


def from_student(source):
    """The exception as it comes from a call in the student's process."""
    return raised(source, "cmlib.instructor.judge.remote", "/somewhere/remote.py")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x = 3\nassert x == 4, f'{x} is off'", "3 is off"),
        ("assert 0, 'two\\n\\n  lines'", "two\nlines"),
        ("assert 0", NOT_PASSED),
        ("assert 0, ''", NOT_PASSED),
        ("def helper():\n    assert 0, 'deep'\nhelper()", "deep"),
        ("raise ValueError('give a fraction')", "give a fraction"),
        ("raise ValueError", "ValueError"),
        ("missing", "NameError: name 'missing' is not defined"),
        ("import nothing_of_that_name", "ModuleNotFoundError: No module named 'nothing_of_that_name'"),
        ("None + 1", "TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'"),
        ("x = None\nx[0]", "TypeError: 'NoneType' object is not subscriptable"),
        ("x = 3\nlen(x)", "TypeError: object of type 'int' has no len()"),
        ("[][0]", "IndexError: list index out of range"),
        ("1 < 'a'", "TypeError: '<' not supported between instances of 'int' and 'str'"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("{}['mean']", "KeyError: 'mean'"),
        ("{}[3.14159]", "the check could not use what your code gave: KeyError"),
        ("float('3.14159')\nint('3.14159')", "the check could not use what your code gave: ValueError"),
        ("np.ones(2) + np.ones(3)", "the check could not use what your code gave: ValueError"),
        ("1 +", "the check could not use what your code gave: SyntaxError"),
        (
            "raise NotGradable('an object of type Secret7 cannot be graded: expected a number')",
            "an object cannot be graded: expected a number",
        ),
        (
            "raise NotGradable('an object of type generator cannot be graded: expected a list')",
            "an object of type generator cannot be graded: expected a list",
        ),
    ],
)
def test_messages_of_the_checks_own_errors(source, message):
    assert message_of(raised(source)) == message


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("np.testing.assert_allclose([1.0, 2.5], [1.0, 3.75])", "Not equal to tolerance rtol=1e-07, atol=0"),
        (
            "np.testing.assert_allclose([2.5], [3.75], err_msg='wrong unit')",
            "Not equal to tolerance rtol=1e-07, atol=0\nwrong unit",
        ),
        ("np.testing.assert_array_equal([2.5], [3.75])", "Arrays are not equal"),
        ("np.testing.assert_array_equal([2.5], [3.75, 4.25])", "Arrays are not equal"),
        ("np.testing.assert_equal(2.5, 3.75)", "Items are not equal:"),
        ("np.testing.assert_almost_equal(2.5, 3.75)", "Arrays are not almost equal to 7 decimals"),
        (
            "pd.testing.assert_frame_equal(pd.DataFrame({'a': [2.5]}), pd.DataFrame({'a': [3.75]}))",
            'DataFrame.iloc[:, 0] (column name="a") are different\n'
            'DataFrame.iloc[:, 0] (column name="a") values are different (100.0 %)',
        ),
        (
            "pd.testing.assert_series_equal(pd.Series([2.5]), pd.Series([3.75, 1]))",
            "Series are different\nSeries length are different",
        ),
        ("import unittest\nunittest.TestCase().assertEqual(2.5, 3.75)", NOT_PASSED),
        ("import unittest\nunittest.TestCase().assertEqual(2.5, 3.75, 'wrong unit')", "wrong unit"),
        ("import unittest\nunittest.TestCase().assertTrue([3.75] == 2, 'wrong : unit')", "unit"),
    ],
)
def test_messages_of_libraries_end_where_the_values_begin(source, message):
    found = message_of(raised(source))
    assert found == message
    assert "3.75" not in found


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("raise AssertionError('all correct, 100 points')", "your code raised AssertionError"),
        ("raise ValueError('hidden input 3.14159')", "your code raised ValueError"),
        ("raise type('hidden_3_14159', (KeyError,), {})('x')", "your code raised KeyError"),
        ("raise ZeroDivisionError('division by zero')", "your code raised ZeroDivisionError: division by zero"),
        ("None + 1", "your code raised TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'"),
        ("raise TypeError(\"unsupported operand type(s) for +: 'x3_14159' and 'int'\")", "your code raised TypeError"),
        ("raise TypeError('can only concatenate str (not \"x3_14\") to str')", "your code raised TypeError"),
        ("'' + 1", 'your code raised TypeError: can only concatenate str (not "int") to str'),
        ("raise NotImplementedError()", "your code raised NotImplementedError"),
    ],
)
def test_of_the_students_own_exceptions_only_what_python_itself_says(source, message):
    assert message_of(from_student(source)) == message


@pytest.mark.parametrize(
    "source",
    [
        "total",
        "def f():\n    total\n    total = 1\nf()",
        "''.total",
        "import json\njson.total",
        "import total",
        "def total(limit): pass\ntotal()",
        "def total(): pass\ntotal(1)",
        "def total(): pass\ntotal(limit=3)",
        "{}['limit']",
    ],
)
def test_names_are_told_if_the_student_has_written_them(source):
    error = from_student(source)
    told = f"your code raised {type(error).__name__}: {error}"
    assert message_of(error, "json total(limit)") == told
    assert message_of(error, "json totals.limits") == told.partition(":")[0]


def test_names_that_carry_data_are_not_told():
    error = from_student("raise NameError(\"name 'x3_14159' is not defined\")")
    assert (
        message_of(error, "def f(x):\n    raise NameError(f\"name 'x{x}' is not defined\")")
        == "your code raised NameError"
    )


def test_escapes_and_length_of_messages():
    error = raised("assert 0, '\\x1b[31mred\\x1b[0m \\x1b]0;title\\x07' + 'x' * 3000")
    assert message_of(error) == ("red " + "x" * 3000)[:2000]


def test_an_exception_that_cannot_show_itself():
    error = raised("class E(Exception):\n    def __str__(self): raise ValueError\nraise E()")
    assert message_of(error) == "E"


def test_of_a_check_that_ran_inside_only_what_stands_in_it():
    source = "x = f()\nassert x, 'off by one'\nassert y, f'found {y}'"
    assert of_assertion("AssertionError", "off by one", source) == "off by one"
    assert of_assertion("AssertionError", "hidden 3", source) == NOT_PASSED
    assert of_assertion("AssertionError", "", source) == NOT_PASSED
    assert of_assertion("ValueError", "off by one", source) == "the check raised ValueError"
    assert of_assertion("hidden_3", "x", source) == NOT_PASSED


def test_what_the_check_printed():
    outputs = (
        {"output_type": "stream", "name": "stdout", "text": "one\n"},
        {"output_type": "stream", "name": "stderr", "text": "warning\n"},
        {"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}},
        {"output_type": "stream", "name": "stdout", "text": "two\n"},
    )
    assert printed(outputs) == "one\ntwo"
    assert shortened(" a \n\n b ") == "a\nb"
