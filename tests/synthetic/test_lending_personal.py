"""Personal loans: what was planted is found again, and what must mislead does."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from banks import bank
from scipy import stats
from sklearn.metrics import roc_auc_score

from cmlib.datasets import SEED
from cmlib.synthetic.lending.classes import OFFICER
from cmlib.synthetic.lending.paying import TRUTH, default_within
from cmlib.synthetic.lending.security import BREACHES

SEEDS = (3, 19, SEED)
FIVE_CS = ("payment_to_income", "late_payments", "capital", "cover", "employer_stability")


def five_cs(applications: pd.DataFrame) -> pd.DataFrame:
    a = applications
    return a.assign(
        payment_to_income=((a["monthly_payment"] + a["other_monthly_debt"]) / a["verified_income"]).clip(upper=1.2),
        late_payments=a["late_payments_24m"].clip(upper=5),
        capital=np.log(a["savings"] / a["monthly_payment"]).clip(-1, 6),
        cover=(a["collateral_value"] / a["amount"]).clip(upper=2.5),
        employer_stability=a["employer_stability"] - 3,
    )


def months_of_loans(made) -> pd.DataFrame:
    """Personal loans month by month: instalments unpaid at the end of this month and of the last one."""
    loans = made.tables["loans"].dropna(subset=["customer_id"])
    rows = made.tables["loan_months"].merge(loans, on="loan_id")
    month = (rows["month"].dt.year * 12 + rows["month"].dt.month).to_numpy()
    oldest = rows["month"] + pd.offsets.MonthEnd(0) - pd.to_timedelta(rows["days_past_due"], unit="D")
    rows["unpaid"] = np.where(rows["days_past_due"] > 0, month - oldest.dt.year * 12 - oldest.dt.month + 1, 0)
    rows["unpaid_before"] = rows.groupby("loan_id")["unpaid"].shift()
    granted = rows["granted"].dt.year * 12 + rows["granted"].dt.month
    ended = made.tables["payments"].query("kind == 'prepayment'")[["loan_id", "date"]]
    prepaid = rows["loan_id"].map(ended.set_index("loan_id")["date"].dt.to_period("M").dt.to_timestamp())
    due = (month > granted) & (month <= granted + rows["term_months"])
    return rows[due & rows["unpaid_before"].notna() & (rows["month"] != prepaid)]


def current_months(made) -> pd.DataFrame:
    """Loan-months that began without arrears: did the borrower miss the instalment?"""
    rows = months_of_loans(made)
    rows = rows[rows["unpaid_before"] == 0]
    economy, calendar = made.people_block(0).economy, made.calendar
    unemployment = pd.Series(economy.unemployment, index=pd.to_datetime(calendar.first_days))
    asked = five_cs(made.tables["loan_applications"].dropna(subset=["loan_id"]))[["loan_id", *FIVE_CS]]
    rows = rows.merge(asked, on="loan_id")
    return rows.assign(
        missed=(rows["unpaid"] > 0).astype(float), unemployment=(rows["month"].map(unemployment) - 0.05) * 100
    )


def chance_by_loan(made) -> pd.Series:
    chance = made.truth["loan_default_probability"].dropna(subset=["loan_id"])
    return chance.set_index("loan_id")["default_within_12_months"]


def fitted(made):
    rows = current_months(made)
    return sm.Logit(rows["missed"], sm.add_constant(rows[[*FIVE_CS, "unemployment"]])).fit(disp=0), rows


@pytest.mark.parametrize("seed", SEEDS)
def test_pooled_logistic_regression_recovers_the_five_cs(seed, recovers):
    model, rows = fitted(bank(seed))
    assert rows["missed"].sum() > 150
    for name in (*FIVE_CS, "unemployment"):
        planted = getattr(TRUTH, f"missed_{name}")
        recovers(
            f"instalment missed: {name}",
            planted,
            model.params[name],
            model.bse[name],
            method="pooled logistic regression",
            seed=seed,
        )
    for name in ("payment_to_income", "late_payments", "cover"):  # and the effect shows
        assert model.pvalues[name] < 0.001


@pytest.mark.parametrize("seed", SEEDS)
def test_counting_recovers_the_roll_rates(seed, recovers):
    rows = months_of_loans(bank(seed))
    rows = rows[rows["unpaid_before"] > 0]
    was, now = rows["unpaid_before"].clip(upper=4), rows["unpaid"].clip(upper=4)
    for before in (1, 2, 3, 4):
        total = int((was == before).sum())
        for after in range(5):
            planted = TRUTH.roll_matrix[before - 1, after]
            count = int(((was == before) & (now == after)).sum())
            if planted == 0:
                assert count == 0
                continue
            interval = stats.binomtest(count, total).proportion_ci(0.999)
            recovers(
                f"roll from {before} to {after} unpaid",
                planted,
                count / total,
                interval=interval,
                method="counting transitions",
                seed=seed,
            )


@pytest.mark.parametrize("seed", SEEDS)
def test_loans_without_arrears_at_the_start_default_as_often_as_planted(seed, recovers):
    made = bank(seed, customers=4_000)
    loans = made.tables["loans"].dropna(subset=["customer_id"])
    last = made.calendar.starts[-1] - 12
    loans = loans[(loans["granted"] >= made.calendar.first_days[0]) & (loans["granted"] < last.astype("datetime64[D]"))]
    rows = made.tables["loan_months"].merge(loans[["loan_id", "granted"]], on="loan_id")
    age = (rows["month"].dt.year - rows["granted"].dt.year) * 12 + rows["month"].dt.month - rows["granted"].dt.month
    rows = rows[age <= 12]
    defaulted = rows[rows["days_past_due"] > 90]["loan_id"].unique()
    whole = rows.groupby("loan_id").size() == 13  # no prepayment hid the end of the year
    seen = loans[loans["loan_id"].map(whole) | loans["loan_id"].isin(defaulted)]
    chance = chance_by_loan(made)
    planted = seen["loan_id"].map(chance)
    error = np.sqrt((planted * (1 - planted)).sum()) / len(seen)
    recovers(
        "default within 12 months of granting",
        planted.mean(),
        seen["loan_id"].isin(defaulted).mean(),
        error,
        method="counting over loans seen for a year",
        seed=seed,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_approved_understate_the_risk_of_all_applicants(seed, misleads, recovers):
    made = bank(seed)
    model, _ = fitted(made)
    applications = five_cs(made.tables["loan_applications"]).merge(
        made.truth["loan_default_probability"][["application_id", "monthly_miss_probability"]], on="application_id"
    )
    applications = applications[applications["applied"] >= made.calendar.first_days[0]]
    declined = applications[applications["decision"] == "declined"]
    planted = declined["monthly_miss_probability"].mean()
    rows = current_months(made)
    rows = rows[rows["granted"] >= made.calendar.first_days[0]]
    rate = rows["missed"].mean()
    error = np.sqrt(rate * (1 - rate) / len(rows))
    misleads("risk of declined applicants", planted, rate, error, method="rate among the approved", seed=seed)
    # The officers' overrides and the model carry what was learnt of the approved to the declined.
    odds = sm.add_constant(declined[list(FIVE_CS)].assign(unemployment=0.0), has_constant="add")
    month = declined["applied"].dt.to_period("M").dt.to_timestamp()
    unemployment = pd.Series(made.people_block(0).economy.unemployment, index=pd.to_datetime(made.calendar.first_days))
    odds["unemployment"] = (month.map(unemployment) - 0.05) * 100
    risk = model.predict(odds)
    gradient = (odds.mul(risk * (1 - risk), axis=0)).mean()
    error = float(np.sqrt(gradient @ model.cov_params() @ gradient))
    recovers("risk of declined applicants", planted, risk.mean(), error, method="logistic regression", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_column_known_only_afterwards_flatters_a_model(seed, misleads):
    made = bank(seed, customers=4_000)
    loans = made.tables["loans"].dropna(subset=["customer_id"]).query("granted >= @made.calendar.first_days[0]")
    months = made.tables["loan_months"]
    bad = loans["loan_id"].isin(months[months["days_past_due"] > 60]["loan_id"])
    chance = chance_by_loan(made)
    possible = roc_auc_score(bad, loans["loan_id"].map(chance))
    last = months.groupby("loan_id")["category"].max()
    flattered = roc_auc_score(bad, loans["loan_id"].map(last))
    # Hanley and McNeil (1982), Radiology 143, 29-36.
    q1, q2 = flattered / (2 - flattered), 2 * flattered**2 / (1 + flattered)
    n, m = bad.sum(), (~bad).sum()
    error = np.sqrt(
        (flattered * (1 - flattered) + (n - 1) * (q1 - flattered**2) + (m - 1) * (q2 - flattered**2)) / n / m
    )
    assert possible < 0.93
    misleads("discrimination at granting", possible, flattered, error, method="with the worst category", seed=seed)


def test_default_within_a_year_by_pencil():
    # In four months only by four misses in a row: from 1, 2 and 3 unpaid it rolls on each time.
    roll = 1 - np.array(TRUTH.roll_cured[:3]) - np.array(TRUTH.roll_kept[:3])
    assert default_within(np.array([0.1]), 4)[0] == pytest.approx(0.1 * roll.prod(), abs=1e-8)
    assert default_within(np.array([0.1]), 3)[0] == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_the_truth_names_where_the_officer_was_too_mild(seed, recovers):
    made = bank(seed, customers=4_000)
    rows = made.tables["loan_months"].merge(made.tables["loans"][["loan_id", "customer_id"]], on="loan_id")
    rows = rows[rows["customer_id"].notna()]
    rule = np.searchsorted((0, 90, 270, 360), rows["days_past_due"]) + 1
    mild = rows[rows["category"] < rule]
    assert (rows["category"] <= rule).all()
    named = made.truth["loan_categories_too_mild"].merge(mild, on=["loan_id", "month"])
    assert len(named) == len(mild) > 0
    before = pd.Series(rule, index=rows.index).groupby(rows["loan_id"]).shift()
    worse = rows[rule > before]
    lagging = worse["category"] == before[worse.index]
    # One category too mild looks like a month's lag where the rule moved by one: both count.
    planted = (
        OFFICER["classified_a_month_late"] + (1 - OFFICER["classified_a_month_late"]) * OFFICER["classified_too_mildly"]
    )
    interval = stats.binomtest(int(lagging.sum()), len(worse)).proportion_ci(0.999)
    recovers("late classification", planted, lagging.mean(), interval=interval, method="rule check", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rule_check_finds_the_collateral_that_breaks_a_rule(seed, recovers):
    made = bank(seed)
    things = made.tables["collateral"].merge(made.tables["loans"][["loan_id", "matures"]], on="loan_id")
    insured = things[things["insured_until"].notna()]
    found = {
        "insurance_ends_early": insured[insured["insured_until"] < insured["matures"]],
        "bank_not_first_beneficiary": insured[insured["first_beneficiary"] == "owner"],
        "collateral_not_registered": things[~things["registered"]],
    }
    breaches = made.truth["collateral_breaches"]
    for rule, rows in found.items():
        assert set(rows["collateral_id"]) == set(breaches.loc[breaches["rule"] == rule, "collateral_id"])
        total = len(things) if rule == "collateral_not_registered" else len(insured)
        interval = stats.binomtest(len(rows), total).proportion_ci(0.999)
        recovers(rule, BREACHES[rule], len(rows) / total, interval=interval, method="rule check", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_house_values_move_with_house_prices(seed):
    made = bank(seed)
    index = pd.Series(made.people_block(0).economy.house_price, index=pd.to_datetime(made.calendar.first_days))
    houses = made.tables["collateral"].query("kind == 'house'").merge(made.tables["loans"], on="loan_id")
    again = houses[houses["appraised_on"] > houses["granted"]]
    first = index.index[0]

    def at(days):
        return days.dt.to_period("M").dt.to_timestamp().clip(lower=first).map(index)

    ratio = again["appraised_value"] / again["value_at_granting"]
    moved = at(again["appraised_on"]) / at(again["granted"])
    assert (ratio / moved - 1).abs().max() < 0.04


@pytest.mark.parametrize("seed", SEEDS)
def test_magnitudes_are_those_of_a_retail_bank(seed):
    made = bank(seed)
    applications, loans = made.tables["loan_applications"], made.tables["loans"].dropna(subset=["customer_id"])
    assert 900 <= len(applications) <= 1_200
    assert 700 <= len(loans) <= 950
    declined = applications[applications["applied"] >= made.calendar.first_days[0]]["decision"] == "declined"
    assert 0.15 < declined.mean() < 0.35
    houses = applications[applications["product_id"] == "P21"]
    assert (houses["amount"] / houses["collateral_value"]).between(0.38, 0.70).all()
    assert houses["term_months"].between(120, 360).all()
    chance = made.truth["loan_default_probability"].dropna(subset=["loan_id"]).merge(loans, on="loan_id")
    by_product = chance.groupby("product_id")["default_within_12_months"].mean()
    assert 0.0025 < by_product["P21"] < 0.0075
    assert 0.013 < by_product["P22"] < 0.03
