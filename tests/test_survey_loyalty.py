"""Where loyalty turns."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from banks import bank
from scipy import optimize, special, stats
from statsmodels.api import GLM, OLS, add_constant, families

from cmlib.survey import turning_point, turning_point_of_share

NAN = math.nan


def customers(seed, people=400, turn=6.3):
    """Satisfaction 1 to 10; loyalty rises by 0.2 a step, and by 1.1 above the turn."""
    rng = np.random.default_rng(seed)
    x = rng.integers(1, 11, people).astype(float)
    y = 2 + 0.2 * np.minimum(x - turn, 0) + 1.1 * np.maximum(x - turn, 0) + rng.normal(0, 0.8, people)
    return x, y


def broken_line(x, turn, level, below, above):
    return level + below * np.minimum(x - turn, 0) + above * np.maximum(x - turn, 0)


class TestTurningPoint:
    def test_scipy_finds_the_same_line(self):
        x, y = customers(1)
        found = turning_point(x, y)
        peer, _ = optimize.curve_fit(broken_line, x, y, p0=(6, 2, 0, 1))
        assert (found.place, found.level, found.slope_below, found.slope_above) == pytest.approx(tuple(peer), abs=1e-3)
        assert found.answers == 400

    def test_likelihood_and_interval_are_statsmodels(self):
        x, y = customers(2)
        found = turning_point(x, y, confidence=0.9)

        def likelihood(turn):
            return OLS(y, add_constant(np.column_stack([x, np.maximum(x - turn, 0)]))).fit().llf

        assert found.log_likelihood == pytest.approx(likelihood(found.place))
        for end in (found.lower, found.upper):
            drop = 2 * (found.log_likelihood - likelihood(end))
            assert drop == pytest.approx(stats.chi2(1).ppf(0.9), abs=1e-3)
        straight = OLS(y, add_constant(x)).fit().llf
        assert found.p_value == pytest.approx(stats.chi2(2).sf(2 * (found.log_likelihood - straight)))
        assert found.lower < found.place < found.upper

    def test_the_interval_holds_the_truth_about_as_often_as_it_says(self):
        held = 0
        for seed in range(40):
            found = turning_point(*customers(100 + seed), confidence=0.9)
            held += found.lower <= 6.3 <= found.upper
        assert 30 <= held <= 40

    def test_an_exact_bend(self):
        x = np.arange(1, 9)
        found = turning_point(x, broken_line(x, 4.5, 3, 0.5, -1))
        assert (found.place, found.slope_below, found.slope_above) == pytest.approx((4.5, 0.5, -1), abs=1e-4)
        assert found.upper - found.lower < 0.05

    @pytest.mark.parametrize("seed", [88, 3, 19])
    def test_the_banks_turning_point(self, seed):
        frame = bank(seed).tables["survey_answers"]
        asked = frame[[name for name in frame if name.startswith(("expectation", "perception"))]]
        frame = frame[asked.nunique(axis=1) > 1]
        loyalty = frame[[name for name in frame if name.startswith("loyalty")]].mean(axis=1)
        found = turning_point(frame["overall_satisfaction"], loyalty, confidence=0.999)
        assert found.lower <= 7.4 <= found.upper  # cmlib.synthetic.service.survey_answers
        assert found.slope_above > 0.5 > 0.2 > found.slope_below
        logistic = turning_point_of_share(frame["overall_satisfaction"], loyalty >= 4, confidence=0.999)
        assert logistic.lower <= 7.4 <= logistic.upper

    def test_units_move_the_place_with_them(self):
        x, y = customers(3)
        found, scaled = turning_point(x, y), turning_point(10 * x + 5, 2 * y)
        assert scaled.place == pytest.approx(10 * found.place + 5, abs=0.02)
        assert scaled.slope_above == pytest.approx(found.slope_above / 5, rel=1e-3)

    def test_missing_values_and_kinds_of_columns(self):
        x, y = customers(4)
        spoilt = turning_point(pd.Series([*x, NAN, 5]), pl.Series([*y, 1, None]))
        assert spoilt == turning_point(x, y)

    def test_without_a_turn_the_test_seldom_finds_one(self):
        found = []
        for seed in range(30):
            rng = np.random.default_rng([7, seed])
            x = rng.integers(1, 11, 200).astype(float)
            found.append(turning_point(x, x + rng.normal(size=200)))
        assert sum(one.p_value < 0.05 for one in found) <= 5
        # Often no place is worse than any other: then the interval reaches both limits of the search.
        assert sum((one.lower, one.upper) == (2, 9) for one in found) > 5

    @pytest.mark.parametrize(
        ("x", "y", "error", "message"),
        [
            ([1, 2, 3], [1, 2, 3], ValueError, "four different satisfactions"),
            ([1, 2, 3, 4], [1, 2, 3], ValueError, "equal length; found 4 and 3"),
            ([1, 2, 3, 4], [2, 2, 2, 2], ValueError, "loyalty that varies; found 2 everywhere"),
            (["a"], [1], TypeError, "satisfaction"),
        ],
    )
    def test_refuses(self, x, y, error, message):
        with pytest.raises(error, match=f"turning_point needs .*{message}"):
            turning_point(x, y)

    def test_refuses_a_confidence(self):
        with pytest.raises(ValueError, match="confidence"):
            turning_point([1, 2, 3, 4], [1, 2, 3, 9], confidence=0)


class TestTurningPointOfShare:
    def loyal(self, seed):
        x, _ = customers(seed)
        odds = broken_line(x, 6.3, -1, 0.1, 1.5)
        return x, np.random.default_rng(seed).random(len(x)) < special.expit(odds)

    def test_statsmodels_on_the_same_design(self):
        x, loyal = self.loyal(5)
        found = turning_point_of_share(x, loyal)

        def fit(turn):
            design = np.column_stack([np.ones_like(x), np.minimum(x - turn, 0), np.maximum(x - turn, 0)])
            return GLM(loyal.astype(float), design, family=families.Binomial()).fit()

        peer = fit(found.place)
        assert (found.level, found.slope_below, found.slope_above) == pytest.approx(tuple(peer.params), abs=1e-4)
        assert found.log_likelihood == pytest.approx(peer.llf)
        grid = np.linspace(2, 9, 71)
        assert found.log_likelihood >= max(fit(turn).llf for turn in grid) - 1e-6
        assert found.lower < 6.3 < found.upper

    def test_places_that_part_the_loyal_from_the_others_are_no_obstacle(self):
        """Nobody is loyal at 1: with the bend right above, the slope below would be endless."""
        x = np.repeat(np.arange(1, 11), 30)
        share = np.array([0, 3, 3, 3, 3, 3, 10, 20, 28, 29])
        loyal = np.concatenate([np.arange(30) < count for count in share])
        assert 5 < turning_point_of_share(x, loyal).place < 8

    @pytest.mark.parametrize("counts", [(0, 0, 0, 10, 10, 10), (0, 0, 0, 4, 7, 9)])
    def test_a_turn_that_parts_them_is_refused(self, counts):
        x = np.repeat([1, 2, 3, 4, 5, 6], 10)
        with pytest.raises(ValueError, match="one side holds only"):
            turning_point_of_share(x, np.concatenate([np.arange(10) < count for count in counts]))

    def test_hardly_anybody_is_enough_in_a_large_sample(self):
        x = np.repeat(np.arange(1, 11), 50_000)
        odds = broken_line(x, 6.5, -6, 1.2, 3)
        loyal = np.random.default_rng(8).random(len(x)) < special.expit(odds)
        assert turning_point_of_share(x, loyal).place == pytest.approx(6.5, abs=0.2)

    @pytest.mark.parametrize("loyal", [[0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 2, 1], [0.5, 0.5, 0.5, 0.5]])
    def test_refuses(self, loyal):
        with pytest.raises(ValueError, match="needs 0 and 1"):
            turning_point_of_share([1, 2, 3, 4], loyal)
