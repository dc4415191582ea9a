"""Where the reference solution's result is a number of points, nothing else that shows earns any."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from judging import answer, check, shared_court

from cmlib.instructor.judge.partial_credit import in_points, shows_points

PARTIAL = "passed = [name(each) == each for each in ('a', 'b')]\nsum(passed)"


def result(text):
    return {"output_type": "execute_result", "data": {"text/plain": text}, "metadata": {}, "execution_count": None}


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.int64(1), "1"),
        (np.float64(0.5), "0.5"),
        (np.array([0]), "0"),
        (np.array(1.5), "1.5"),
        (np.array([[True]]), "1.0"),
        (np.array([Fraction(1, 4)], dtype=object), "0.25"),
        (pd.Series([2]), "2"),
        (pd.Index([2.5]), "2.5"),
        (Fraction(1, 2), "0.5"),
        (Decimal("0.1"), "0.1"),
        (False, "0.0"),
    ],
    ids=repr,
)
def test_one_number_in_any_form_is_that_number(value, text):
    outputs, remark = in_points([stream("x"), result(repr(value))], value)
    assert (outputs, remark) == ([stream("x"), result(text)], "")


@pytest.mark.parametrize(
    "value",
    [
        *(None, "2", [2], np.array([1, 2]), np.array([]), np.array(["2"]), pd.Series([1, 2]), pd.DataFrame([[2]]), 2j),
        *(-1, math.nan, np.array([-2.0]), np.float64("nan"), Decimal("nan"), Decimal("snan"), np.datetime64(2, "D")),
        object(),
    ],
    ids=lambda value: "object" if type(value) is object else repr(value),
)
def test_what_is_no_number_of_points_is_none(value):
    outputs, remark = in_points([result(repr(value))], value)
    assert outputs == [result("0")]
    assert "is no number of points, so there are none" in remark


def test_a_plain_number_stays_as_it_is():
    for text in ("0", "1.5", "7", "1e-3"):
        assert in_points([result(text), stream("x")], float(text)) == ([result(text), stream("x")], "")


def test_where_nothing_shows_there_are_no_points():
    outputs, remark = in_points([stream("x")], None)
    assert outputs == [stream("x"), result("0")]
    assert remark == "the result NoneType is no number of points, so there are none"


def test_an_object_is_not_taken_at_its_word():
    class Yes:
        __class__ = np.ndarray
        __module__ = "pandas.core.series"
        size, _values = 1, np.array([2])

    assert in_points([result("2 points")], Yes())[0] == [result("0")]


def test_a_check_shows_its_points_where_they_are_all_of_them():
    assert shows_points([stream("x"), result("4")], 4)
    assert shows_points([result("4.0")], 4)
    for outputs in ([], [stream("4")], [result("3")], [result("True")], [result("array([4])")]):
        assert not shows_points(outputs, 4)


@pytest.mark.parametrize(
    ("wrong", "right", "points"),
    [("'x'", "one", 0), ("np.array(['x'])", "one", 0), ("one", "np.array([one])", 2), ("'a'", "'a'", 1)],
)
def test_the_judge_counts_what_was_passed_and_not_how_it_shows(wrong, right, points):
    code = f"import numpy as np\ndef name(one):\n    return {right if points == 2 else wrong}"
    told = {"student_names": ("name",), "partial": ("cell_1",)}
    judged = shared_court().judge(answer(code), check(PARTIAL), **told)
    assert judged.points == {1: points}
