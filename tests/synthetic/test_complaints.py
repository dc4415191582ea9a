"""Complaints: how many customers stay, and what makes the count go wrong."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from scipy import stats
from statsmodels.api import OLS, add_constant
from statsmodels.stats.proportion import proportion_confint

from cmlib.datasets import SEED
from cmlib.synthetic.people.life import TRUTH

SEEDS = (SEED, 3, 19, 71)
RETENTION = {
    "in time": TRUTH.complaint_retention_in_time,
    "late": TRUTH.complaint_retention_late,
    "never": TRUTH.complaint_retention_unsettled,
}


def complaints(made, *, over_only: bool = True) -> pd.DataFrame:
    """Complaints with how they were settled, and whether the customer stayed as far as is known."""
    rows = made.tables["complaints"].merge(made.tables["customers"][["customer_id", "left"]], on="customer_id")
    rows["settlement"] = np.select([rows["settled_in_time"], rows["settled_on"].notna()], ["in time", "late"], "never")
    rows["stays"] = ~(rows["left"] <= rows["review_on"])
    return rows[rows["review_on"] <= pd.Timestamp(made.calendar.end)] if over_only else rows


def wilson(stays: pd.Series) -> tuple[float, float]:
    return proportion_confint(stays.sum(), len(stays), alpha=0.001, method="wilson")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("settlement", RETENTION)
def test_wilson_intervals_hold_the_retention_of_each_settlement(seed, settlement, recovers):
    stays = complaints(bank(seed)).query("settlement == @settlement")["stays"]
    recovers(
        f"retention, complaint settled {settlement}", RETENTION[settlement], stays.mean(), interval=wilson(stays),
        method="share with Wilson interval", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_the_claim_of_95_percent_stands_for_complaints_settled_in_time_and_for_no_others(seed):
    rows = complaints(bank(seed))
    p = {
        name: stats.binomtest(int(stays.sum()), len(stays), 0.95).pvalue
        for name, stays in rows.groupby("settlement")["stays"]
    }
    assert p["in time"] > 0.001
    assert p["late"] < 0.001
    assert p["never"] < 0.001
    everybody = rows["stays"]
    assert stats.binomtest(int(everybody.sum()), len(everybody), 0.95).pvalue < 0.001


@pytest.mark.parametrize("seed", SEEDS)
def test_the_longer_a_settlement_takes_the_fewer_stay(seed):
    share = complaints(bank(seed)).groupby("settlement")["stays"].mean()
    assert share["in time"] > share["late"] > share["never"]


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_complaints_whose_six_months_are_not_over_make_retention_look_better(seed, recovers, misleads):
    """In a bank of one year half of the complaints are that young."""
    made = bank(seed, customers=20_000, firms=10, months=12)
    planted = RETENTION["never"]
    over = complaints(made).query("settlement == 'never'")["stays"]
    recovers(
        "retention, never settled, one year", planted, over.mean(), interval=wilson(over),
        method="without censored complaints", seed=seed,
    )  # fmt: skip
    all_ = complaints(made, over_only=False).query("settlement == 'never'")["stays"]
    error = np.sqrt(all_.mean() * (1 - all_.mean()) / len(all_))
    misleads("retention, never settled, one year", planted, all_.mean(), error, method="all complaints", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_steps_taken_tell_nothing_beyond_the_settlement(seed, recovers, misleads):
    rows = complaints(bank(seed))
    alone = OLS(rows["stays"].astype(float), add_constant(rows["steps_done"].astype(float))).fit(cov_type="HC1")
    misleads(
        "one more step, retention", 0.0, alone.params["steps_done"], alone.bse["steps_done"],
        method="regression on steps alone", seed=seed,
    )  # fmt: skip
    design = pd.get_dummies(rows["settlement"], dtype=float).assign(steps_done=rows["steps_done"].astype(float))
    both = OLS(rows["stays"].astype(float), design).fit(cov_type="HC1")
    recovers(
        "one more step, retention", 0.0, both.params["steps_done"], both.bse["steps_done"],
        method="regression on steps and settlement", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_the_truth_agrees_with_the_customer_file(seed):
    rows = complaints(bank(seed)).merge(bank(seed).truth["complaint_outcomes"], on="complaint_id")
    assert (rows["stays"] != rows["leaves"]).all()
