"""The regression against statsmodels, scikit-learn's optimum, closed forms and samples that have no answer."""

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.rating.probability.logistic import fit_logistic

RNG = np.random.default_rng([6, 61])
SIZE = 3000
DESIGN = np.column_stack([np.ones(SIZE), RNG.normal(size=SIZE), RNG.exponential(50, SIZE), RNG.random(SIZE) < 0.3])
BAD = (RNG.random(SIZE) < 1 / (1 + np.exp(2 - DESIGN @ [0, 0.8, 0.01, -0.5]))).astype(float)
NAMES = ["intercept", "growth", "debt", "state"]


def fit(design=DESIGN, bads=BAD, cases=None, names=None, **others):
    design = np.asarray(design, dtype=float)
    cases = np.ones(len(design)) if cases is None else np.asarray(cases, dtype=float)
    names = names or NAMES[: design.shape[1]]
    return fit_logistic(design, np.asarray(bads, dtype=float), cases, names=names, **others)


def test_coefficients_and_errors_are_those_of_statsmodels():
    found, known = fit(), sm.Logit(BAD, DESIGN).fit(disp=0, tol=1e-14)
    assert found.coefficients == pytest.approx(known.params, abs=1e-8)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(known.bse, abs=1e-8)
    assert found.covariance == pytest.approx(known.cov_params(), abs=1e-8)
    assert found.log_likelihood == pytest.approx(known.llf, rel=1e-12)
    assert found.null_log_likelihood == pytest.approx(known.llnull, rel=1e-8)
    assert found.converged


def test_an_offset_is_that_of_statsmodels():
    offset = RNG.normal(size=SIZE)
    found = fit(offset=offset)
    known = sm.GLM(BAD, DESIGN, family=sm.families.Binomial(), offset=offset).fit(tol=1e-14)
    assert found.coefficients == pytest.approx(known.params, abs=1e-7)


def test_merged_rows_are_the_cases_behind_them():
    times = RNG.integers(0, 4, SIZE)
    merged = fit(bads=BAD * times, cases=times)
    repeated = fit(np.repeat(DESIGN, times, axis=0), np.repeat(BAD, times))
    assert merged.coefficients == pytest.approx(repeated.coefficients, abs=1e-9)
    assert merged.covariance == pytest.approx(repeated.covariance, abs=1e-9)
    assert merged.log_likelihood == pytest.approx(repeated.log_likelihood)
    assert merged.null_log_likelihood == pytest.approx(repeated.null_log_likelihood)


@settings(derandomize=True, max_examples=50, deadline=None)
@given(*[st.integers(1, 10_000)] * 4)
def test_two_groups_have_a_closed_form(good, bad, other_good, other_bad):
    """Odds bad/good, their ratio, and Woolf's error of its logarithm, the root of the sum of 1/count."""
    counts = np.array([bad, other_bad]), np.array([good + bad, other_good + other_bad])
    found = fit([[1, 0], [1, 1]], *counts)
    odds, ratio = bad / good, other_bad / other_good / (bad / good)
    assert found.coefficients == pytest.approx([math.log(odds), math.log(ratio)], abs=1e-6)
    error = math.sqrt(1 / good + 1 / bad + 1 / other_good + 1 / other_bad)
    assert math.sqrt(found.covariance[1, 1]) == pytest.approx(error, rel=1e-5)
    assert found.converged


def test_at_the_optimum_the_gradient_is_zero_even_when_steps_have_to_be_halved():
    """One case far out: plain Newton steps overshoot there."""
    x = np.array([-1.0, 0, 1, 2, 3, 60])
    design, bads = np.column_stack([np.ones(6), x]), np.array([0.0, 1, 0, 1, 0, 1])
    found = fit(design, bads)
    chance = 1 / (1 + np.exp(-design @ found.coefficients))
    assert design.T @ (bads - chance) == pytest.approx([0, 0], abs=1e-6)


def test_units_do_not_matter():
    scaled = fit(DESIGN * [1, 1e-6, 1e8, 1])
    assert scaled.coefficients * [1, 1e-6, 1e8, 1] == pytest.approx(fit().coefficients, rel=1e-7)


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (
            DESIGN[:, 1] * 2 - 3 * DESIGN[:, 2],
            r"cannot tell the effects of \['growth', 'debt', 'new'\] apart: .*collinear",
        ),
        (DESIGN[:, 1] * 2, r"cannot tell the effects of \['growth', 'new'\] apart"),
        (np.full(SIZE, 7.0), r"cannot fit \['new'\]: it has the same value in every case"),
        (np.zeros(SIZE), r"cannot fit \['new'\]: it is 0 in every case"),
    ],
)
def test_collinear_columns_are_named(column, said):
    with pytest.raises(ValueError, match=f"^a test {said}"):
        fit(np.column_stack([DESIGN[:, :3], column]), names=[*NAMES[:3], "new"], asked_by="a test")


def test_close_to_collinear_is_still_told_apart():
    near = DESIGN[:, 1] + 1e-3 * RNG.normal(size=SIZE)
    assert fit(np.column_stack([DESIGN, near]), names=[*NAMES, "near"]).converged


def test_complete_separation_is_named():
    x = np.arange(10.0)
    with pytest.raises(ValueError, match=r"no finite coefficients: \['growth'\] tell .*\(separation\)"):
        fit(np.column_stack([np.ones(10), x]), x >= 5)


def test_separation_in_some_cases_is_named_and_blames_only_its_variable():
    """All state firms are good: the likelihood rises for ever with the coefficient of state alone."""
    state = DESIGN[:, 3]
    with pytest.raises(ValueError, match=r"no finite coefficients: \['state'\] tell"):
        fit(bads=BAD * (1 - state))


def test_a_single_mistake_ends_separation():
    x = np.arange(10.0)
    bad = (x >= 5).astype(float)
    bad[[4, 5]] = bad[[5, 4]]
    assert fit(np.column_stack([np.ones(10), x]), bad).converged


def test_far_forecasts_without_separation_are_accepted():
    x = np.concatenate([np.linspace(-1, 1, 200), [-90, 90]])
    bad = np.concatenate([np.arange(200) % 3 == 0, [0, 1]])
    bad[:100], bad[100:200] = False, True
    bad[[90, 110]] = bad[[110, 90]]
    found = fit(np.column_stack([np.ones(202), x]), bad)
    assert found.converged
    assert abs(found.coefficients[1] * 90) > 15


def test_without_convergence_there_are_no_errors():
    """Every case is forecast so surely that nothing can be told apart in floating point."""
    found = fit(np.ones((4, 1)), [1, 0, 0, 1], offset=np.full(4, 1000.0))
    assert not found.converged
    assert np.isnan(found.covariance).all()
