"""Gamma-Gamma: published values, the note's formulas, and amounts drawn one by one."""

import numpy as np
import pytest
from clv_textbook import cdnow, gamma_gamma_log_likelihood, numerical_hessian
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.stats import gamma as gamma_of

from cmlib.clv import GammaGamma

NOTE = GammaGamma(p=6.25, q=3.74, v=15.44)


@pytest.fixture(scope="module")
def spent():
    data = cdnow()
    return data[data["frequency"] > 0]


@pytest.fixture(scope="module")
def fitted():
    data = cdnow()
    return GammaGamma.fit(data["frequency"], data["monetary_value"])


def test_the_fit_on_cdnow_is_the_published_one(fitted, spent):
    # Fader, Hardie (2013), note 025: 946 customers.
    assert len(spent) == 946
    assert fitted.parameters == pytest.approx({"p": 6.25, "q": 3.74, "v": 15.44}, abs=0.01)
    assert fitted.log_likelihood == pytest.approx(-4055.92, abs=0.005)
    assert fitted.population_mean == pytest.approx(35.17, abs=0.005)
    assert fitted.converged is True


def test_fit_and_errors_are_those_of_a_plain_search(fitted, spent):
    x, mean = spent["frequency"].to_numpy(float), spent["monetary_value"].to_numpy(float)

    def loss(logs):
        return -gamma_gamma_log_likelihood(logs, x, mean).sum()

    best = minimize(
        loss, np.log([1.0, 2.0, 30.0]), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-9, "maxiter": 5_000}
    )
    np.testing.assert_allclose(list(fitted.parameters.values()), np.exp(best.x), rtol=1e-6)
    errors = np.exp(best.x) * np.sqrt(np.diag(np.linalg.inv(numerical_hessian(loss, best.x))))
    np.testing.assert_allclose(fitted.standard_errors[["p", "q", "v"]], errors, rtol=1e-3)
    assert fitted.log_likelihood_of(spent["frequency"], spent["monetary_value"]) == pytest.approx(-best.fun, rel=1e-9)


def test_the_density_is_the_mean_over_customers():
    """Mean of the gamma density of a customer's mean spend, over the customers' rates."""
    model, x, mean = GammaGamma(2.0, 3.0, 20.0), 4, 17.0

    def of_one(rate):
        return gamma_of.pdf(mean, model.p * x, scale=1 / (rate * x)) * gamma_of.pdf(rate, model.q, scale=1 / model.v)

    density = quad(of_one, 0, 5, epsabs=0, epsrel=1e-11, points=[0.1, 0.3, 1])[0]
    assert model.log_likelihood_of([x], [mean]) == pytest.approx(np.log(density), rel=1e-9)


def test_the_expected_value_is_the_notes_weighted_mean():
    # (q-1) / (px+q-1) of the population's mean, the rest of the customer's own.
    x, mean = np.array([1, 2, 10, 1_000]), np.array([10.0, 50.0, 300.0, 300.0])
    own = 6.25 * x / (6.25 * x + 2.74)
    expected = own * mean + (1 - own) * 6.25 * 15.44 / 2.74
    np.testing.assert_allclose(NOTE.expected_value(x, mean), expected, rtol=1e-12)


def test_who_bought_once_spends_what_the_population_does():
    for nothing in (0.0, np.nan, 99.0, -5.0):
        assert NOTE.expected_value(0, nothing) == pytest.approx(NOTE.population_mean, rel=1e-12)


def test_an_infinite_mean_is_missing():
    heavy = GammaGamma(p=0.4, q=0.5, v=10)
    assert np.isnan(heavy.population_mean)
    found = heavy.expected_value([0, 1, 2], [0, 20, 20])
    assert np.isnan(found[:2]).all()
    assert found[2] == pytest.approx(0.4 * (10 + 40) / (0.8 - 0.5), rel=1e-12)
    assert np.isnan(GammaGamma(p=1, q=1, v=10).population_mean)
    assert np.isnan(GammaGamma(p=0.5, q=0.5, v=10).expected_value(1, 20))


def test_a_mean_that_exists_is_told_however_heavy_the_tail():
    assert GammaGamma(p=1, q=1.5, v=10).population_mean == 20  # 1 * 10 / (1.5 - 1)


def test_drawn_amounts_are_those_of_the_model():
    """Every purchase drawn by itself, and averaged."""
    rng, x = np.random.default_rng(5), 3
    rate = rng.gamma(NOTE.q, 1 / NOTE.v, 100_000)
    one_by_one = rng.gamma(NOTE.p, 1 / rate[:, None], (100_000, x)).mean(axis=1)
    drawn = NOTE.simulate(np.full(100_000, x), seed=7)
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        assert np.quantile(drawn, share) == pytest.approx(np.quantile(one_by_one, share), rel=0.02)
    assert one_by_one.mean() == pytest.approx(NOTE.population_mean, rel=0.01)
    assert np.isnan(NOTE.simulate([0, 1], seed=7)).tolist() == [True, False]


def test_forecasts_are_right_on_average():
    """Customers who spent much come down, those who spent little go up, as the next purchases of drawn ones do."""
    rng, x = np.random.default_rng(6), 2
    rate = rng.gamma(NOTE.q, 1 / NOTE.v, 200_000)
    before, after = (rng.gamma(NOTE.p * x, 1 / (rate * x)) for _ in range(2))
    expected = NOTE.expected_value(np.full(len(before), x), before)
    for some in (before < 20, before > 60):
        assert after[some].mean() == pytest.approx(expected[some].mean(), rel=0.02)


def test_fit_finds_planted_parameters():
    x = np.random.default_rng(1).geometric(0.3, 100_000)
    model = GammaGamma.fit(x, NOTE.simulate(x, seed=2))
    errors = model.standard_errors
    for name, planted in NOTE.parameters.items():
        assert abs(getattr(model, name) - planted) < 4 * errors[name] < planted / 10


def test_weights_count_customers(fitted):
    data = cdnow()
    columns = data["frequency"], data["monetary_value"]
    double = GammaGamma.fit(*columns, weights=np.full(len(data), 2))
    assert double.parameters == pytest.approx(fitted.parameters, rel=1e-6)
    assert double.log_likelihood == pytest.approx(2 * fitted.log_likelihood, rel=1e-9)
    np.testing.assert_allclose(double.standard_errors * np.sqrt(2), fitted.standard_errors, rtol=1e-5)
    without = GammaGamma.fit(*columns, weights=(data["frequency"] != 1).astype(int))
    some = data[data["frequency"] != 1]
    assert without.parameters == pytest.approx(GammaGamma.fit(some["frequency"], some["monetary_value"]).parameters)


@settings(derandomize=True, max_examples=20, deadline=None)
@given(factor=st.floats(1e-6, 1e9))
def test_the_currency_does_not_matter(factor):
    data = cdnow()
    model = GammaGamma.fit(data["frequency"], data["monetary_value"] * factor)
    assert model.p == pytest.approx(6.2488, abs=1e-3)
    assert model.population_mean == pytest.approx(35.171 * factor, rel=1e-4)
    expected = -4055.9232 - 946 * np.log(factor)
    assert model.log_likelihood == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(
    ("frequency", "amounts", "message"),
    [
        ([1, 1, 0, 0], [3, 4, 0, 0], "at least 5 customers who bought again; found 2 among 4 rows"),
        ([2] * 9, [20] * 9, "cannot tell how amounts vary: monetary_value is 20 for all 9 customers"),
        ([1, 2], [3, -4], "cannot use monetary_value of a repeat buyer that is missing or not above zero; row 1 has"),
        ([1, 2], [0, 4], "row 0 has frequency 1, monetary_value 0"),
        ([1, 2], [np.nan, 4], "row 0 has frequency 1, monetary_value nan"),
        ([1, 2], [np.inf, 4], "row 0 has frequency 1, monetary_value inf"),
        ([1.5, 2], [3, 4], "frequency that is no whole number"),
        ([-1, 2], [3, 4], "frequency that is missing, infinite or below zero"),
        ([1, np.inf], [3, 4], "frequency that is missing, infinite or below zero"),
        ([1, 2, 3], [3, 4], "one length; found {'frequency': 3, 'monetary_value': 2}"),
        (["a", "b"], [3, 4], "needs numbers as frequency"),
    ],
)
def test_what_cannot_be_fitted_is_refused(frequency, amounts, message):
    with pytest.raises(ValueError, match=r"GammaGamma\.fit") as refusal:
        GammaGamma.fit(frequency, amounts)
    assert message in str(refusal.value)


@pytest.mark.parametrize("wrong", [-1, np.inf, np.nan])
def test_weights_must_be_counts(wrong):
    with pytest.raises(ValueError, match="weights that are missing, infinite or below zero; row 1"):
        GammaGamma.fit([1, 2], [3, 4], weights=[1, wrong])


def test_five_repeat_buyers_are_enough():
    assert GammaGamma.fit([1, 2, 3, 1, 2, 0], [3, 9, 5, 20, 4, 0]).converged


def test_amounts_may_vary_by_less_than_their_size():
    known, x = GammaGamma(p=400, q=400, v=1_000), np.tile([1, 5], 2_000)
    amounts = known.simulate(x, seed=1)
    assert np.ptp(amounts) < amounts[0]
    model = GammaGamma.fit(x, amounts)
    assert model.converged
    assert model.population_mean == pytest.approx(known.population_mean, rel=0.01)


def test_rounding_is_no_variation_and_nobody_is_no_customer():
    with pytest.raises(ValueError, match="cannot tell how amounts vary"):
        GammaGamma.fit([2] * 10, [300_000.0, np.nextafter(300_000, np.inf)] * 5)
    with pytest.raises(ValueError, match="20 for all 9 customers"):
        GammaGamma.fit([2] * 10, [20] * 9 + [30], weights=[1] * 9 + [0])


@pytest.mark.parametrize(
    ("x", "mean", "reason"),
    [
        (np.full(500, 2), np.linspace(5, 15, 500), "customers do not seem to differ in what they spend, 10 a purchase"),
        ([1, 1, 2, 2, 3, 4], [3, 4, 5, 3, 8, 100], "each customer seems always to spend the same amount"),
        (
            [3, 2, 3, 3, 1, 1, 2, 2],
            [0.093, 2.264, 0.003, 0.096, 982.2, 1.972, 103_966, 0.021],
            "the data do not tell its parameters apart",
        ),
    ],
)
def test_what_runs_off_is_told(x, mean, reason):
    with pytest.warns(RuntimeWarning, match=reason) as warned:
        model = GammaGamma.fit(x, mean)
    assert warned[0].filename == __file__
    assert model.converged is False
    assert model.standard_errors.isna().all()
