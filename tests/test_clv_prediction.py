"""Lifetime value, holdout and goodness of fit: published figures, sums by hand, and refusals."""

import numpy as np
import pandas as pd
import pytest
from clv_textbook import CDNOW_BG_NBD, CDNOW_PARETO_NBD, cdnow
from scipy.stats import chi2

from cmlib.clv import BGNBD, GammaGamma, ParetoNBD, frequency_fit, holdout, lifetime_value

BOUGHT = [BGNBD(**CDNOW_BG_NBD), ParetoNBD(**CDNOW_PARETO_NBD)]
SPENT = GammaGamma(p=6.25, q=3.74, v=15.44)
RATES = {"discount_rate_per_year": 0.12, "time_units_per_year": 52}
HISTORY = {"frequency": [0, 2, 29, 0], "recency": [0, 30.43, 38, 0], "T": [39, 38.86, 38.7, 0]}
every_model = pytest.mark.parametrize("bought", BOUGHT, ids=lambda model: type(model).__name__)


@pytest.fixture(scope="module")
def fits():
    data = cdnow()
    return {model: model.fit(data["frequency"], data["recency"], data["T"]) for model in (BGNBD, ParetoNBD)}


# Fader, Hardie, Lee (2005), Marketing Science 24(2), 275-284.
@pytest.mark.parametrize(
    ("model", "chi_square", "p_value", "correlation"),
    [(BGNBD, 4.82, 0.19, 0.626), (ParetoNBD, 11.99, 0.007, 0.630)],
)
def test_fit_and_forecast_on_cdnow_are_the_published_ones(fits, model, chi_square, p_value, correlation):
    data = cdnow()
    fit = frequency_fit(fits[model], data["frequency"], data["T"])
    assert fit.chi_square == pytest.approx(chi_square, abs=0.005)
    assert fit.degrees_of_freedom == 3
    assert fit.p_value == pytest.approx(p_value, abs=0.006 if p_value > 0.1 else 0.0005)
    assert fit.table["purchases"].tolist() == ["0", "1", "2", "3", "4", "5", "6", "7+"]
    assert fit.table["actual"].tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]
    ahead = holdout(
        fits[model], *(data[name] for name in ("frequency", "recency", "T")), data["holdout_frequency"], horizon=39
    )
    assert ahead.correlation == pytest.approx(correlation, abs=0.0005)
    assert ahead.actual_total == 1882


@every_model
def test_discounted_purchases_are_a_sum_over_short_steps(bought):
    steps = np.linspace(0, 104, 20_001)
    for one in zip(*HISTORY.values(), strict=True):
        by_then = bought.expected_purchases(steps, *(np.full(len(steps), value) for value in one))
        middle = (steps[1:] + steps[:-1]) / 2
        expected = (np.diff(by_then) * 1.12 ** (-middle / 52)).sum()
        assert bought.discounted_purchases(104, *one, **RATES) == pytest.approx(expected, rel=1e-6)


@every_model
def test_without_discount_they_are_the_expected_purchases(bought):
    expected = bought.expected_purchases(52, **HISTORY)
    found = bought.discounted_purchases(52, **HISTORY, discount_rate_per_year=0, time_units_per_year=52)
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    nearly = bought.discounted_purchases(52, **HISTORY, discount_rate_per_year=1e-9, time_units_per_year=52)
    np.testing.assert_allclose(nearly, expected, rtol=1e-8)


@pytest.mark.parametrize("years", [1, 2])
def test_the_unit_of_time_may_be_a_year_or_more(years):
    weeks, unit = BOUGHT[1], 52 * years
    other = ParetoNBD(weeks.r, weeks.alpha / unit, weeks.s, weeks.beta / unit)
    found = other.discounted_purchases(
        104 / unit, 2, 30.43 / unit, 38.86 / unit, discount_rate_per_year=0.12, time_units_per_year=1 / years
    )
    assert found == pytest.approx(weeks.discounted_purchases(104, 2, 30.43, 38.86, **RATES), rel=1e-10)


@every_model
def test_many_customers_are_discounted_as_one_by_one(bought):
    T = np.linspace(1, 60, 5_000)
    x, t_x = np.full(5_000, 2), T * 0.7
    together = bought.discounted_purchases(104, x, t_x, T, **RATES)
    apart = [bought.discounted_purchases(104, 2, t_x[row], T[row], **RATES) for row in range(0, 5_000, 500)]
    np.testing.assert_allclose(together[::500], apart, rtol=1e-9)


@every_model
def test_lifetime_value_is_the_product_of_its_parts(bought):
    frame = pd.DataFrame(HISTORY | {"mean": [0, 50, 20, np.nan]}, index=["a", "b", "c", "d"])
    columns = (frame["frequency"], frame["recency"], frame["T"], frame["mean"])
    table = lifetime_value(bought, SPENT, *columns, horizon=104, margin=0.3, **RATES)
    assert list(table.index) == ["a", "b", "c", "d"]
    np.testing.assert_allclose(table["discounted_purchases"], bought.discounted_purchases(104, **HISTORY, **RATES))
    np.testing.assert_allclose(table["expected_value"], SPENT.expected_value(frame["frequency"], frame["mean"]))
    parts = table["discounted_purchases"] * table["expected_value"] * table["margin"]
    np.testing.assert_allclose(table["lifetime_value"], parts)
    assert table["margin"].tolist() == [0.3] * 4
    at_a_loss = lifetime_value(bought, SPENT, *columns, horizon=104, margin=-0.1, **RATES)
    assert np.all(at_a_loss["lifetime_value"] < 0)
    one = lifetime_value(bought, SPENT, 2, 30.43, 38.86, 50, horizon=104, margin=0.3, **RATES)
    assert one["lifetime_value"].tolist() == pytest.approx([table.loc["b", "lifetime_value"]])


def test_an_infinite_expectation_leaves_the_value_missing():
    heavy = GammaGamma(p=0.4, q=0.5, v=10)
    table = lifetime_value(BOUGHT[0], heavy, [0, 2], [0, 3], [9, 9], [0, 20], horizon=52, margin=0.3, **RATES)
    assert table["lifetime_value"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"margin": np.nan}, "lifetime_value needs margin as a fraction, such as 0.3; found nan"),
        ({"horizon": -1}, "needs a horizon of 0 or above, and finite; found -1"),
        ({"horizon": np.inf}, "needs a horizon of 0 or above, and finite; found inf"),
        ({"horizon": [52, 104]}, "needs one horizon for all customers"),
        ({"discount_rate_per_year": -0.01}, "needs discount_rate_per_year of 0 or above; found -0.01"),
        ({"discount_rate_per_year": np.inf}, "needs discount_rate_per_year of 0 or above; found inf"),
        ({"time_units_per_year": 0}, "needs time_units_per_year above 0; found 0"),
        ({"time_units_per_year": np.inf}, "needs time_units_per_year above 0; found inf"),
        ({"monetary_value": [10, 20, 30]}, "needs columns of one length"),
        ({"monetary_value": [10, 0]}, "monetary_value of a repeat buyer"),
        ({"recency": [1, 10]}, "recency above T"),
    ],
)
def test_what_has_no_value_is_refused(changes, message):
    good = {
        "frequency": [1, 1],
        "recency": [1, 2],
        "T": [3, 4],
        "monetary_value": [10, 20],
        "horizon": 52,
        "margin": 0.3,
    }
    with pytest.raises(ValueError, match=r"needs|cannot") as refusal:
        lifetime_value(BOUGHT[0], SPENT, **(good | RATES | changes))
    assert message in str(refusal.value)


@pytest.mark.parametrize("horizon", [-1, np.nan, np.inf])
def test_a_horizon_is_finite(horizon):
    for ask in (BOUGHT[0].expected_purchases_new_customer, lambda ahead: BOUGHT[0].expected_purchases(ahead, 0, 0, 1)):
        with pytest.raises(ValueError, match="needs a horizon of 0 or above"):
            ask(horizon)


def test_one_impossible_horizon_among_many_is_found():
    with pytest.raises(ValueError, match="needs a horizon of 0 or above, and finite; found -1"):
        BOUGHT[0].expected_purchases_new_customer([10, -1])
    assert BOUGHT[0].probability_of_purchases([0, 1], [0, 0]).tolist() == [1, 0]  # at age 0 nobody has bought again
    assert BOUGHT[0].simulate([0, 9], seed=1)["T"].tolist() == [0, 9]


def test_ages_are_checked_before_a_simulation():
    for wrong in (-1, np.inf, np.nan):
        with pytest.raises(ValueError, match="simulate cannot use T that is missing, infinite or below zero; row 1"):
            BOUGHT[0].simulate([3, wrong], seed=1)
    drawn = BOUGHT[0].simulate([3, 4, 5], seed=1)
    assert list(drawn.columns) == ["frequency", "recency", "T", "alive"]
    pd.testing.assert_frame_equal(drawn, BOUGHT[0].simulate([3, 4, 5], seed=1))


def test_holdout_by_hand():
    """Predicted purchases set against 1, 0 and 4 bought; errors worked out by hand."""
    history = [0, 1, 3], [0, 5, 8], [9, 9, 9]
    predicted = BOUGHT[0].expected_purchases(10, *history)
    actual = np.array([1, 0, 4])
    found = holdout(BOUGHT[0], *history, actual, horizon=10, most=2)
    error = predicted - actual
    assert found.mean_absolute_error == pytest.approx(sum(abs(error)) / 3)
    assert found.root_mean_squared_error == pytest.approx(np.sqrt(sum(error**2) / 3))
    assert found.correlation == pytest.approx(np.corrcoef(predicted, actual)[0, 1])
    assert (found.actual_total, found.predicted_total) == (5, pytest.approx(predicted.sum()))
    assert found.bias == pytest.approx(predicted.sum() / 5 - 1)
    table = found.by_frequency
    assert table["purchases"].tolist() == ["0", "1", "2+"]
    assert table["customers"].tolist() == [1, 1, 1]
    assert table["actual"].tolist() == [1, 0, 4]
    np.testing.assert_allclose(table["predicted"], predicted)


def test_what_a_holdout_cannot_tell_is_missing():
    found = holdout(BOUGHT[0], [0, 0], [0, 0], [9, 9], [0, 0], horizon=10, most=1)
    assert np.isnan([found.correlation, found.bias]).all()
    assert found.by_frequency["customers"].tolist() == [2, 0]
    assert found.by_frequency["actual"].isna().tolist() == [False, True]


def test_a_correlation_needs_both_sides_to_vary_however_little():
    alike = holdout(BOUGHT[0], [1, 1], [5, 5], [9, 9], [0, 3], horizon=10)
    assert np.isnan(alike.correlation)
    nearly = holdout(BOUGHT[0], [1, 1], [5, 6], [9, 9], [0, 3], horizon=10)
    assert nearly.correlation == pytest.approx(1)  # two points lie on a line
    assert np.isnan(holdout(BOUGHT[0], [1, 1], [5, 6], [9, 9], [3, 3], horizon=10).correlation)
    one = holdout(BOUGHT[0], [1, 1], [5, 6], [9, 9], [0, 1], horizon=10)  # a single purchase
    assert one.correlation == pytest.approx(1)
    assert one.bias == pytest.approx(one.predicted_total - 1)


def test_horizons_may_differ_by_customer():
    history = [1, 1], [5, 5], [9, 9]
    found = holdout(BOUGHT[0], *history, [1, 0], horizon=[10, 20])
    expected = BOUGHT[0].expected_purchases(10, 1, 5, 9) + BOUGHT[0].expected_purchases(20, 1, 5, 9)
    assert found.predicted_total == pytest.approx(expected)


def test_expected_frequencies_by_hand():
    """Three ages, two classes and the rest; the test's probability from scipy."""
    model, ages = BOUGHT[0], np.array([10.0, 20.0, 20.0])
    found = frequency_fit(model, [0, 0, 3], ages, most=1)
    never = sum((4.414 / (4.414 + age)) ** 0.243 for age in ages)
    np.testing.assert_allclose(found.table["expected"], [never, 3 - never])
    square = (2 - never) ** 2 / never + (1 - (3 - never)) ** 2 / (3 - never)
    assert found.chi_square == pytest.approx(square)
    assert found.table["contribution"].sum() == pytest.approx(square)
    assert found.degrees_of_freedom == 1  # the parameters are known: only the total is used up
    assert found.p_value == pytest.approx(chi2.sf(square, 1))
    weighted = frequency_fit(model, [0, 3], [10.0, 20.0], weights=[1, 2], most=1)
    np.testing.assert_allclose(weighted.table["expected"], found.table["expected"])
    assert weighted.table["actual"].tolist() == [1, 2]


def test_a_class_without_customers_counts_as_well():
    found = frequency_fit(BOUGHT[0], [0, 0, 1], 20.0, most=4)
    assert found.table["actual"].tolist() == [2, 1, 0, 0, 0]
    expected = found.table["expected"]
    assert expected.sum() == pytest.approx(3)
    np.testing.assert_allclose(found.table["contribution"][2:], expected[2:])  # (0 - e) ** 2 / e


def test_before_any_time_has_passed_nobody_buys_again():
    found = frequency_fit(BOUGHT[0], [0, 0], 0.0, most=2)
    assert found.table["expected"].tolist() == [2, 0, 0]
    assert found.table["contribution"].tolist() == [0, 0, 0]
    assert (found.chi_square, found.p_value) == (0, 1)
    assert frequency_fit(BOUGHT[0], [0, 1], 0.0, most=2).p_value == 0  # cannot be under the model


@pytest.mark.parametrize("age", [1e-6, 0.01, 0.1])
def test_rounding_leaves_no_class_with_fewer_than_nobody(age):
    """A class that next to nobody is expected in is what remains of all customers, but for rounding."""
    found = frequency_fit(BOUGHT[0], np.zeros(1_001), age)
    assert found.table["expected"].sum() == pytest.approx(1_001)
    assert np.all(found.table["expected"] >= 0)


def test_too_few_classes_test_nothing(fits):
    data = cdnow()
    found = frequency_fit(fits[BGNBD], data["frequency"], data["T"], most=4)
    assert found.degrees_of_freedom == 0
    assert np.isnan(found.p_value)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"most": 0}, "needs most of at least 1; found 0"),
        ({"T": [1, -1]}, "T that is missing, infinite or below zero; row 1"),
        ({"frequency": [0, np.nan]}, "frequency that is missing, infinite or below zero; row 1"),
        ({"frequency": [0, 0.5]}, "frequency that is no whole number"),
        ({"weights": [1, np.inf]}, "weights that is missing, infinite or below zero"),
    ],
)
def test_what_has_no_frequencies_is_refused(changes, message):
    with pytest.raises(ValueError, match="frequency_fit") as refusal:
        frequency_fit(BOUGHT[0], **({"frequency": [0, 1], "T": [1, 2]} | changes))
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"most": 0}, "holdout needs most of at least 1; found 0"),
        ({"purchases": [1, -1]}, "holdout cannot use purchases that are missing, infinite or below zero; row 1"),
        ({"purchases": [1, np.inf]}, "purchases that are missing, infinite or below zero; row 1"),
        ({"purchases": [1]}, "holdout needs columns of one length"),
        ({"horizon": -1}, "needs a horizon of 0 or above"),
    ],
)
def test_what_cannot_be_held_out_is_refused(changes, message):
    good = {"frequency": [0, 1], "recency": [0, 1], "T": [1, 2], "purchases": [1, 0], "horizon": 5}
    with pytest.raises(ValueError, match=r"needs|cannot") as refusal:
        holdout(BOUGHT[0], **(good | changes))
    assert message in str(refusal.value)
