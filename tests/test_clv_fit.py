"""Fits of the purchase models: planted parameters found, standard errors right, weights, laws, and clear refusals."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from clv_textbook import bg_nbd_log_likelihood, cdnow, numerical_hessian
from engines import every_engine, on
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from cmlib.clv import BGNBD, ParetoNBD, count_histories

KNOWN = {"BGNBD": BGNBD(r=0.5, alpha=4, a=0.9, b=3), "ParetoNBD": ParetoNBD(r=0.8, alpha=6, s=0.9, beta=12)}
every_model = pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)


def columns_of(table):
    return [table[name] for name in ("frequency", "recency", "T")]


@pytest.fixture(scope="module")
def fits():
    return {model: model.fit(*columns_of(cdnow())) for model in (BGNBD, ParetoNBD)}


@every_model
def test_planted_parameters_are_found_within_their_errors(known):
    """The squared distance from the truth, measured by the covariance, is chi-square with 4 degrees of freedom."""
    distances = []
    for seed in range(12):
        drawn = known.simulate(np.linspace(20, 60, 4_000), seed=seed)
        model = type(known).fit(*columns_of(drawn))
        assert model.converged
        gap = np.log([getattr(model, name) / value for name, value in known.parameters.items()])
        distances.append(gap @ np.linalg.solve(model.estimate.covariance_of_logarithms, gap))
    assert max(distances) < 20  # beyond that, one in 2,000
    assert 2 < np.mean(distances) < 6.5  # mean 4, standard error 0.8


@every_model
def test_a_large_table_is_fitted_by_way_of_a_sample(known):
    drawn = known.simulate(np.linspace(20, 60, 70_000), seed=3)
    model = type(known).fit(*columns_of(drawn))
    found = {name: abs(getattr(model, name) - value) for name, value in known.parameters.items()}
    assert all(gap < 4 * model.standard_errors[name] < 0.5 * getattr(known, name) for name, gap in found.items())
    logs = np.log(list(model.parameters.values()))
    by_number = [
        type(known)(*np.exp(logs + move)).log_likelihood_of(*columns_of(drawn))
        for move in 0.02 * np.vstack([np.eye(4), -np.eye(4)])
    ]
    assert max(by_number) < model.log_likelihood  # a maximum, over all rows


def test_fit_and_errors_are_those_of_a_plain_search(fits):
    x, t_x, T = (column.to_numpy(float) for column in columns_of(cdnow()))

    def loss(logs):
        return -bg_nbd_log_likelihood(logs, x, t_x, T).sum()

    found = fits[BGNBD]
    best = minimize(loss, np.zeros(4), method="L-BFGS-B", options={"ftol": 1e-14, "gtol": 1e-7}).x
    np.testing.assert_allclose(list(found.parameters.values()), np.exp(best), rtol=1e-4)
    covariance = np.linalg.inv(numerical_hessian(loss, best)) * np.outer(np.exp(best), np.exp(best))
    np.testing.assert_allclose(found.standard_errors, np.sqrt(np.diag(covariance)), rtol=2e-3)
    np.testing.assert_allclose(found.covariance, covariance, rtol=5e-3)


def test_errors_of_pareto_nbd_are_those_of_its_likelihood(fits):
    found, columns = fits[ParetoNBD], columns_of(cdnow())
    logs = np.log(list(found.parameters.values()))
    hessian = numerical_hessian(lambda at: -ParetoNBD(*np.exp(at)).log_likelihood_of(*columns), logs)
    np.testing.assert_allclose(found.estimate.covariance_of_logarithms, np.linalg.inv(hessian), rtol=2e-3)


@pytest.mark.parametrize("model", [BGNBD, ParetoNBD])
def test_order_and_kind_of_columns_do_not_matter(model, fits):
    data = cdnow()
    shuffled = data.sample(frac=1, random_state=1).reset_index(drop=True)
    for table in (
        shuffled,
        shuffled.convert_dtypes(),
        pl.from_pandas(data),
        {name: data[name].tolist() for name in data},
    ):
        again = model.fit(*columns_of(table))
        assert again.parameters == pytest.approx(fits[model].parameters, rel=1e-6)


def test_columns_are_read_by_position(fits):
    data = cdnow()
    backwards = data["recency"].set_axis(data.index[::-1])
    assert BGNBD.fit(data["frequency"], backwards, data["T"]).parameters == fits[BGNBD].parameters


@pytest.mark.parametrize("model", [BGNBD, ParetoNBD])
def test_equal_histories_may_be_counted_first(model, fits):
    counted = count_histories(cdnow())
    assert len(counted) < 2_357
    assert counted["customers"].sum() == 2_357
    by_weight = model.fit(*columns_of(counted), weights=counted["customers"])
    assert by_weight.parameters == pytest.approx(fits[model].parameters, rel=1e-6)
    assert by_weight.log_likelihood == pytest.approx(fits[model].log_likelihood, rel=1e-12)
    np.testing.assert_allclose(by_weight.standard_errors, fits[model].standard_errors, rtol=1e-5)


@every_engine
def test_histories_are_counted_in_every_engine(engine):
    frame = pd.DataFrame({"x": [0, 2, 0, 2, 1], "last": [0, 1.5, 0, 1.5, 1], "age": [9.0, 9, 9, 9, 8]})
    found = on(engine, count_histories, frame, frequency="x", recency="last", T="age").astype(float)
    expected = [[0, 0, 9, 2], [1, 1, 8, 1], [2, 1.5, 9, 2]]
    assert found.sort_values("x")[["x", "last", "age", "customers"]].to_numpy().tolist() == expected


def test_histories_with_gaps_are_not_counted():
    frame = pd.DataFrame({"frequency": [0, None], "recency": [0.0, np.inf], "T": [9, 9]})
    with pytest.raises(ValueError, match="missing: 1 in 'frequency', 1 in 'recency'"):
        count_histories(frame)


@pytest.mark.parametrize("model", [BGNBD, ParetoNBD])
@settings(derandomize=True, max_examples=8, deadline=None)
@given(unit=st.sampled_from([7, 365.25, 1e-12, 1e12, 1e200]))
def test_the_unit_of_time_does_not_matter(model, unit):
    x, t_x, T = columns_of(cdnow())
    weeks, other = model.fit(x, t_x, T), model.fit(x, t_x * unit, T * unit)
    times = {"alpha", "beta"}
    expected = {name: value * (unit if name in times else 1) for name, value in weeks.parameters.items()}
    assert other.parameters == pytest.approx(expected, rel=1e-5)
    assert other.log_likelihood == pytest.approx(weeks.log_likelihood - x.sum() * np.log(unit), rel=1e-9)


GOOD = {"frequency": [0, 2, 1, 4, 1, 3, 1], "recency": [0, 5, 3, 8, 2, 4, 9], "T": [9, 9, 9, 9, 9, 9, 9.0]}


@pytest.mark.parametrize("fit", [BGNBD.fit, ParetoNBD.fit], ids=["BGNBD.fit", "ParetoNBD.fit"])
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"recency": [0, 5]}, "needs columns of one length; found {'frequency': 7, 'recency': 2, 'T': 7}"),
        ({"T": [[9.0] * 7]}, "needs T as one column; found 2 dimensions"),
        ({"T": ["nine"] * 7}, "needs numbers as T; found list"),
        ({"T": [9, 9, 9, 9, 9, 9, np.nan]}, "a missing, infinite or negative T; row 6 has frequency 1"),
        ({"T": [9, 9, 9, 9, 9, 9, np.inf]}, "a missing, infinite or negative T; row 6"),
        ({"recency": [0, 5, 3, 8, -2, 4, 9]}, "a missing, infinite or negative recency; row 4"),
        ({"frequency": [0, 2, 1, 4, -1, 3, 1]}, "a missing, infinite or negative frequency; row 4"),
        ({"frequency": [-1, 2, 1, 4, 1, 3, 1]}, "a missing, infinite or negative frequency; row 0"),
        ({"recency": [0, 5, 3, 8, -0.5, 4, 9]}, "a missing, infinite or negative recency; row 4"),
        ({"frequency": [0, 2, 1, 4.5, 1, 3, 1]}, "frequency that is no whole number; row 3 has frequency 4.5"),
        ({"frequency": [0, 2, 1, 4, 1e9, 3, 1]}, "frequency above 10,000,000: is it an amount?; row 4"),
        ({"recency": [0, 5, 3, 8, 2, 4, 9.01]}, "recency above T: the last purchase would lie in the future; row 6"),
        (
            {"recency": [1, 5, 3, 8, 2, 4, 9]},
            "frequency 0 with recency above 0: without repeat purchase it is 0; row 0",
        ),
        ({"weights": [1, 1, 1, 1, 1, 1, -1]}, "a missing, infinite or negative weights; row 6"),
        ({"weights": [1, 1, 1, 1, 1, 1, np.inf]}, "a missing, infinite or negative weights; row 6"),
        ({"frequency": [0] * 7, "recency": [0] * 7}, "none of 7 customers bought again"),
        ({"weights": [9, 1, 1, 1, 1, 0, 0]}, "needs at least 5 customers who bought again; found 4 among 13 customers"),
        ({"T": [0] * 7, "recency": [0] * 7}, "T is 0 for all customers, no time has passed"),
        ({name: [] for name in GOOD}, "none of 0 customers bought again"),
    ],
)
def test_what_cannot_be_fitted_is_refused(fit, changes, message):
    with pytest.raises(ValueError, match=r"(BGNBD|ParetoNBD)\.fit") as refusal:
        fit(**(GOOD | changes))
    assert message in str(refusal.value)


def test_five_repeat_buyers_and_a_purchase_at_age_0_are_enough_to_try():
    with pytest.warns(RuntimeWarning, match=r"BGNBD\.fit found no maximum"):
        BGNBD.fit(**(GOOD | {"weights": [1, 1, 1, 1, 1, 1, 0], "recency": [0, 5, 3, 8, 0, 4, 9]}))


@pytest.mark.parametrize("model", [BGNBD, ParetoNBD])
def test_customers_of_today_say_nothing(model, fits):
    """Who made the first purchase at this moment has had no time for more: likelihood 1, whatever the parameters."""
    data = cdnow()
    columns = [np.append(column, np.zeros(50)) for column in columns_of(data)]
    found = model.fit(*columns)
    assert found.parameters == pytest.approx(fits[model].parameters, rel=1e-3)
    assert found.log_likelihood_of(0, 0, 0) == 0


def runs_off():
    """Data, and what the models say of them."""
    rng, n = np.random.default_rng(5), 1_000
    T = rng.uniform(20, 60, n)
    faithful = rng.poisson(rng.gamma(1.5, 1 / 5, n) * T)
    alike = rng.poisson(0.3 * T)
    last = np.where(alike > 0, T * rng.random(n) ** (1 / np.maximum(alike, 1)), 0)
    return {
        "faithful": (np.where(faithful > 0, T, 0), faithful, T, "hardly a customer seems ever to drop out"),
        "alike": (np.minimum(last, 9) * (alike > 0), np.minimum(alike, 2), T, "all customers seem to"),
        "same": (np.full(100, 10.0), np.full(100, 3), np.full(100, 20.0), "all customers seem to drop out"),
    }


@pytest.mark.parametrize("model", [BGNBD, ParetoNBD])
@pytest.mark.parametrize(("recency", "frequency", "T", "reason"), runs_off().values(), ids=runs_off())
def test_what_the_data_do_not_tell_is_said(model, recency, frequency, T, reason):
    with pytest.warns(RuntimeWarning, match=reason) as warned:
        found = model.fit(frequency, recency, T)
    assert warned[0].filename == __file__
    assert found.converged is False
    assert found.standard_errors.isna().all()
    assert found.covariance.isna().all(axis=None)
    bounds = found.confidence_intervals()
    assert bounds[["lower", "upper"]].isna().all(axis=None)
    assert np.isfinite(found.log_likelihood)
    bought = found.expected_purchases(10, frequency, recency, T)  # its forecasts still serve
    assert np.all((bought >= 0) & np.isfinite(bought))
    interval = found.interval_of(lambda one: one.expected_purchases_new_customer(10), seed=1)
    assert np.isnan(interval.lower)
    assert interval.estimate > 0


@pytest.mark.parametrize(
    ("model", "data", "reason"),
    [
        (BGNBD, "dropped at once or never", "either at their first repeat purchase or never"),
        (ParetoNBD, "dropped at once or never", "all customers seem to buy at the same rate, 0.48"),
        (BGNBD, "one quick purchase", "all customers seem to buy at the same rate, 10 a unit of time"),
        (BGNBD, "at age 0", "the data do not tell its parameters apart"),
        (ParetoNBD, "at age 0", "the data do not tell its parameters apart"),
    ],
)
def test_the_reason_fits_the_data(model, data, reason):
    columns = {
        "dropped at once or never": (np.repeat([1, 20], 500), np.repeat([2, 39], 500), np.full(1_000, 40)),
        "one quick purchase": (np.ones(100), np.full(100, 0.1), np.full(100, 20)),
        "at age 0": (np.repeat([1, 0], [10, 5]), np.zeros(15), np.full(15, 5)),
    }
    with pytest.warns(RuntimeWarning, match=reason):
        assert model.fit(*columns[data]).converged is False


@pytest.mark.parametrize(
    ("stopped", "reason"),
    [
        (BGNBD(1, 1, 1e-6, 1), "hardly a customer"),
        (BGNBD(1, 1, 1e4, 2e4), "drop out with the same probability, 0.333 after"),
        (BGNBD(1, 1, 4e-5, 4e-5), "either at their first repeat purchase or never"),
        (BGNBD(2e4, 2e3, 1, 3), "buy at the same rate, 10 a"),
        (BGNBD(1, 1, 1, 3), "do not tell"),
        (ParetoNBD(1, 1, 1, 1e6), "hardly a customer"),  # 30 / 1e6 is below 1 in 10,000
        (ParetoNBD(1, 1, 1, 2e5), "do not tell"),  # 30 / 2e5 is not
        (ParetoNBD(1, 1, 2e4, 1e4), "drop out at the same rate, 2 a"),
        (ParetoNBD(2e4, 1e4, 1, 1), "buy at the same rate, 2 a"),
    ],
)
def test_where_the_search_stopped_tells_the_reason(stopped, reason):
    assert reason in stopped._what_runs_off(time=30.0)


def test_faithful_customers_are_foretold_as_by_a_model_without_dropout():
    recency, frequency, T, _ = runs_off()["faithful"]
    with pytest.warns(RuntimeWarning, match="hardly"):
        found = BGNBD.fit(frequency, recency, T)
    plain = (found.r + frequency) / (found.alpha + T) * 10
    np.testing.assert_allclose(found.expected_purchases(10, frequency, recency, T), plain, rtol=1e-3)
