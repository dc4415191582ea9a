"""Standard errors and intervals of parameters and of what follows from them."""

import numpy as np
import pytest
from clv_textbook import CDNOW_BG_NBD, cdnow
from scipy.stats import norm

from cmlib.clv import BGNBD, GammaGamma, ParetoNBD
from cmlib.clv.estimate import estimate_of
from cmlib.clv.newton import Summit


@pytest.fixture(scope="module")
def model():
    data = cdnow()
    return BGNBD.fit(data["frequency"], data["recency"], data["T"])


def test_the_covariance_belongs_to_the_named_parameters(model):
    covariance = model.covariance
    assert list(covariance.index) == list(covariance.columns) == ["r", "alpha", "a", "b"]
    np.testing.assert_allclose(covariance, covariance.T)
    np.testing.assert_allclose(model.standard_errors**2, np.diag(covariance))
    assert model.standard_errors.name == "standard_error"
    assert model.standard_errors["r"] == pytest.approx(model.r * model.estimate.covariance_of_logarithms[0, 0] ** 0.5)


def test_intervals_of_parameters_are_symmetric_in_the_logarithm(model):
    table = model.confidence_intervals(confidence=0.9)
    assert list(table.columns) == ["estimate", "standard_error", "lower", "upper"]
    np.testing.assert_allclose(table["lower"] * table["upper"], table["estimate"] ** 2)
    reach = norm.ppf(0.95) * table["standard_error"] / table["estimate"]
    np.testing.assert_allclose(np.log(table["upper"] / table["estimate"]), reach)
    wider = model.confidence_intervals()  # at 95%
    np.testing.assert_allclose(np.log(wider["upper"] / wider["estimate"]), reach * norm.ppf(0.975) / norm.ppf(0.95))


def test_the_error_of_the_mean_rate_follows_from_the_covariance(model):
    """r / alpha: its variance to first order, worked out by hand."""
    mean, covariance = model.r / model.alpha, model.covariance
    slopes = np.array([mean / model.r, -mean / model.alpha])
    expected = np.sqrt(slopes @ covariance.iloc[:2, :2].to_numpy() @ slopes)
    found = model.standard_error_of(lambda one: one.r / one.alpha)
    assert found == pytest.approx(expected, rel=1e-6)
    assert isinstance(found, float)


def test_draws_and_the_delta_method_agree(model):
    def quantity(one):
        return one.expected_purchases_new_customer([13, 52])

    errors = model.standard_error_of(quantity)
    interval = model.interval_of(quantity, seed=4, confidence=0.9, draws=2_000)
    assert errors.shape == (2,)
    assert interval.confidence == 0.9
    np.testing.assert_allclose(interval.estimate, quantity(model))
    np.testing.assert_allclose(interval.upper - interval.lower, 2 * norm.ppf(0.95) * errors, rtol=0.08)
    assert np.all((interval.lower < interval.estimate) & (interval.estimate < interval.upper))


def test_the_seed_decides_the_draws(model):
    def bounds(seed):
        interval = model.interval_of(lambda one: one.probability_alive(2, 30, 39), seed=seed)
        return interval.lower, interval.upper

    assert bounds(1) == bounds(1)
    assert bounds(1) != bounds(2)
    assert all(isinstance(bound, float) and 0 < bound < 1 for bound in bounds(1))


def test_the_usual_level_is_95_percent(model):
    assert model.interval_of(lambda one: one.r, seed=1).confidence == 0.95


def test_intervals_hold_the_truth_as_often_as_they_say():
    """80% intervals of a forecast for 50 tables of customers: the truth is in 34 to 46 of them, as a binomial says."""
    known, ages = BGNBD(r=0.5, alpha=4, a=0.9, b=3), np.linspace(20, 60, 1_500)
    truth, held = known.expected_purchases_new_customer(104), 0
    for seed in range(50):
        drawn = known.simulate(ages, seed=seed)
        fitted = BGNBD.fit(drawn["frequency"], drawn["recency"], drawn["T"])
        interval = fitted.interval_of(
            lambda one: one.expected_purchases_new_customer(104), seed=seed, confidence=0.8, draws=60
        )
        held += interval.lower <= truth <= interval.upper
    assert 34 <= held <= 46


def test_known_parameters_have_no_errors():
    known = BGNBD(**CDNOW_BG_NBD)
    assert known.converged is None
    assert np.isnan(known.log_likelihood)
    assert known.standard_errors.isna().all()
    assert known.parameters == CDNOW_BG_NBD
    for ask in (known.standard_error_of, lambda quantity: known.interval_of(quantity, seed=1)):
        with pytest.raises(ValueError, match=r"needs a model made by BGNBD\.fit: known parameters are certain"):
            ask(lambda one: one.r)


def test_models_are_frozen_and_equal_by_their_parameters(model):
    with pytest.raises(AttributeError):
        model.r = 1
    assert BGNBD(*model.parameters.values()) == model
    assert "estimate" not in repr(model)


@pytest.mark.parametrize("level", [0, 1, -0.1, 95, np.nan])
def test_a_level_is_a_fraction(model, level):
    for ask in (
        model.confidence_intervals,
        lambda level: model.interval_of(lambda one: one.r, seed=1, confidence=level),
    ):
        with pytest.raises(ValueError, match="a confidence lies between 0 and 1"):
            ask(level)


def test_two_draws_are_the_fewest(model):
    interval = model.interval_of(lambda one: one.r, seed=1, draws=2)
    assert interval.lower < interval.upper


@pytest.mark.parametrize(("error", "known"), [(99, True), (101, False)])
def test_a_logarithm_that_may_be_anything_is_not_known(error, known):
    """A standard error of 100 in a logarithm: the parameter may be 40 powers of ten larger or smaller."""
    found = estimate_of(Summit(np.zeros(2), -5.0, -np.diag([1.0, error**-2.0]), reached=True))
    assert found.converged is known
    assert found.log_likelihood == -5
    expected = np.diag([1.0, error**2.0]) if known else np.full((2, 2), np.nan)
    np.testing.assert_allclose(found.covariance_of_logarithms, expected)


def test_models_beside_the_estimate_were_not_fitted(model):
    """What a quantity is computed from has the moved parameters only, not the likelihood of the data."""
    seen = []
    model.standard_error_of(lambda one: seen.append((one.converged, one.log_likelihood)) or one.r)
    assert seen
    assert all(converged is None and np.isnan(likelihood) for converged, likelihood in seen)


def test_one_draw_is_no_interval(model):
    with pytest.raises(ValueError, match="at least 2 draws; found 1"):
        model.interval_of(lambda one: one.r, seed=1, draws=1)


@pytest.mark.parametrize("wrong", [0, -1, np.nan, np.inf])
@pytest.mark.parametrize(("model", "size"), [(BGNBD, 4), (ParetoNBD, 4), (GammaGamma, 3)])
def test_parameters_are_above_zero(model, size, wrong):
    for place in range(size):
        values = [1.0] * size
        values[place] = wrong
        with pytest.raises(ValueError, match=f"{model.__name__} needs .* above zero and finite"):
            model(*values)
