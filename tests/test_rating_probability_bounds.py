"""Default models at their edges: special values without a case, designs that are cut into blocks."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from cmlib.rating import characteristic_stability, hosmer_lemeshow, stability_index, weight_of_evidence
from cmlib.rating.probability.logistic import fit_logistic

RNG = np.random.default_rng([6, 71])


def test_a_special_value_that_no_case_has_makes_no_bin():
    values = RNG.normal(size=500)
    failed = (RNG.random(500) < 1 / (1 + np.exp(1 - values))).astype(int)
    found = weight_of_evidence(values, failed, special=[-999])
    assert [one.special for one in found.bins if one.special is not None] == []
    assert found.bins == weight_of_evidence(values, failed).bins


@pytest.mark.parametrize("columns", [2, 12, 45])
def test_a_design_of_several_blocks_is_that_of_statsmodels(columns):
    """Blocks have 4,096 rows for few columns, 2,777 for twelve, 256 for many; 6,000 rows are no multiple."""
    design = np.column_stack([np.ones(6_000), RNG.normal(size=(6_000, columns - 1))])
    bads = (RNG.random(6_000) < 1 / (1 + np.exp(1.5 - design[:, 1]))).astype(float)
    found = fit_logistic(design, bads, np.ones(6_000), names=[f"x{n}" for n in range(columns)])
    known = sm.Logit(bads, design).fit(disp=0, tol=1e-14)
    assert found.coefficients == pytest.approx(known.params, abs=1e-8)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(known.bse, abs=1e-8)


def test_three_groups_leave_one_degree_of_freedom():
    chance, failed = np.repeat([0.1, 0.4, 0.7], 10), np.repeat([1, 0] * 3, [2, 8, 3, 7, 8, 2])
    found = hosmer_lemeshow(chance, failed, groups=3)
    assert found.statistic == pytest.approx(1 / 0.9 + 1 / 2.4 + 1 / 2.1)
    assert found.p_value == pytest.approx(stats.chi2.sf(1 / 0.9 + 1 / 2.4 + 1 / 2.1, 1))


def test_the_shares_of_a_stability_table_are_of_each_side():
    table = stability_index([50, 150], [40, 10], of="counts").table
    assert table["expected_share"].tolist() == [0.25, 0.75]
    assert table["actual_share"].tolist() == [0.8, 0.2]


def test_a_category_without_a_bin_weighs_nothing_in_the_shift():
    """Half of the cases then, a quarter now: each weight loses a quarter, and the newcomers have none."""
    fitted = weight_of_evidence(["a"] * 50 + ["b"] * 50, [1] * 10 + [0] * 40 + [1] * 30 + [0] * 20)
    now = pd.DataFrame({fitted.variable: ["a"] * 25 + ["b"] * 25 + ["c"] * 50})
    found = characteristic_stability([fitted], now).iloc[0]
    assert found["shift"] == pytest.approx(-0.25 * sum(fitted.weights))
