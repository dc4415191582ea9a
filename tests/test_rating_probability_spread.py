"""The stability index of awkward input: shares that look like values, edges that do not rise, tables, mixed kinds."""

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import stats

from cmlib.rating import Coefficient, PDModel, WeightOfEvidence, discrimination, stability_index
from cmlib.rating.probability.bins import Bin
from cmlib.rating.probability.scaling import PointsScale


@pytest.mark.parametrize(
    ("expected", "actual"),
    [([0.4, 0.6], [0.5, 0.5]), ([0.0, 0.5, 0.5], [0.2, 0.3, 0.5]), ([0.2, 0.8], [0.0, 0.1, 0.9])],
)
def test_shares_given_as_values_are_refused(expected, actual):
    with pytest.raises(ValueError, match="both sides sum to 1: for shares of bins say of='counts'"):
        stability_index(expected, actual)


def test_one_value_is_no_set_of_shares():
    assert stability_index([0.9999999], [0.9999999]).value == 0


@pytest.mark.parametrize("edges", [[0.2, 0.2], [0.5, 0.2], [0.5, -0.4], [0.2, math.nan], [0.2, math.inf]])
def test_edges_rise(edges):
    with pytest.raises(ValueError, match="needs edges to be finite and ascending"):
        stability_index([0.1, 0.3, 0.9], [0.1, 0.3, 0.9], edges=edges)


def test_edges_may_be_near_each_other_and_two_groups_are_enough():
    """By hand: 1, 1 and 2 of 4 below .2, up to .5 and above; the other side 2, 1, 1."""
    found = stability_index([0.1, 0.3, 0.6, 0.9], [0.0, 0.1, 0.2, 0.5], edges=[0.2, 0.5])
    assert found.table["expected"].tolist() == [1, 1, 2]
    assert found.table["actual"].tolist() == [2, 1, 1]
    halves = stability_index(np.arange(100.0), np.arange(25.0, 125), groups=2)
    assert halves.table["actual"].tolist() == [25, 75]
    with pytest.raises(ValueError, match="groups to be a whole number from 2, found 1"):
        stability_index(np.arange(100.0), np.arange(100.0), groups=1)


def test_two_bins_have_one_degree_of_freedom_and_one_bin_has_none():
    found = stability_index([60, 40], [25, 25], of="counts")
    assert found.critical_value == pytest.approx(stats.chi2.ppf(0.95, 1) * (1 / 100 + 1 / 50))
    assert stability_index([60], [25], of="counts").critical_value == 0


@pytest.mark.parametrize("counts", [[math.inf, 1], [-0.5, 2], [math.nan, 1], [0, 0]])
def test_counts_that_are_none_are_refused_on_either_side(counts):
    for what, sides in {"expected": (counts, [1, 1]), "actual": ([1, 1], counts)}.items():
        with pytest.raises(ValueError, match=f"needs {what} counts that are finite, not below 0 and not all 0"):
            stability_index(*sides, of="counts")


def test_a_list_beside_a_series_is_compared_place_by_place():
    counts = pd.Series([60, 40], index=["b", "a"])
    assert stability_index(counts, [25, 25], of="counts").table["bin"].tolist() == ["1", "2"]
    assert stability_index([25, 25], counts, of="counts").table["actual"].tolist() == [60, 40]
    with pytest.raises(TypeError, match="stability_index needs expected to be numbers, found dict"):
        stability_index({"a": 60, "b": 40}, [25, 25], of="counts")


@pytest.mark.parametrize("table", [pd.DataFrame({"x": [0.1, 0.3]}), pl.DataFrame({"x": [0.1, 0.3]})])
def test_a_table_is_no_sample(table):
    with pytest.raises(TypeError, match="needs expected to be an array or a Series, found DataFrame"):
        stability_index(table, [0.1, 0.3])


@pytest.mark.parametrize(
    ("score", "error", "said"),
    [
        (pd.DataFrame({"x": [0.1, 0.3]}), ValueError, r"score in one dimension, found an array of shape \(2, 1\)"),
        (pl.DataFrame({"x": [0.1, 0.3]}), ValueError, r"score in one dimension, found an array of shape \(2, 1\)"),
        (0.5, ValueError, r"score in one dimension, found an array of shape \(\)"),
        (None, TypeError, "score to be numbers, found NoneType of object"),
        (pl.LazyFrame({"x": [0.1, 0.3]}), TypeError, "score to be numbers, found LazyFrame of object"),
        (["a", "b"], TypeError, "score to be numbers, found list of <U1"),
    ],
)
def test_what_is_no_row_of_numbers_is_no_score(score, error, said):
    with pytest.raises(error, match=f"discrimination needs {said}"):
        discrimination(score, [0, 1])


def test_exact_decimals_are_numbers():
    score = pl.Series([Decimal("0.10"), Decimal("0.20"), Decimal("0.30")])
    assert discrimination(score, [0, 1, 1]).area == 1


HALVES = WeightOfEvidence("debt", (Bin(50, 50, upper=1), Bin(50, 50, lower=1)))


def test_points_of_nothing_have_no_sign():
    """A neutral bin: every point comes from the base, which is a little below 0 and is rounded to 0."""
    model = PDModel((Coefficient("intercept", 0.01), Coefficient("debt", -1.0)), (HALVES,))
    card = model.scorecard(PointsScale(points=0, odds=1, points_to_double=20))
    assert card["points"].tolist() == [0, 0]
    assert not np.signbit(card["points"]).any()
    assert card.columns[0] == "variable"


def test_the_intercept_has_no_bins():
    named = WeightOfEvidence("intercept", HALVES.bins)
    with pytest.raises(ValueError, match=r"has bins but no coefficient for \['intercept'\]"):
        PDModel((Coefficient("intercept", 0.0),), (named,))
