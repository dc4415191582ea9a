"""Discounted lifetimes of the shifted-beta-geometric model: sums, integrals, and where ready-made functions fail."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats
from test_clv_shifted_beta_geometric import PARAMETERS, drawn

from cmlib.clv import ShiftedBetaGeometric

quick = settings(derandomize=True, max_examples=50, deadline=None)


class TestLifetime:
    @pytest.mark.parametrize("alpha", [0.05, 0.704, 1.0, 2.0, 3.5, 50.0, 1_000.0])
    @pytest.mark.parametrize("beta", [0.05, 1.182, 30.0, 1e5])
    @pytest.mark.parametrize("rate", [0.3, 0.05, 0.002])
    def test_it_is_the_sum_of_survivals_where_ready_made_functions_fail(self, alpha, beta, rate):
        steps = np.arange(math.ceil(40 / math.log1p(rate)))
        total = 1 + np.sum(np.cumprod((beta + steps) / (alpha + beta + steps) / (1 + rate)))
        assert ShiftedBetaGeometric(alpha, beta).expected_lifetime(rate) == pytest.approx(total, rel=1e-10)

    @pytest.mark.parametrize("rate", [0.002, 0.05, 1.0, 9.0])
    def test_to_the_last_digits_where_it_is_a_logarithm(self, rate):
        """With alpha = beta = 1 survival is 1 / (1 + t), so that the sum is -ln(1 - v) / v."""
        factor = 1 / (1 + rate)
        found = ShiftedBetaGeometric(1, 1).expected_lifetime(rate)
        assert found == pytest.approx(math.log1p(1 / rate) / factor, rel=1e-13)

    @quick
    @given(st.floats(0.2, 5), st.floats(0.2, 5), st.floats(0.05, 1))
    def test_it_is_the_hypergeometric_function_and_a_mean_of_perpetuities(self, alpha, beta, rate):
        found = ShiftedBetaGeometric(alpha, beta).expected_lifetime(rate)
        factor = 1 / (1 + rate)
        assert found == pytest.approx(special.hyp2f1(1, beta, alpha + beta, factor), rel=1e-6)
        chance, weight = special.roots_sh_jacobi(200, alpha + beta - 1, beta)
        assert found == pytest.approx(weight @ (1 / (1 - factor * chance)) / weight.sum(), rel=1e-6)

    def test_without_discounting(self):
        assert ShiftedBetaGeometric(3, 4).expected_lifetime(0) == pytest.approx(6 / 2)
        assert ShiftedBetaGeometric(3, 4).expected_lifetime(1e-6) == pytest.approx(6 / 2, rel=1e-4)
        for alpha in (1, 0.5):
            assert math.isnan(ShiftedBetaGeometric(alpha, 4).expected_lifetime(0))
        assert math.isnan(ShiftedBetaGeometric(3, 4).expected_lifetime(-0.01))

    @quick
    @given(PARAMETERS, PARAMETERS, st.integers(0, 30), st.floats(0.02, 0.5))
    def test_the_residual_lifetime_is_that_of_the_customers_left(self, alpha, beta, tenure, rate):
        """Who has survived n periods is like a new customer with beta + n: the loyal are left."""
        found = ShiftedBetaGeometric(alpha, beta).expected_residual_lifetime(rate, tenure)
        assert found == pytest.approx(ShiftedBetaGeometric(alpha, beta + tenure).expected_lifetime(rate))
        later = ShiftedBetaGeometric(alpha, beta).expected_residual_lifetime(rate, tenure + 1)
        retention = ShiftedBetaGeometric(alpha, beta).retention(tenure + 1)
        assert found == pytest.approx(1 + retention / (1 + rate) * later)
        assert later > found

    def test_fader_and_hardies_residual_lifetime_just_before_a_renewal(self):
        """Their (b + n - 1) / (a + b + n - 1) 2F1(1, b + n; a + b + n; v): Marketing Science 29(1), 85-93."""
        alpha, beta, rate, renewal = 0.704, 1.182, 0.1, 4
        theirs = (beta + renewal - 1) / (alpha + beta + renewal - 1)
        theirs *= special.hyp2f1(1, beta + renewal, alpha + beta + renewal, 1 / (1 + rate))
        ours = ShiftedBetaGeometric(alpha, beta).expected_residual_lifetime(rate, renewal - 1, timing="end")
        assert (1 + rate) * ours == pytest.approx(theirs)

    @pytest.mark.parametrize("horizon", [0, 1, 2, 30, None])
    def test_timing_and_horizon(self, horizon):
        model, rate, payments = ShiftedBetaGeometric(2, 3), 0.5, 60 if horizon is None else horizon
        left = model.survival(np.arange(5, 5 + payments + 1)) / model.survival(5)
        times = np.arange(payments)
        expected = {
            "start": np.sum(left[:-1] / 1.5**times),
            "end": np.sum(left[1:] / 1.5 ** (times + 1)),
            "middle": np.sum((left[:-1] + left[1:]) / 2 / 1.5 ** (times + 0.5)),
        }
        for timing, value in expected.items():
            found = model.expected_residual_lifetime(rate, 5, timing=timing, horizon=horizon)
            assert found == pytest.approx(value, rel=1e-9, abs=1e-12)
        assert model.expected_residual_lifetime(rate, [5, 5], horizon=horizon).shape == (2,)

    def test_missing_tenures_stay_missing(self):
        for horizon in (None, 3):
            found = ShiftedBetaGeometric(2, 3).expected_residual_lifetime(0.1, [0, math.nan], horizon=horizon)
            assert np.isnan(found).tolist() == [False, True]

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"discount_rate": -1}, "discount_rate to be a fraction above -1"),
            ({"discount_rate": 1e-9}, "discount_rate of 0, or from 0.000001 on; found 1e-09"),
            ({"timing": "now"}, "'end', 'start', 'middle'"),
            ({"horizon": 1.5}, "horizon to be a whole number"),
        ],
    )
    def test_bad_arguments(self, changed, message):
        with pytest.raises(ValueError, match=message):
            ShiftedBetaGeometric(2, 3).expected_lifetime(**({"discount_rate": 0.1} | changed))

    def test_a_refusal_names_what_was_called(self):
        model = ShiftedBetaGeometric(2, 3)
        for rate in (-1, 1e-9):
            with pytest.raises(ValueError, match=r"^ShiftedBetaGeometric\.expected_lifetime needs"):
                model.expected_lifetime(rate)
            with pytest.raises(ValueError, match=r"^ShiftedBetaGeometric\.expected_residual_lifetime needs"):
                model.expected_residual_lifetime(rate, 3)

    def test_the_uncertainty_of_a_lifetime_value(self):
        """Delta method and draws agree, and both with the spread of values over simulated banks."""
        values = []
        for seed in range(60):
            model = ShiftedBetaGeometric.fit_tenures(*drawn(0.7, 5.0, 3_000, 24, seed))
            values.append(28 * model.expected_lifetime(0.01, horizon=60))
        error = model.standard_error_of(lambda one: 28 * one.expected_lifetime(0.01, horizon=60))
        drawn_interval = model.interval_of(
            lambda one: 28 * one.expected_lifetime(0.01, horizon=60), seed=1, confidence=0.9
        )
        reach = stats.norm.ppf(0.95) * error
        assert (drawn_interval.upper - drawn_interval.lower) / 2 == pytest.approx(reach, rel=0.2)
        # The standard deviation of 60 has a standard error of about 1 / sqrt(2 * 59) = 9%.
        assert np.std(values, ddof=1) == pytest.approx(error, rel=0.35)


def test_the_mean_over_tenures_by_quadrature():
    """An integral over the customers' own probabilities, with neither series nor fraction."""
    alpha, beta, rate = 0.668, 3.806, 0.1

    def weighted(chance):
        return stats.beta.pdf(chance, alpha, beta) * (1 + rate) / (rate + chance)

    value, _ = integrate.quad(weighted, 0, 1, limit=200)
    assert ShiftedBetaGeometric(alpha, beta).expected_lifetime(rate) == pytest.approx(value, rel=1e-6)
