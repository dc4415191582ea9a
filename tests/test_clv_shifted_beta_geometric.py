"""The shifted-beta-geometric model: published fits, quadrature, simulation, and data that cannot tell."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special

from cmlib.clv import ConstantRetention, LifeTable, ShiftedBetaGeometric
from cmlib.clv.shifted_beta_geometric import log_likelihood_surface

quick = settings(derandomize=True, max_examples=50, deadline=None)
PARAMETERS = st.floats(0.05, 30)

#: Fader, Hardie (2007), How to project customer retention, Journal of Interactive Marketing 21(1), 76-90.
PUBLISHED = [
    ([1000, 631, 468, 382, 326, 289, 262, 241], 0.704, 1.182, -1680.27),
    ([1000, 869, 743, 653, 593, 551, 517, 491], 0.668, 3.806, -1611.16),
]


def drawn(alpha, beta, customers, periods, seed):
    """Tenures of customers who are watched for 0 to ``periods`` periods."""
    rng = np.random.default_rng(seed)
    leaves = rng.geometric(np.clip(rng.beta(alpha, beta, customers), 1e-12, 1))
    watched = rng.integers(0, periods + 1, customers)
    return np.minimum(leaves, watched), leaves <= watched


class TestFit:
    @pytest.mark.parametrize(("survivors", "alpha", "beta", "log_likelihood"), PUBLISHED)
    def test_published(self, survivors, alpha, beta, log_likelihood):
        model = ShiftedBetaGeometric.fit(survivors)
        assert model.alpha == pytest.approx(alpha, abs=5e-4)
        assert model.beta == pytest.approx(beta, abs=5e-4)
        assert model.log_likelihood == pytest.approx(log_likelihood, abs=0.005)
        assert model.converged

    def test_published_through_tenures_and_cohorts(self):
        survivors, alpha, beta, log_likelihood = PUBLISHED[0]
        tenure = np.append(np.repeat(np.arange(1, 8), -np.diff(survivors)), np.full(241, 7))
        model = ShiftedBetaGeometric.fit_tenures(tenure, np.arange(1000) < 759)
        halves = ShiftedBetaGeometric.fit([np.array(survivors) / 2] * 2)
        for one in (model, halves):
            assert (one.alpha, one.beta) == pytest.approx((alpha, beta), abs=5e-4)
            assert one.log_likelihood == pytest.approx(log_likelihood, abs=0.005)

    @pytest.mark.parametrize("point", [(-1.0, 0.5), (0.3, 2.0), (2.0, -0.7)])
    def test_slopes_and_curvature_are_those_of_the_likelihood(self, point):
        table = LifeTable.from_tenures(*drawn(0.7, 2.0, 500, 8, 6))
        _, slopes, curvature = log_likelihood_surface(np.array(point), table)
        steps = 1e-5 * np.eye(2)
        ahead, back = ([log_likelihood_surface(point + sign * one, table) for one in steps] for sign in (1, -1))
        np.testing.assert_allclose(slopes, [(a[0] - b[0]) / 2e-5 for a, b in zip(ahead, back, strict=True)], rtol=1e-5)
        found = [(a[1] - b[1]) / 2e-5 for a, b in zip(ahead, back, strict=True)]
        np.testing.assert_allclose(curvature, found, rtol=1e-5)

    def test_two_retention_rates_are_met_exactly(self):
        model = ShiftedBetaGeometric.fit([1000, 500, 400])
        np.testing.assert_allclose(model.retention([1, 2]), [0.5, 0.8], rtol=1e-7)

    @pytest.mark.parametrize(("survivors", "_alpha", "_beta", "_value"), PUBLISHED)
    def test_standard_errors_are_those_of_the_papers_likelihood(self, survivors, _alpha, _beta, _value):
        lost, left, periods = -np.diff(survivors), survivors[-1], np.arange(1, len(survivors))

        def minus(parameters):
            alpha, beta = parameters
            ends = special.betaln(alpha + 1, beta + periods - 1) - special.betaln(alpha, beta)
            stays = special.betaln(alpha, beta + periods[-1]) - special.betaln(alpha, beta)
            return -(lost @ ends + left * stays)

        best = optimize.minimize(minus, [1, 1], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-11}).x
        step, unit = 1e-4, np.eye(2)
        hessian = [
            [sum(a * b * minus(best + step * (a * i + b * j)) for a in (1, -1) for b in (1, -1)) for j in unit]
            for i in unit
        ]
        errors = np.sqrt(np.diag(np.linalg.inv(np.array(hessian) / (4 * step**2))))
        model = ShiftedBetaGeometric.fit(survivors)
        np.testing.assert_allclose([model.alpha, model.beta], best, rtol=1e-5)
        np.testing.assert_allclose(model.standard_errors, errors, rtol=1e-3)
        assert model.log_likelihood == pytest.approx(-minus(best), abs=1e-7)

    @pytest.mark.parametrize(("alpha", "beta"), [(0.7, 5.0), (2.0, 3.0), (0.3, 0.6)])
    def test_a_simulated_truth_is_found_again(self, alpha, beta):
        covered = 0
        for seed in range(40):
            model = ShiftedBetaGeometric.fit_tenures(*drawn(alpha, beta, 4_000, 15, seed))
            bounds = model.confidence_intervals(0.9)
            covered += (bounds["lower"] < [alpha, beta]).astype(int) * (bounds["upper"] > [alpha, beta]).astype(int)
        # 36 of 40 are expected; fewer than 29 or all but certain ones come about once in 1,000 times.
        assert all(29 <= count <= 40 for count in covered)

    def test_what_is_drawn_is_what_the_model_says(self):
        tenure, left = drawn(0.7, 2.0, 200_000, 10, 1)
        found = LifeTable.from_tenures(tenure, left).retention(confidence=0.9999)
        expected = ShiftedBetaGeometric(0.7, 2.0).retention(found["period"])
        assert ((found["retention_low"] < expected) & (expected < found["retention_high"])).all()

    def test_weights_count_customers(self):
        tenure, left = drawn(0.7, 2.0, 500, 8, 2)
        weighted = ShiftedBetaGeometric.fit_tenures(tenure, left, np.full(500, 3.0))
        repeated = ShiftedBetaGeometric.fit_tenures(np.tile(tenure, 3), np.tile(left, 3))
        assert weighted.alpha == pytest.approx(repeated.alpha, rel=1e-9)
        assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood)

    def test_a_million_customers_take_no_time(self):
        tenure, left = drawn(0.7, 5.0, 1_000_000, 60, 3)
        began = time.process_time()
        model = ShiftedBetaGeometric.fit_tenures(tenure, left)
        assert time.process_time() - began < 1
        assert model.alpha == pytest.approx(0.7, rel=0.02)

    def test_periods_of_days(self):
        tenure, left = drawn(0.7, 300.0, 50_000, 3_000, 4)
        model = ShiftedBetaGeometric.fit_tenures(tenure, left)
        assert (model.alpha, model.beta) == pytest.approx((0.7, 300), rel=0.1)

    @pytest.mark.parametrize(
        ("survivors", "reason"),
        [
            ([1000, 1000, 1000], r"nobody left\. Observe"),
            ([10, 9, 9], "nobody left after the first period"),
            ([10, 10, 9], "retention does not rise with tenure"),
            ([1000, 600], "one period only"),
            ([1000, 600, 600, 600], "nobody left after the first period"),
            ([1000, 0, 0], "one period only"),
            ([1000, 800, 640, 512, 409.6], "retention does not rise with tenure"),
            ([1000, 900, 700, 400], "retention does not rise with tenure.*Use ConstantRetention.fit"),
        ],
    )
    def test_data_that_cannot_tell(self, survivors, reason):
        with pytest.raises(ValueError, match=f"ShiftedBetaGeometric.fit cannot tell alpha and beta.*{reason}"):
            ShiftedBetaGeometric.fit(survivors)

    @quick
    @given(st.lists(st.floats(0.3, 0.97), min_size=2, max_size=6))
    def test_it_fits_or_says_why_not(self, rates):
        survivors = 10_000 * np.append(1.0, np.cumprod(rates))
        constant, period = ConstantRetention.fit(survivors), np.arange(1, len(rates) + 1)
        rate = constant.retention_rate
        nearly_equal = ShiftedBetaGeometric((1 - rate) * 1e5, rate * 1e5).retention(period)
        gone, stayed = -np.diff(survivors), survivors[1:]
        gain = np.sum(gone * np.log(1 - nearly_equal) + stayed * np.log(nearly_equal)) - constant.log_likelihood
        if gain < -1e-6:  # the likelihood falls as soon as customers differ a little
            with pytest.raises(ValueError, match="retention does not rise with tenure"):
                ShiftedBetaGeometric.fit(survivors)
        elif gain > 0.01:
            model = ShiftedBetaGeometric.fit(survivors)
            assert model.converged
            assert model.log_likelihood >= constant.log_likelihood + gain

    def test_data_that_hardly_tell(self):
        with pytest.warns(RuntimeWarning, match=r"ShiftedBetaGeometric\.fit found no maximum.*may all be alike"):
            model = ShiftedBetaGeometric.fit([1000, 800, 640.01])
        assert not model.converged
        assert model.standard_errors.isna().all()
        assert model.survival(2) == pytest.approx(0.64, abs=1e-4)


class TestCurves:
    @quick
    @given(PARAMETERS, PARAMETERS)
    def test_survival_is_a_mean_over_customers(self, alpha, beta):
        model = ShiftedBetaGeometric(alpha, beta)
        chance, weight = special.roots_sh_jacobi(60, alpha + beta - 1, beta)  # Gauss for Beta(beta, alpha)
        for period in (1, 2, 7):
            assert model.survival(period) == pytest.approx(chance**period @ weight / weight.sum(), rel=1e-8)

    @quick
    @given(PARAMETERS, PARAMETERS)
    def test_survival_is_the_product_of_retentions_which_rise(self, alpha, beta):
        model, periods = ShiftedBetaGeometric(alpha, beta), np.arange(1, 40)
        np.testing.assert_allclose(model.survival(periods), np.cumprod(model.retention(periods)), rtol=1e-10)
        assert np.all(np.diff(model.retention(periods)) > 0)

    def test_the_published_projection(self):
        # Fader, Hardie (2007): the model of the Regular customers keeps 24% of them to the seventh year.
        model = ShiftedBetaGeometric(0.704, 1.182)
        assert model.survival(0) == 1
        assert model.survival(1) == pytest.approx(1.182 / 1.886)
        assert model.survival(7) == pytest.approx(0.241, abs=0.005)

    def test_missing_periods_stay_missing(self):
        model = ShiftedBetaGeometric(1, 1)
        np.testing.assert_allclose(model.survival([[0, math.nan], [1, 3]]), [[1, math.nan], [0.5, 0.25]])
        assert math.isnan(model.retention(math.nan))

    @pytest.mark.parametrize(("period", "found"), [(-1, "-1"), (0.5, "0.5"), ([0, 2.5], "2.5")])
    def test_periods_are_whole(self, period, found):
        with pytest.raises(ValueError, match=f"survival needs whole periods from 0 on; found {found}"):
            ShiftedBetaGeometric(1, 1).survival(period)
        with pytest.raises(ValueError, match="retention needs whole periods from 1 on"):
            ShiftedBetaGeometric(1, 1).retention(0)

    @pytest.mark.parametrize("value", [0, -1, math.nan, math.inf])
    def test_parameters_are_above_zero(self, value):
        with pytest.raises(ValueError, match="ShiftedBetaGeometric needs alpha above zero"):
            ShiftedBetaGeometric(value, 1)
        with pytest.raises(ValueError, match="ShiftedBetaGeometric needs beta above zero"):
            ShiftedBetaGeometric(1, value)
