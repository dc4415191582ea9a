"""What selection tests are worth: among the hired it does not show, corrected for range restriction it does."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from scipy import stats

from cmlib.datasets import SEED
from cmlib.synthetic.staff.selection import OLDER, TESTS, TRUTH, WEIGHTS

SEEDS = (SEED, 3, 19)


def composite(candidates: pd.DataFrame) -> np.ndarray:
    return candidates[list(TESTS)].to_numpy() @ np.array(WEIGHTS) / 100


def with_first_year(seed: int) -> pd.DataFrame:
    """All candidates, with the performance of the hired in their first complete year."""
    tables = bank(seed).tables
    performance = tables["performance_years"].assign(year=lambda t: t["year"] - 1)
    joined = tables["candidates"].merge(performance, on=["manager_id", "year"], how="left")
    return joined.assign(composite=composite(joined))


def corrected(x, z, y) -> float:
    """Thorndike's case III: selected on z; y is missing for those not hired. Case II when x is z.

    R. L. Thorndike, Personnel Selection (1949), as in Sackett and Yang, Journal of Applied Psychology 85 (2000).
    """
    known = ~np.isnan(y)
    xy, xz, zy = (np.corrcoef(a[known], b[known])[0, 1] for a, b in ((x, y), (x, z), (z, y)))
    wider = np.var(z, ddof=1) / np.var(z[known], ddof=1) - 1
    return (xy + xz * zy * wider) / np.sqrt((1 + xz**2 * wider) * (1 + zy**2 * wider))


def bootstrap_error(data: pd.DataFrame, columns, statistic, seed: int) -> float:
    rng, values = np.random.default_rng(seed), [data[name].to_numpy(dtype=float) for name in columns]
    picks = rng.integers(0, len(data), (200, len(data)))
    return np.std([statistic(*(column[pick] for column in values)) for pick in picks], ddof=1)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("test", TESTS)
def test_corrected_for_range_restriction_each_test_shows_its_validity(seed, test, recovers):
    data = with_first_year(seed)
    columns = (test, "composite", "performance")
    estimate = corrected(*(data[name].to_numpy(dtype=float) for name in columns))
    error = bootstrap_error(data, columns, corrected, seed)
    recovers(f"{test} validity", getattr(TRUTH, f"{test}_validity"), estimate, error, method="Thorndike III", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_composite_is_worth_much_more_than_it_seems_among_the_hired(seed, recovers, misleads):
    data = with_first_year(seed).merge(bank(seed).truth["candidate_ability"], on="candidate_id")
    planted = TRUTH.performance_ability_correlation * np.corrcoef(data["composite"], data["ability"])[0, 1]
    columns = ("composite", "composite", "performance")
    error = bootstrap_error(data, columns, corrected, seed)
    estimate = corrected(*(data[name].to_numpy() for name in columns))
    recovers("composite validity", planted, estimate, error, method="Thorndike II", seed=seed)
    hired = data.dropna(subset="performance")
    naive = np.corrcoef(hired["composite"], hired["performance"])[0, 1]
    error = (1 - naive**2) / np.sqrt(len(hired) - 2)
    misleads("composite validity", planted, naive, error, method="correlation of the hired", seed=seed, level=0.95)


@pytest.mark.parametrize("seed", SEEDS)
def test_older_candidates_are_marked_down_in_the_interview_and_hired_less(seed, recovers):
    candidates = bank(seed).tables["candidates"]
    older = candidates["age"] >= OLDER
    marks = candidates["interview"]
    gap = marks[~older].mean() - marks[older].mean()
    error = np.sqrt(marks[~older].var() / (~older).sum() + marks[older].var() / older.sum())
    recovers("interview penalty", TRUTH.interview_penalty_from_35, gap, error, method="difference of means", seed=seed)
    rates = candidates["hired"].groupby(older).mean()
    assert rates[True] / rates[False] < 0.8, "the four-fifths rule should be broken"
    table = pd.crosstab(older, candidates["hired"])
    assert stats.chi2_contingency(table).pvalue < 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_women_and_men_are_treated_alike(seed, recovers):
    candidates = bank(seed).tables["candidates"]
    woman = candidates["gender"] == "female"
    hired = candidates["hired"].groupby(woman).agg(["mean", "size"])
    error = np.sqrt((hired["mean"] * (1 - hired["mean"]) / hired["size"]).sum())
    gap = hired["mean"][True] - hired["mean"][False]
    recovers("gap in hiring of women", 0, gap, error, method="two proportions", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_about_one_candidate_in_five_is_hired(seed):
    assert 0.14 < bank(seed).tables["candidates"]["hired"].mean() < 0.24
