"""Pareto/NBD: published values, quadrature by definition, and customers played out one by one."""

import dataclasses

import numpy as np
import pytest
from clv_textbook import CDNOW_PARETO_NBD, cdnow, pareto_nbd_endings, pareto_nbd_likelihood_by_definition
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import hyperu

from cmlib.clv import ParetoNBD

PAPER = ParetoNBD(**CDNOW_PARETO_NBD)
MODELS = [
    PAPER,
    ParetoNBD(2, 6, 1, 6),  # alpha = beta and s = 1, where formulas of the papers divide by zero
    ParetoNBD(0.5, 1e-2, 0.6, 1e3),
    ParetoNBD(0.5, 1e3, 0.6, 1e-2),
    ParetoNBD(5, 10, 50, 900),
]
HISTORIES = [(0, 0, 39), (2, 30.43, 38.86), (26, 30.86, 31), (132, 199.9999, 200), (1500, 199, 200), (1500, 20, 200)]
HISTORIES += [(3, 0, 10), (4, 10, 10), (1, 1e-9, 1e4)]


@pytest.fixture(scope="module")
def fitted():
    data = cdnow()
    return ParetoNBD.fit(data["frequency"], data["recency"], data["T"])


def test_the_fit_on_cdnow_is_the_published_one(fitted):
    # Fader, Hardie, Lee (2005), Marketing Science 24(2), 275-284, and Journal of Marketing Research 42(4), 415-430.
    assert fitted.parameters == pytest.approx({"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}, abs=2e-3)
    assert fitted.log_likelihood == pytest.approx(-9594.976, abs=5e-3)
    assert fitted.converged is True


def test_forecasts_are_those_of_the_walkthrough():
    # McCarthy, Wadsworth (2014), Buy 'til you die: a walkthrough (of the R package BTYD): customer 1516 of CDNOW.
    assert PAPER.expected_purchases(52, 26, 30.86, 31) == pytest.approx(25.46, abs=5e-3)
    assert PAPER.probability_alive(26, 30.86, 31) == pytest.approx(0.9979, abs=5e-5)


@pytest.mark.parametrize("history", [(0, 0, 39), (1, 5, 39), (2, 30.43, 38.86), (9, 38, 38.7), (3, 3, 3), (4, 0, 10)])
def test_the_likelihood_is_the_mean_over_customers(history):
    model = ParetoNBD(1.5, 6, 1.8, 9)
    by_definition = pareto_nbd_likelihood_by_definition(*history, **model.parameters)
    assert model.log_likelihood_of(*history) == pytest.approx(np.log(by_definition), rel=1e-7)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("history", HISTORIES)
def test_alive_and_dropped_out_are_weighed_to_ten_digits(model, history):
    alive, dropped = pareto_nbd_endings(*history, **model.parameters)
    expected = 1 / (1 + np.exp(dropped - alive)) if dropped - alive < 700 else 0
    assert model.probability_alive(*history) == pytest.approx(expected, rel=1e-9, abs=1e-300)
    x, t_x, _ = history
    ended = -(model.r + x) * np.log1p(t_x / model.alpha) - model.s * np.log1p(t_x / model.beta)
    counted = np.log(model.r + np.arange(x)).sum() - x * np.log(model.alpha)
    expected = counted + ended + np.logaddexp(alive, dropped)
    assert model.log_likelihood_of(*history) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(
    "history", [(1500, 200, 200), (132, 200, 200), (1500, 10, 200), (1, 1e-12, 1e12), (10**7, 1, 1)]
)
@pytest.mark.parametrize("model", [*MODELS, ParetoNBD(1e-6, 1e-6, 1e-6, 1e-6), ParetoNBD(1e6, 1e6, 1e6, 1e6)])
def test_extremes_give_finite_numbers(model, history):
    x, _, T = history
    alive, bought = model.probability_alive(*history), model.expected_purchases(52, *history)
    assert 0 <= alive <= 1
    assert 0 <= bought <= 52 * (model.r + x) / (model.alpha + T) * (1 + 1e-9)  # what comes without dropping out
    assert np.isfinite(model.log_likelihood_of(*history))


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("horizon", [0.01, 52, 1e6])
def test_forecasts_add_up_the_chance_of_being_still_there(model, horizon):
    x, t_x, T = 3, 20, 39

    def still_there(log_time):  # the rate of purchase times survival, over ln(1 + time / (beta + T))
        return np.exp((1 - model.s) * log_time)

    whole = quad(still_there, 0, np.log1p(horizon / (model.beta + T)), epsabs=0, epsrel=1e-11)[0] * (model.beta + T)
    expected = model.probability_alive(x, t_x, T) * (model.r + x) / (model.alpha + T) * whole
    assert model.expected_purchases(horizon, x, t_x, T) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("history", [(0, 0, 39), (2, 30.43, 38.86), (26, 30.86, 31)])
@pytest.mark.parametrize("rate", [0.001, 0.15, 3.0])
def test_residual_purchases_follow_the_papers_formula(history, rate):
    """Fader, Hardie, Lee (2005), Journal of Marketing Research 42(4): with Tricomi's function Psi(s, s; z)."""
    x, _, T = history
    force = np.log1p(rate) / 52
    z = force * (PAPER.beta + T)
    endless = PAPER.beta + T
    whole = endless * z ** (PAPER.s - 1) * hyperu(PAPER.s, PAPER.s, z)
    expected = PAPER.probability_alive(*history) * (PAPER.r + x) / (PAPER.alpha + T) * whole
    found = PAPER.discounted_residual_purchases(*history, discount_rate_per_year=rate, time_units_per_year=52)
    assert found == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("model", MODELS)
def test_a_far_horizon_leaves_nothing_to_come(model):
    history, rates = ([0, 2], [0, 30.43], [39, 38.86]), {"discount_rate_per_year": 0.15, "time_units_per_year": 52}
    endless = model.discounted_residual_purchases(*history, **rates)
    np.testing.assert_allclose(model.discounted_purchases(52 * 300, *history, **rates), endless, rtol=1e-9)
    assert np.all(model.discounted_purchases(52 * 3, *history, **rates) < endless)


@pytest.mark.parametrize("s", [1.5, 3, 50, 400, 20_000])
def test_with_next_to_no_discount_it_is_the_rate_times_the_mean_time_left(s):
    """The integral of ((beta + T) / (beta + T + u))^s over all u is (beta + T) / (s - 1), for s above 1."""
    model, history = ParetoNBD(0.5, 4, s, 12), (3, 39, 39)
    found = model.discounted_residual_purchases(*history, discount_rate_per_year=1e-15, time_units_per_year=1)
    expected = 3.5 / 43 * 51 / (s - 1)  # who bought just now is alive
    assert found == pytest.approx(expected, rel=1e-6)


def test_without_discount_the_sum_has_no_end():
    with pytest.raises(ValueError, match="needs discount_rate_per_year above 0: undiscounted, the sum has no end"):
        PAPER.discounted_residual_purchases(0, 0, 39, discount_rate_per_year=0, time_units_per_year=52)


def played_out(model, T, horizon, customers, seed):
    """Frequency, recency, purchases in the horizon after T, purchase by purchase, one customer after the other."""
    rng, rows = np.random.default_rng(seed), []
    for _ in range(customers):
        rate, dropout = rng.gamma(model.r, 1 / model.alpha), rng.gamma(model.s, 1 / model.beta)
        end, now, x, t_x, later = rng.exponential(1 / dropout), 0.0, 0, 0.0, 0
        while (now := now + rng.exponential(1 / rate)) <= min(end, T + horizon):
            if now <= T:
                x, t_x = x + 1, now
            else:
                later += 1
        rows.append((x, t_x, later, end > T))
    return np.array(rows, dtype=float).T


def test_customers_played_out_behave_as_foretold():
    model, T, horizon, customers = ParetoNBD(0.8, 5, 0.9, 20), 30.0, 20.0, 10_000
    x, t_x, later, alive = played_out(model, T, horizon, customers, seed=11)

    def close(found, expected):
        assert found.mean() == pytest.approx(np.mean(expected), abs=4 * found.std() / np.sqrt(customers))

    close(x, model.expected_purchases_new_customer(T))
    close(later, model.expected_purchases(horizon, x, t_x, T))
    close(alive, model.probability_alive(x, t_x, T))
    for known in (x == 0, x == 1, x > 4):
        close(later * known, model.expected_purchases(horizon, x, t_x, T) * known)
    for purchases in range(6):
        close((x == purchases).astype(float), model.probability_of_purchases(purchases, T))
    drawn = model.simulate(np.full(200_000, T), seed=3)
    for name, found in (("frequency", x), ("recency", t_x), ("alive", alive)):
        close(found, drawn[name].mean())
    close(x * t_x, (drawn["frequency"] * drawn["recency"]).mean())


def test_who_can_hardly_drop_out_is_drawn_alive():
    """Rates of dropping out so small that most are 0 to a computer's last digit."""
    drawn = ParetoNBD(0.5, 4, 1e-5, 10).simulate(np.full(500, 30.0), seed=1)
    assert drawn["alive"].mean() > 0.99
    assert drawn["frequency"].mean() == pytest.approx(30 * 0.5 / 4, rel=0.3)


@pytest.mark.parametrize("model", MODELS)
def test_numbers_of_purchases_have_the_expected_mean(model):
    counts, age = np.arange(4_000), min(model.alpha, 20)
    chances = model.probability_of_purchases(counts, age)
    assert chances.sum() == pytest.approx(1, abs=1e-9)
    assert chances @ counts == pytest.approx(model.expected_purchases_new_customer(age), rel=1e-6)


def test_ages_are_read_off_a_curve_as_exact_as_one_by_one():
    ages = np.linspace(0, 150, 2_000)
    together = PAPER.probability_of_purchases(np.full(len(ages), 2), ages)
    apart = [PAPER.probability_of_purchases(2, age) for age in ages[::100]]
    np.testing.assert_allclose(together[::100], apart, rtol=1e-9, atol=1e-12)
    assert together[0] == pytest.approx(0, abs=1e-12)
    hardly = PAPER.probability_of_purchases(np.full(len(ages), 300), ages)
    assert np.all((hardly >= 0) & (hardly < 1e-3))  # rounding makes no probability negative


@settings(derandomize=True, max_examples=50, deadline=None)
@given(
    logs=st.tuples(*[st.floats(-3, 3)] * 4),
    x=st.integers(0, 60),
    share=st.floats(0.01, 1),
    T=st.floats(0.1, 500),
    horizon=st.floats(0.1, 500),
    unit=st.sampled_from([1 / 7, 7, 1e-9, 1e9]),
)
def test_laws(logs, x, share, T, horizon, unit):
    model, t_x = ParetoNBD(*np.exp(logs)), share * T if x else 0.0
    alive, bought = model.probability_alive(x, t_x, T), model.expected_purchases(horizon, x, t_x, T)
    assert model.expected_purchases(2 * horizon, x, t_x, T) >= bought * (1 - 1e-12)
    assert 0 <= alive <= 1
    if x:  # the longer the silence, the less alive
        assert model.probability_alive(x, t_x / 2, T) <= alive + 1e-12
    other = dataclasses.replace(model, alpha=model.alpha * unit, beta=model.beta * unit)  # another unit of time
    assert other.expected_purchases(horizon * unit, x, t_x * unit, T * unit) == pytest.approx(bought, rel=1e-9)
    in_other = other.log_likelihood_of(x, t_x * unit, T * unit) + x * np.log(unit)
    assert in_other == pytest.approx(model.log_likelihood_of(x, t_x, T), rel=1e-9, abs=1e-9)
