"""The item analysis against pandas, scipy and a plain enumeration."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cmlib.instructor.report.statistics import GROUP, item_statistics

MOST = [2.0, 3.0, 5.0]


def class_of(students, seed=1):
    strength = np.random.default_rng(seed).normal(size=(students, 1))
    noise = np.random.default_rng(seed + 1).normal(size=(students, 3))
    return np.clip(np.round(np.array(MOST) * (0.6 + 0.25 * strength + 0.2 * noise)), 0, MOST)


def test_difficulty_and_discrimination_are_those_of_pandas():
    points = class_of(60)
    frame = pd.DataFrame(points, columns=list("abc"))
    for each in item_statistics(list("abc"), points, MOST):
        rest = frame.drop(columns=each.name).sum(axis=1)
        assert each.discrimination == pytest.approx(frame[each.name].corr(rest), abs=1e-12)
        assert each.difficulty == pytest.approx(frame[each.name].mean() / each.most, abs=1e-12)
        assert each.mean == pytest.approx(frame[each.name].mean(), abs=1e-12)
        assert each.students == 60


def test_the_interval_is_that_of_scipy():
    points = class_of(25)
    for place, each in enumerate(item_statistics(list("abc"), points, MOST)):
        rest = points.sum(axis=1) - points[:, place]
        low, high = stats.pearsonr(points[:, place], rest).confidence_interval(0.95)
        assert (each.low, each.high) == pytest.approx((low, high), abs=1e-6)


def test_upper_less_lower_by_pencil():
    """11 students, no ties: 27% are 2.97 of them, so the third best counts 0.97."""
    points = np.column_stack([np.arange(11) >= 8, np.arange(11) * 1.0])
    (first, _) = item_statistics(["solved", "rest"], points, [1, 10])
    assert first.upper_lower == pytest.approx(1.0)
    swapped = points[:, 0].copy()
    swapped[8] = 0.0
    (second, _) = item_statistics(["solved", "rest"], np.column_stack([swapped, points[:, 1]]), [1, 10])
    assert second.upper_lower == pytest.approx(2 / 2.97)


def test_ties_at_the_border_count_as_the_average_over_all_ways_to_break_them():
    own = np.array([1, 0, 1, 0, 1, 0, 0.0])
    rest = np.array([4, 5, 4, 5, 1, 2, 3.0])  # totals 5 5 5 5 2 2 3
    size = GROUP * 7
    found = []
    for order in itertools.permutations(range(7)):
        ranked = sorted(order, key=lambda place: -(own + rest)[place])  # a stable sort keeps the order of ties
        weights = [min(1.0, max(0.0, size - rank)) for rank in range(7)]
        upper = sum(weight * own[place] for weight, place in zip(weights, ranked, strict=True)) / size
        lower = sum(weight * own[place] for weight, place in zip(weights, reversed(ranked), strict=True)) / size
        found.append(upper - lower)
    (first, _) = item_statistics(["own", "rest"], np.column_stack([own, rest]), [1, 5])
    assert first.upper_lower == pytest.approx(np.mean(found), abs=1e-12)


def test_what_does_not_vary_tells_nothing():
    solved, other = item_statistics(["solved", "other"], [[1, 2], [1, 5], [1, 3], [1, 4]], [1, 5])
    assert solved.difficulty == 1.0
    assert math.isnan(solved.discrimination)
    assert math.isnan(solved.low)
    assert solved.upper_lower == 0.0
    assert math.isnan(other.discrimination)  # its rest does not vary either
    same = item_statistics(["a", "b"], [[1, 2]] * 5, [1, 5])
    assert all(math.isnan(each.discrimination) and math.isnan(each.upper_lower) for each in same)
    (tenths, _) = item_statistics(["a", "b"], [[0.1, 1], [0.1, 2], [0.1, 3]], [1, 5])
    assert math.isnan(tenths.discrimination)


def test_few_students_say_nothing_for_certain():
    (one, _) = item_statistics(["a", "b"], [[1, 1]], [1, 1])
    assert (one.difficulty, one.students) == (1.0, 1)
    (three, _) = item_statistics(["a", "b"], [[1, 1], [0, 1], [0, 0]], [1, 1])
    assert (three.low, three.high) == (-1.0, 1.0)
    (sure, _) = item_statistics(["a", "b"], [[1, 1], [0, 0], [1, 1], [0, 0]], [1, 1])
    assert (sure.discrimination, sure.low, sure.high) == (1.0, 1.0, 1.0)


def test_an_item_without_points_has_no_difficulty():
    nothing, _ = item_statistics(["nothing", "b"], [[0, 1], [0, 0]], [0, 1])
    assert math.isnan(nothing.difficulty)
    assert nothing.mean == 0.0


@pytest.mark.parametrize(
    ("names", "points", "most"),
    [(["a"], [], [1]), (["a"], [[1, 2]], [1]), (["a"], [[1]], [1, 2]), (["a"], [1, 2], [1])],
)
def test_other_shapes_are_refused(names, points, most):
    with pytest.raises(ValueError, match="a row for each student and a column for each of 1 items"):
        item_statistics(names, points, most)


TABLES = st.integers(2, 30).flatmap(
    lambda students: st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 5)), min_size=students, max_size=students
    )
)


@settings(derandomize=True, max_examples=80, deadline=None)
@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_the_students_does_not_matter_and_nothing_leaves_its_bounds(rows, random):
    found = item_statistics(list("abc"), rows, MOST)
    mixed = list(rows)
    random.shuffle(mixed)
    for one, other in zip(found, item_statistics(list("abc"), mixed, MOST), strict=True):
        for name in ("difficulty", "discrimination", "upper_lower"):
            assert getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-9, nan_ok=True)
        assert 0 <= one.difficulty <= 1
        assert math.isnan(one.discrimination) or one.low <= one.discrimination <= one.high
        assert math.isnan(one.upper_lower) or -1 - 1e-9 <= one.upper_lower <= 1 + 1e-9


@settings(derandomize=True, max_examples=40, deadline=None)
@given(TABLES)
def test_points_in_other_units_give_the_same(rows):
    twice = np.array(rows) * 2.0
    for one, other in zip(
        item_statistics(list("abc"), rows, MOST), item_statistics(list("abc"), twice, np.array(MOST) * 2), strict=True
    ):
        assert one.difficulty == pytest.approx(other.difficulty)
        assert one.discrimination == pytest.approx(other.discrimination, abs=1e-9, nan_ok=True)
        assert one.upper_lower == pytest.approx(other.upper_lower, abs=1e-9, nan_ok=True)
