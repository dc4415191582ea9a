"""BG/NBD: published values, the paper's formulas, quadrature by definition, and customers played out one by one."""

import dataclasses
import itertools

import numpy as np
import pytest
from clv_textbook import (
    CDNOW_BG_NBD,
    bg_nbd_expected_purchases,
    bg_nbd_likelihood_by_definition,
    bg_nbd_log_likelihood,
    cdnow,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta as beta_of

from cmlib.clv import BGNBD

PAPER = BGNBD(**CDNOW_BG_NBD)
HISTORIES = [(0, 0, 39), (1, 5, 39), (2, 30.43, 38.86), (29, 38.0, 38.7), (3, 3, 3), (0, 0, 0), (4, 0, 10)]
#: Estimates of all kinds: the paper's, a = 1 exactly, customers nearly alike, customers as different as can be.
MODELS = [PAPER, BGNBD(0.5, 4, 1, 3), BGNBD(40, 90, 60, 200), BGNBD(0.05, 0.2, 0.08, 0.1), BGNBD(1.3, 4.5, 1.1, 9)]


@pytest.fixture(scope="module")
def fitted():
    data = cdnow()
    return BGNBD.fit(data["frequency"], data["recency"], data["T"])


def test_the_fit_on_cdnow_is_the_published_one(fitted):
    # Fader, Hardie, Lee (2005), Marketing Science 24(2), 275-284; at more digits in their worksheet.
    published = {"r": 0.24259, "alpha": 4.41353, "a": 0.79289, "b": 2.42575}
    assert fitted.parameters == pytest.approx(published, abs=1e-5)
    assert fitted.log_likelihood == pytest.approx(-9582.4256, abs=1e-4)
    assert fitted.converged is True


def test_the_forecast_is_the_one_of_the_paper():
    # The authors' worked example: 39 weeks ahead, x = 2, t_x = 30.43, T = 38.86.
    assert PAPER.expected_purchases(39, 2, 30.43, 38.86) == pytest.approx(1.226, abs=5e-4)


@pytest.mark.parametrize("history", HISTORIES)
def test_the_likelihood_is_the_mean_over_customers(history):
    model = BGNBD(1.5, 6, 1.8, 4)
    by_definition = bg_nbd_likelihood_by_definition(*history, **model.parameters)
    assert model.log_likelihood_of(*history) == pytest.approx(np.log(by_definition), rel=1e-7)


@pytest.mark.parametrize("model", MODELS)
def test_the_likelihood_is_the_papers(model):
    data = cdnow()
    logs = np.log(list(model.parameters.values()))
    expected = bg_nbd_log_likelihood(logs, *(data[name].to_numpy(float) for name in ("frequency", "recency", "T")))
    assert model.log_likelihood_of(data["frequency"], data["recency"], data["T"]) == pytest.approx(expected.sum())


@pytest.mark.parametrize("model", [model for model in MODELS if model.a != 1])
def test_forecasts_follow_the_papers_formula(model):
    data = cdnow().iloc[::10]
    history = [data[name].to_numpy(float) for name in ("frequency", "recency", "T")]
    expected = bg_nbd_expected_purchases(39, *history, **model.parameters)
    np.testing.assert_allclose(model.expected_purchases(39, *history), expected, rtol=1e-8)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("horizon", [0.01, 52, 5_000])
def test_forecasts_are_means_over_dropout_probabilities(model, horizon):
    x, t_x, T = 3, 20, 39
    m, c = model.r + x, horizon / (model.alpha + T)

    def purchases(log_odds):  # in log odds, both ends of the distribution are smooth
        p, rest = 1 / (1 + np.exp(-log_odds)), 1 / (1 + np.exp(log_odds))
        return -np.expm1(-m * np.log1p(p * c)) / p * beta_of.pdf(p, model.a, model.b + x) * p * rest

    places = [-400, -100, -30, *range(-14, 15, 2), 30]
    mean = sum(quad(purchases, low, high, epsabs=0, epsrel=1e-11)[0] for low, high in itertools.pairwise(places))
    expected = mean * model.probability_alive(x, t_x, T)
    assert model.expected_purchases(horizon, x, t_x, T) == pytest.approx(expected, rel=1e-8)


def test_nothing_special_happens_where_a_is_1():
    below, at, above = (BGNBD(0.5, 4, a, 3).expected_purchases(52, 2, 30, 39) for a in (1 - 1e-7, 1, 1 + 1e-7))
    assert below == pytest.approx(at, rel=1e-6)
    assert above == pytest.approx((at - below) + at, rel=1e-12)


@pytest.mark.parametrize(
    "history", [(1500, 199.99, 200), (132, 200, 200), (132, 150, 200), (5, 0, 0), (1500, 100, 200)]
)
def test_the_probability_alive_is_stable_where_powers_overflow(history):
    x, t_x, T = history
    log_odds = np.log(0.793 / (2.426 + x - 1)) + (0.243 + x) * np.log((4.414 + T) / (4.414 + t_x))
    expected = 1 / (1 + np.exp(log_odds)) if log_odds < 700 else 0
    assert PAPER.probability_alive(*history) == pytest.approx(expected, rel=1e-12)


def test_without_a_repeat_purchase_nobody_can_have_dropped_out():
    assert PAPER.probability_alive([0, 0], [0, 0], [0, 1e6]).tolist() == [1, 1]


@pytest.mark.parametrize(
    "history", [(1500, 200, 200), (132, 200, 200), (1500, 10, 200), (1, 1e-12, 1e12), (10**7, 1, 1)]
)
@pytest.mark.parametrize("model", [*MODELS, BGNBD(1e-6, 1e-6, 1e-6, 1e-6), BGNBD(1e6, 1e6, 1e6, 1e6)])
def test_extremes_give_finite_numbers(model, history):
    x, _, T = history
    alive, bought = model.probability_alive(*history), model.expected_purchases(52, *history)
    assert 0 <= alive <= 1
    assert 0 <= bought <= 52 * (model.r + x) / (model.alpha + T) * (1 + 1e-9)  # what comes without dropping out
    assert np.isfinite(model.log_likelihood_of(*history))


def played_out(model, T, horizon, customers, seed):
    """Frequency, recency, purchases in the horizon after T, purchase by purchase, one customer after the other."""
    rng, rows = np.random.default_rng(seed), []
    for _ in range(customers):
        rate, dropout = rng.gamma(model.r, 1 / model.alpha), rng.beta(model.a, model.b)
        x, t_x, later, now = 0, 0.0, 0, 0.0
        while True:
            now += rng.exponential(1 / rate) if rate > 0 else np.inf
            if now > T + horizon:
                alive = True
                break
            if now <= T:
                x, t_x = x + 1, now
            else:
                later += 1
            if rng.random() < dropout:
                alive = now > T
                break
        rows.append((x, t_x, later, alive))
    return np.array(rows, dtype=float).T


def test_customers_played_out_behave_as_foretold():
    model, T, horizon, customers = BGNBD(0.8, 5, 0.9, 3), 30.0, 20.0, 10_000
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


@pytest.mark.parametrize("model", MODELS)
def test_numbers_of_purchases_have_the_expected_mean(model):
    # Without the tail of a heavy-tailed model: purchases within one tenth of a unit of time.
    counts = np.arange(2_000)
    chances = model.probability_of_purchases(counts, 0.1)
    assert chances.sum() == pytest.approx(1, abs=1e-9)
    assert chances @ counts == pytest.approx(model.expected_purchases_new_customer(0.1), rel=1e-6)


def test_a_new_customer_is_one_with_no_history_at_age_0():
    horizons = np.array([0.0, 1.0, 52.0])
    expected = PAPER.expected_purchases(horizons, np.zeros(3), np.zeros(3), np.zeros(3))
    np.testing.assert_allclose(PAPER.expected_purchases_new_customer(horizons), expected)
    assert expected[0] == 0


def test_who_can_hardly_drop_out_is_drawn_alive():
    """Probabilities of dropping out so small that most are 0 to a computer's last digit."""
    drawn = BGNBD(0.5, 4, 1e-5, 1).simulate(np.full(500, 30.0), seed=1)
    assert drawn["alive"].mean() > 0.99
    assert drawn["frequency"].mean() == pytest.approx(30 * 0.5 / 4, rel=0.3)


def test_one_customer_has_many_horizons():
    curve = PAPER.expected_purchases([1, 39], 2, 30.43, 38.86)
    np.testing.assert_allclose(curve, [PAPER.expected_purchases(1, 2, 30.43, 38.86), 1.226], atol=5e-4)


@pytest.mark.parametrize("ask", [PAPER.probability_alive, lambda *history: PAPER.expected_purchases(39, *history)])
def test_numbers_give_a_number_columns_an_array(ask):
    assert isinstance(ask(2, 30.43, 38.86), float)
    assert ask([2, 0], 0, [39, 39]).shape == (2,)
    assert ask([], [], []).shape == (0,)
    assert PAPER.expected_purchases_new_customer([]).shape == (0,)


def test_many_customers_are_read_off_a_curve_as_exact_as_one_by_one():
    ages = np.linspace(0, 150, 2_000)
    together = PAPER.expected_purchases(52, 2, np.minimum(ages, 1), ages)
    horizons = np.full(len(ages), 52.0)
    horizons[0] = 51  # unequal horizons are computed one by one
    apart = PAPER.expected_purchases(horizons, 2, np.minimum(ages, 1), ages)
    np.testing.assert_allclose(together[1:], apart[1:], rtol=1e-11)
    same_age = PAPER.expected_purchases(52, np.full(500, 2), np.full(500, 30.43), np.full(500, 38.86))
    np.testing.assert_allclose(same_age, PAPER.expected_purchases(52, 2, 30.43, 38.86), rtol=1e-12)


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
    model, t_x = BGNBD(*np.exp(logs)), share * T if x else 0.0
    alive, bought = model.probability_alive(x, t_x, T), model.expected_purchases(horizon, x, t_x, T)
    assert model.expected_purchases(2 * horizon, x, t_x, T) >= bought * (1 - 1e-12)
    assert 0 <= alive <= 1
    if x:  # the longer the silence, the less alive
        assert model.probability_alive(x, t_x / 2, T) <= alive + 1e-15
    other = dataclasses.replace(model, alpha=model.alpha * unit)  # another unit of time
    assert other.expected_purchases(horizon * unit, x, t_x * unit, T * unit) == pytest.approx(bought, rel=1e-9)
    in_other = other.log_likelihood_of(x, t_x * unit, T * unit) + x * np.log(unit)
    assert in_other == pytest.approx(model.log_likelihood_of(x, t_x, T), rel=1e-9, abs=1e-9)
