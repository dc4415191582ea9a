"""Grade scales: the deck's table, the rule between whole numbers, and what is refused."""

import math
from decimal import Decimal

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.rating import GRADES, Grade, GradeScale, grade

DECK = """
AAA 90 100 excellent standing, strong ability to pay, minimal risk
AA 80 89 good standing, fairly strong ability to pay, practically no risk
A 70 79 fairly good standing, some ability to pay, low risk
BBB 60 69 average standing, basically able to pay, slight risk
BB 50 59 below par, unstable ability to pay, some risk
B 40 49 rather poor, difficulty paying, great risk
CCC 30 39 very poor, great difficulty paying, may default
CC 20 29 too poor, poor ability to repay
C 0 19 extremely poor, no ability to pay
"""


def test_the_grades_are_the_decks():
    printed = [f"{one.name} {one.lower} {one.upper} {one.meaning}" for one in GRADES.grades]
    assert printed == DECK.strip().splitlines()


@pytest.mark.parametrize("line", DECK.strip().splitlines(), ids=lambda line: line.split()[0])
def test_a_grade_holds_its_printed_scores_and_the_fractions_above_them(line):
    name, lower, upper, _ = line.split(" ", 3)
    assert {GRADES.grade(points) for points in range(int(lower), int(upper) + 1)} == {name}
    if name != "AAA":
        assert GRADES.grade(int(upper) + 0.5) == name
        assert GRADES.grade(math.nextafter(int(upper) + 1, 0)) == name


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.floats(0, 100), st.floats(0, 100))
def test_more_points_never_earn_a_worse_grade(one, other):
    fewer, more = sorted((one, other))
    assert GRADES.rank(grade(more)) <= GRADES.rank(grade(fewer))


@pytest.mark.parametrize("missing", [None, math.nan, np.nan, pd.NA])
def test_a_missing_score_has_no_grade(missing):
    assert grade(missing) is None


@pytest.mark.parametrize(
    "points", [-0.01, 100.01, -math.inf, math.inf, np.array([50.0, 101.0]), pd.Series([3.0, -1.0])]
)
def test_a_score_off_the_scale_is_refused(points):
    with pytest.raises(ValueError, match=r"^grade scale 'credit grades' runs from 0 to 100 points; found"):
        grade(points)


@pytest.mark.parametrize(
    "points", ["90", Decimal(90), True, [90], np.array(["90"]), pd.Series(["90"]), pd.Series([True])]
)
def test_what_is_no_score_is_refused(points):
    with pytest.raises(TypeError, match=r"^grade needs"):
        grade(points)


def test_an_array_keeps_its_shape():
    assert grade(np.array([[100, 90], [89, 0]])).tolist() == [["AAA", "AAA"], ["AA", "C"]]
    assert grade(np.array([])).tolist() == []


@pytest.mark.parametrize("dtype", ["float64", "Float64", "double[pyarrow]"])
def test_a_pandas_series_keeps_its_index_and_its_gaps(dtype):
    points = pd.Series([89.5, None, 0], index=[7, 7, 3], dtype=dtype)
    grades = grade(points)
    assert grades.index.tolist() == [7, 7, 3]
    assert grades.dropna().tolist() == ["AA", "C"]
    assert grades.isna().tolist() == [False, True, False]


def test_a_polars_series_and_an_expression_are_graded():
    points = pl.Series([100.0, 59.99, None])
    assert grade(points).to_list() == ["AAA", "BB", None]
    frame = nw.from_native(pl.DataFrame({"points": [100.0, 59.99, None, 101.0, -1.0, math.nan]}))
    assert frame.select(grade(nw.col("points")).alias("grade"))["grade"].to_list() == [
        "AAA",
        "BB",
        None,
        None,
        None,
        None,
    ]


def test_grades_sort_from_best_to_worst():
    mixed = pd.Categorical(["C", "AAA", "BBB", "A"], GRADES.order, ordered=True)
    assert mixed.sort_values().tolist() == ["AAA", "A", "BBB", "C"]
    assert [GRADES.rank(name) for name in GRADES.order] == list(range(1, 10))


@pytest.mark.parametrize(("asked", "meant"), [("aaa", "AAA"), ("BBBB", "BBB")])
def test_an_unknown_grade_is_refused_with_the_one_that_was_meant(asked, meant):
    with pytest.raises(LookupError, match=rf"has no grade '{asked}'; it has .*did you mean '{meant}'"):
        GRADES.rank(asked)


def test_a_grade_is_looked_up_by_name():
    assert GRADES["BB"].meaning == "below par, unstable ability to pay, some risk"


@pytest.mark.parametrize(
    ("grades", "message"),
    [
        ([], "needs at least one grade"),
        ([("good", 50, 100), ("good", 0, 49)], "has the grade 'good' twice"),
        ([("good", 50.5, 100), ("bad", 0, 50)], r"grade 'good': bounds are whole numbers, found 50.5 to 100"),
        ([("good", 50, True), ("bad", 0, 49)], r"grade 'good': bounds are whole numbers, found 50 to True"),
        ([("good", 100, 50), ("bad", 0, 49)], r"grade 'good': runs from 100 up to 50"),
        ([("good", 50, 100), ("bad", 0, 50)], r"'good' \(50 to 100\) and 'bad' \(0 to 50\) overlap"),
        ([("good", 50, 100), ("bad", 0, 40)], r"'good' \(50 to 100\) and 'bad' \(0 to 40\) leave a gap; .* end at 49"),
        ([("bad", 0, 49), ("good", 50, 100)], r"'bad' \(0 to 49\) and 'good' \(50 to 100\) stand in the wrong order"),
    ],
)
def test_a_scale_in_disorder_is_refused(grades, message):
    with pytest.raises(ValueError, match=f"^grade scale 'house'.*{message}"):
        GradeScale("house", "test", tuple(Grade(*one) for one in grades))


def test_a_house_may_have_its_own_scale():
    house = GradeScale("house", "test", (Grade("pass", 600, 1000), Grade("fail", 0, 599)))
    assert house.grade(599.9) == "fail"
    assert grade(np.array([1000, 0]), house).tolist() == ["pass", "fail"]
