"""Weights that make those who answered stand for everybody."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from banks import bank
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.api import WLS

from cmlib.survey import (
    effective_sample_size,
    poststratification_weights,
    poststratified_mean,
    raked_weights,
    response_rate,
    weighted_mean,
)

NAN = math.nan


class TestResponseRate:
    def test_pencil(self):
        assert response_rate(30, 120) == 0.25
        assert response_rate(30, 120, not_eligible=20) == 0.3
        assert response_rate(0, 1) == 0

    @pytest.mark.parametrize("counts", [(1, 0, 0), (5, 4, 0), (4, 5, 2), (-1, 5, 0), (1, 5, 5), (0.5, 5, 0)])
    def test_refuses(self, counts):
        with pytest.raises(ValueError, match="response_rate needs"):
            response_rate(counts[0], counts[1], not_eligible=counts[2])


class TestEffectiveSampleSize:
    def test_pencil(self):
        assert effective_sample_size([2, 2, 2]) == pytest.approx(3)
        assert effective_sample_size([1, 0, 0]) == 1
        assert effective_sample_size(pd.Series([1, 1, 1, 3])) == 3

    @pytest.mark.parametrize("weights", [[0, 0], [1, -1], [1, NAN], [], [1, math.inf]])
    def test_refuses(self, weights):
        with pytest.raises(ValueError, match="weights that are not below 0 and not all 0"):
            effective_sample_size(weights)


class TestPoststratification:
    def test_pencil(self):
        weights = poststratification_weights(["y", "o", "o", "o"], {"y": 50, "o": 50})
        assert weights.tolist() == pytest.approx([2, 2 / 3, 2 / 3, 2 / 3])
        assert poststratification_weights([1, 2], {2: 1, 1: 3}).tolist() == [1.5, 0.5]

    @pytest.mark.parametrize("make", [pd.Series, pl.Series, np.array, list])
    def test_kinds_of_columns(self, make):
        assert poststratification_weights(make(["y", "o"]), {"y": 3, "o": 1}).tolist() == [1.5, 0.5]

    def test_mean_by_pencil(self):
        """Strata 20 and 60 of 80; two of each answered, with variances 1/2 and 0 (divisor 1)."""
        found = poststratified_mean([1, 0, 1, 1], ["a", "a", "b", "b"], {"a": 20, "b": 60})
        assert found.estimate == 0.25 * 0.5 + 0.75
        assert found.standard_error == pytest.approx(math.sqrt(0.25**2 * 0.5 / 2 * (1 - 2 / 20)))
        assert found.upper - found.estimate == pytest.approx(1.959964 * found.standard_error)
        assert found.answers == 4
        assert found.effective_answers == pytest.approx(1 / (2 * 0.125**2 + 2 * 0.375**2))

    def test_the_weighted_mean_is_the_poststratified_one(self):
        rng = np.random.default_rng(5)
        strata = rng.choice(["a", "b", "c"], 60)
        values, population = rng.random(60), {"a": 500, "b": 300, "c": 900}
        weights = poststratification_weights(strata, population)
        assert weights.mean() == pytest.approx(1)
        found = poststratified_mean(values, strata, population)
        assert found.estimate == pytest.approx((weights * values).mean())
        assert found.effective_answers == pytest.approx(effective_sample_size(weights))

    @pytest.mark.parametrize("seed", [88, 3, 19])
    def test_the_bank_raw_misleads_and_weighted_does_not(self, seed):
        made = bank(seed)
        invited = made.tables["survey_invitations"]
        everybody = made.truth["survey_population"]["keep_counter"].mean()
        answers = made.tables["survey_answers"].merge(invited, on="customer_id")
        raw = weighted_mean(answers["keep_counter"], np.ones(len(answers)), confidence=0.999)
        assert not raw.lower <= everybody <= raw.upper
        population = invited["age_band"].value_counts().to_dict()
        found = poststratified_mean(answers["keep_counter"], answers["age_band"], population, confidence=0.999)
        assert found.lower <= everybody <= found.upper
        assert raw.estimate > 0.55
        assert found.estimate < 0.5

    @pytest.mark.parametrize(
        ("strata", "population", "error", "message"),
        [
            (["a", "z"], {"a": 1}, LookupError, "strata among .*found 'z'"),
            (["a", None], {"a": 1}, LookupError, "found None"),
            (["a"], {"a": 1, "b": 2}, ValueError, r"nobody answered from \['b'\]"),
            (["a"], {"a": 0}, ValueError, "sizes above 0"),
            (["a"], {"a": NAN}, ValueError, "sizes above 0"),
            ([], {"a": 1}, ValueError, "at least one answer"),
        ],
    )
    def test_refuses(self, strata, population, error, message):
        with pytest.raises(error, match=f"poststratification_weights needs .*{message}"):
            poststratification_weights(strata, population)

    @pytest.mark.parametrize(
        ("values", "strata", "population"),
        [
            ([1, NAN], ["a", "a"], {"a": 9}),
            ([1], ["a", "a"], {"a": 9}),
            ([1, 2, 3], ["a", "a", "b"], {"a": 9, "b": 9}),
            ([1, 2, 3], ["a", "a", "a"], {"a": 2}),
        ],
    )
    def test_mean_refuses(self, values, strata, population):
        with pytest.raises(ValueError, match="poststratified_mean needs"):
            poststratified_mean(values, strata, population)


class TestRaking:
    # Sample of a survey (7, 9; 12, 7) and the census' margins 5, 15 and 10, 10: worked in Klemens, Modeling with
    # Data, "IPF", whose answer keeps the sample's cross ratio 7 * 7 / (9 * 12).
    CELLS = (("1", "1", 7), ("1", "2", 9), ("2", "1", 12), ("2", "2", 7))

    def people(self):
        rows = [(row, column) for row, column, count in self.CELLS for _ in range(count)]
        return pd.DataFrame(rows, columns=["row", "column"])

    def test_a_worked_table(self):
        people = self.people()
        found = raked_weights(people, {"row": {"1": 5, "2": 15}, "column": {"1": 10, "2": 10}})
        cells = people.assign(weight=found.weights).groupby(["row", "column"])["weight"].sum() * 20 / 35
        a, b, c, d = cells
        assert (a + b, c + d, a + c, b + d) == pytest.approx((5, 15, 10, 10))
        assert a * d / (b * c) == pytest.approx(7 * 7 / (9 * 12))
        assert found.largest_gap <= 1e-10
        assert found.rounds > 1

    def test_one_margin_is_poststratification(self):
        people = self.people()
        found = raked_weights(people, {"row": {"1": 5, "2": 15}})
        assert found.weights == pytest.approx(poststratification_weights(people["row"], {"1": 5, "2": 15}))
        assert found.rounds == 1

    def test_margins_met_already_change_nothing(self):
        found = raked_weights(self.people(), {"row": {"1": 16, "2": 19}, "column": {"1": 19, "2": 16}})
        assert found.weights == pytest.approx(np.ones(35))

    def test_polars_table(self):
        margins = {"row": {"1": 5, "2": 15}, "column": {"1": 10, "2": 10}}
        found = raked_weights(pl.from_pandas(self.people()), margins)
        assert found.weights == pytest.approx(raked_weights(self.people(), margins).weights)

    @settings(derandomize=True, max_examples=10, deadline=None)
    @given(st.integers(0, 10_000))
    def test_three_margins(self, seed):
        rng = np.random.default_rng(seed)
        people = {name: rng.permutation(np.repeat(["a", "b", "c"], 12)) for name in ("x", "y", "z")}
        margins = {name: dict(zip("abc", rng.uniform(2, 3, 3), strict=True)) for name in people}
        weights = raked_weights(people, margins).weights
        for name, sizes in margins.items():
            for category, size in sizes.items():
                share = weights[people[name] == category].sum() / weights.sum()
                assert share == pytest.approx(size / sum(sizes.values()))
        assert weights.mean() == pytest.approx(1)

    @pytest.mark.parametrize(
        ("people", "margins", "error", "message"),
        [
            ({"x": ["a"]}, {}, ValueError, "at least one margin"),
            ({"x": ["a"]}, {"y": {"a": 1}}, LookupError, r"the columns \['y'\]; the answers have \['x'\]"),
            ({"x": ["a"]}, {"x": {"b": 1}}, LookupError, "x among .*found 'a'"),
            ({"x": ["a"]}, {"x": {"a": 1, "b": 1}}, ValueError, r"nobody answered from \['b'\]"),
            ({"x": ["a"], "y": ["a", "a"]}, {"x": {"a": 1}, "y": {"a": 1}}, ValueError, "equal length"),
            (  # all the young are women, who are to be fewer than the young
                {"x": ["y", "o", "o"], "s": ["f", "m", "m"]},
                {"x": {"y": 2, "o": 1}, "s": {"f": 1, "m": 2}},
                ValueError,
                "cannot meet these margins together",
            ),
        ],
    )
    def test_refuses(self, people, margins, error, message):
        with pytest.raises(error, match=f"raked_weights .*{message}"):
            raked_weights(people, margins)


class TestWeightedMean:
    def test_statsmodels(self):
        """The sandwich of a weighted regression on a constant, with its small-sample factor."""
        rng = np.random.default_rng(6)
        values, weights = rng.normal(size=50), rng.uniform(0.2, 3, 50)
        peer = WLS(values, np.ones(50), weights=weights).fit(cov_type="HC1")
        found = weighted_mean(values, weights)
        assert found.estimate == pytest.approx(peer.params[0])
        assert found.standard_error == pytest.approx(peer.bse[0])
        assert (found.lower, found.upper) == pytest.approx(tuple(peer.conf_int()[0]))

    def test_equal_weights_are_the_plain_mean(self):
        values = [1.0, 4, 4, 7]
        found = weighted_mean(values, [3, 3, 3, 3])
        assert (found.estimate, found.standard_error) == pytest.approx((4, math.sqrt(6) / 2))
        assert (found.answers, found.effective_answers) == (4, 4)

    def test_missing_values_go_with_their_weight(self):
        assert weighted_mean([1, NAN, 0], [1, 9, 1]).estimate == 0.5

    def test_yes_and_no_in_every_kind_of_column(self):
        for column in ([True, False], pd.Series([True, False]), pl.Series([True, False]), np.array([True, False])):
            assert weighted_mean(column, [3, 1]).estimate == 0.75

    @pytest.mark.parametrize(
        ("values", "weights", "message"),
        [
            ([1, 2], [1], "a weight for every answer; found 1 for 2"),
            ([1], [1], "two answers with weight at least; found 1"),
            ([1, NAN], [1, 1], "found 1"),
            ([1, 2, NAN], [0, 0, 1], "two answers with weight"),
            ([1, 2], [1, -1], "not below 0"),
        ],
    )
    def test_refuses(self, values, weights, message):
        with pytest.raises(ValueError, match=f"weighted_mean needs .*{message}"):
            weighted_mean(values, weights)
