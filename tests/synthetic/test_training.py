"""What training does, and what a branch's market does: naive comparisons mislead about both."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from scipy import stats

from cmlib.datasets import SEED
from cmlib.synthetic.staff import offices, results
from cmlib.synthetic.staff.training import TRUTH
from cmlib.synthetic.staff.words import TRAINING_FORMS

SEEDS = (SEED, 3, 19)


def panel(seed: int) -> pd.DataFrame:
    """Managers' months with the training each one has had, and the logarithm of fee income."""
    tables = bank(seed).tables
    trained = tables["training"].rename(columns={"month": "trained"})[["manager_id", "form", "trained"]]
    rows = tables["manager_months"].merge(trained, on="manager_id", how="left")
    rows = rows.merge(tables["managers"][["manager_id", "branch_id"]], on="manager_id")
    rows = rows.merge(tables["branches"][["branch_id", "business", "high_value_share", "competition"]], on="branch_id")
    return rows.assign(y=np.log(rows["fee_income"]), after=rows["month"] > rows["trained"])


def clustered_least_squares(y, x, cluster) -> tuple[np.ndarray, np.ndarray]:
    """Estimates and standard errors that allow for likeness within a cluster."""
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ (x.T @ y)
    scores = pd.DataFrame(x * (y - x @ beta)[:, None]).groupby(np.asarray(cluster)).sum().to_numpy()
    return beta, np.sqrt(np.diag(inverse @ (scores.T @ scores) @ inverse))


def difference_in_differences(rows: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Effect and standard error of each form: managers and months with levels of their own."""
    forms = [(rows["form"] == form) & rows["after"] for form in TRAINING_FORMS]
    months = pd.get_dummies(rows["month"], drop_first=True).to_numpy()
    x = np.column_stack([*forms, months]).astype(float)
    within = pd.DataFrame(np.column_stack([rows["y"], x])).groupby(rows["manager_id"].to_numpy()).transform("mean")
    y, x = rows["y"].to_numpy() - within[0].to_numpy(), x - within.iloc[:, 1:].to_numpy()
    beta, error = clustered_least_squares(y, x, rows["manager_id"])
    return dict(zip(TRAINING_FORMS, zip(beta, error, strict=False), strict=False))


@pytest.mark.parametrize("seed", SEEDS)
def test_difference_in_differences_recovers_the_effect_of_each_form(seed, recovers):
    for form, (estimate, error) in difference_in_differences(panel(seed)).items():
        planted = getattr(TRUTH, f"training_effect_{form}")
        recovers(f"{form} training", planted, estimate, error, method="difference-in-differences", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_comparing_before_and_after_credits_training_with_growth(seed, misleads):
    rows = panel(seed).query("form == 'exchange'")
    means = rows.groupby(["manager_id", "after"])["y"].mean().unstack().dropna()
    change = means[True] - means[False]
    misleads(
        "exchange training",
        TRUTH.training_effect_exchange,
        change.mean(),
        change.std() / np.sqrt(len(change)),
        method="before and after",
        seed=seed,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_comparing_trained_and_untrained_credits_central_training_with_ability(seed, misleads):
    """Even within branches and months: the able are sent."""
    rows = panel(seed)
    rows = rows[rows["form"].isna() | ((rows["form"] == "central") & rows["after"])]
    usual = rows[rows["form"].isna()].groupby(["branch_id", "month"])["y"].mean().rename("usual")
    rows = rows.merge(usual, on=["branch_id", "month"])
    lead = (rows["y"] - rows["usual"]).groupby([rows["form"].notna(), rows["manager_id"]]).mean()
    means, variances, sizes = lead.groupby(level=0).mean(), lead.groupby(level=0).var(), lead.groupby(level=0).size()
    misleads(
        "central training",
        TRUTH.training_effect_central,
        means[True] - means[False],
        np.sqrt((variances / sizes).sum()),
        method="trained against untrained",
        seed=seed,
        level=0.95,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_before_training_all_forms_grow_alike(seed, recovers):
    """Parallel trends: the slope before training differs between those to be trained and the others by nothing."""
    rows = panel(seed)
    rows = rows[~rows["after"]]
    time = (rows["month"] - rows["month"].min()).dt.days / 365.25
    x = np.column_stack([time * rows["form"].notna(), pd.get_dummies(rows["month"], drop_first=True)]).astype(float)
    data = pd.DataFrame(np.column_stack([rows["y"], x]))
    data = data - data.groupby(rows["manager_id"].to_numpy()).transform("mean")
    beta, error = clustered_least_squares(data[0].to_numpy(), data.iloc[:, 1:].to_numpy(), rows["manager_id"])
    recovers("growth before training", 0, beta[0], error[0], method="interaction with time", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_regression_on_the_branchs_market_recovers_what_it_gives(seed, recovers):
    rows = panel(seed)
    branch = rows.groupby(["branch_id", "business", "high_value_share", "competition"])["y"].mean().reset_index()
    x = np.column_stack(
        [np.ones(len(branch)), branch["business"] == "corporate", branch["high_value_share"], branch["competition"]]
    ).astype(float)
    beta, residual, *_ = np.linalg.lstsq(x, branch["y"].to_numpy(), rcond=None)
    freedom = len(branch) - x.shape[1]
    error = np.sqrt(np.diag(np.linalg.inv(x.T @ x)) * residual[0] / freedom)
    reach = stats.t.ppf(0.9995, freedom) * error
    for place, name in ((2, "high_value_share_on_results"), (3, "competition_on_results")):
        interval = (beta[place] - reach[place], beta[place] + reach[place])
        planted = getattr(offices.TRUTH, name)
        recovers(name, planted, beta[place], interval=interval, method="regression of branches", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_ranking_by_raw_results_misleads_and_one_adjusted_for_the_market_does_not(seed):
    rows = panel(seed).query("business == 'personal'")
    manager = rows.groupby(["manager_id", "high_value_share", "competition"])["y"].mean().reset_index()
    manager = manager.merge(bank(seed).truth["manager_ability"], on="manager_id")
    x = np.column_stack([np.ones(len(manager)), manager["high_value_share"], manager["competition"]])
    beta = np.linalg.lstsq(x, manager["y"].to_numpy(), rcond=None)[0]
    raw = stats.spearmanr(manager["y"], manager["ability"]).statistic
    adjusted = stats.spearmanr(manager["y"] - x @ beta, manager["ability"]).statistic
    assert raw < 0.80
    assert adjusted > 0.85
    assert adjusted > raw + 0.1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_season_is_the_same_for_all(seed, recovers):
    rows = panel(seed)
    whole = rows[~rows["after"]]
    time = (whole["month"].dt.year * 12 + whole["month"].dt.month).to_numpy()
    season = pd.get_dummies(whole["month"].dt.month).to_numpy(dtype=float)
    x = np.column_stack([season[:, 1:], time])
    data = pd.DataFrame(np.column_stack([whole["y"], x]))
    data = data - data.groupby(whole["manager_id"].to_numpy()).transform("mean")
    beta, error = clustered_least_squares(data[0].to_numpy(), data.iloc[:, 1:].to_numpy(), whole["manager_id"])
    for month in (2, 6, 12):
        planted = results.SEASON[month - 1] - results.SEASON[0]
        recovers(f"season of month {month}", planted, beta[month - 2], error[month - 2], method="dummies", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_customers_notice_good_service(seed, recovers):
    tables, truth = bank(seed).tables, bank(seed).truth
    marks = tables["manager_months"].groupby("manager_id")["customer_satisfaction"].mean().reset_index()
    marks = marks.merge(truth["manager_ability"], on="manager_id")
    fit = stats.linregress(marks["service"], marks["customer_satisfaction"])
    planted = results.TRUTH.manager_service_on_satisfaction
    recovers("service on satisfaction", planted, fit.slope, fit.stderr, method="regression on the truth", seed=seed)
