"""Fits and tests of default models where a small mistake would show: overshooting steps, empty rows, wrong chances."""

import math

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest

from cmlib.rating import MASTER_SCALE, Bin, WeightOfEvidence, binomial_test, weight_of_evidence
from cmlib.rating.probability.logistic import fit_logistic


def test_a_step_that_goes_too_far_is_halved():
    """Half of the cases fail, and the offset says odds of e^10: the intercept is -10. The first step is to -11,000."""
    fit = fit_logistic(np.ones((2, 1)), np.array([1.0, 0]), np.ones(2), names=["intercept"], offset=np.full(2, 10.0))
    assert fit.converged
    assert fit.coefficients == pytest.approx([-10], abs=1e-9)
    assert fit.log_likelihood == pytest.approx(2 * math.log(0.5))


def test_rows_without_cases_leave_no_trace_whatever_stands_in_them():
    design, bads, cases = np.array([[1.0, 0], [1, 1]]), np.array([10.0, 40]), np.array([100.0, 100])
    known = fit_logistic(design, bads, cases, names=["intercept", "late"])
    more = np.vstack([design, [[1, np.nan], [np.inf, 2]]])
    offset = np.array([0.0, 0, 5, np.nan])
    found = fit_logistic(more, np.append(bads, [0, 0]), np.append(cases, [0, 0]), names=["intercept", "late"])
    shifted = fit_logistic(
        more, np.append(bads, [0, 0]), np.append(cases, [0, 0]), names=["intercept", "late"], offset=offset
    )
    for one in (found, shifted):
        assert one.coefficients.tolist() == pytest.approx(known.coefficients.tolist(), abs=1e-12)
        assert one.covariance == pytest.approx(known.covariance)


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pl.LazyFrame])
def test_cases_of_weight_0_make_no_bin_and_no_category(kind):
    size = 40
    table = {
        "purpose": ["stock", "machines"] * size + ["house"] * 5,
        "debt": [*np.arange(2 * size) / 8.0, *[1e6] * 5],
        "failed": [0, 1, 0, 0] * (size // 2) + [0, 1, 0, 1, 0],
        "weight": [1.0] * (2 * size) + [0.0] * 5,
    }
    without = {name: values[: 2 * size] for name, values in table.items()}
    for variable in ("purpose", "debt"):
        found, known = (
            weight_of_evidence(variable, "failed", table=kind(each), sample_weights="weight")
            for each in (table, without)
        )
        assert found == known


@pytest.mark.parametrize("chance", [-0.5, -1e-9, 1.0000001, math.inf])
def test_a_chance_out_of_range_is_refused_and_its_row_is_shown(chance):
    table = pd.DataFrame({"grade": ["BB", "B"], "probability_of_default": [0.1, chance], "defaulted": [0, 1]})
    with pytest.raises(ValueError, match=r"binomial_test needs a grade.*found \{'grade': 'B'"):
        binomial_test(table)


def test_bads_below_0_are_refused():
    with pytest.raises(ValueError, match=r"counts of at least one case and none below 0, found 9 goods and -0\.5 bads"):
        WeightOfEvidence("x", (Bin(1, 3, upper=0), Bin(9, -0.5, lower=0)))


def test_a_probability_on_the_bound_of_two_grades_is_in_the_worse_by_every_way():
    """Each grade holds its lower bound."""
    bounds = [one.lower for one in MASTER_SCALE.grades]
    names = [one.name for one in MASTER_SCALE.grades]
    assert MASTER_SCALE.grade(np.array(bounds)).tolist() == names
    assert [MASTER_SCALE.grade(bound) for bound in bounds] == names
    frame = nw.from_native(pl.DataFrame({"p": bounds}))
    assert frame.select(MASTER_SCALE.grade(nw.col("p")).alias("p"))["p"].to_list() == names
