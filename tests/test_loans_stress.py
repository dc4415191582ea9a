"""Tables of applications, judged as they are and under shocks, on every engine."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES, every_engine, on, plain

from cmlib import datasets
from cmlib.loans import (
    HOUSING_LIMITS,
    PLANS,
    ApplicationColumns,
    LendingLimits,
    affordability,
    affordability_table,
    stress,
)

UNSECURED = dataclasses.replace(HOUSING_LIMITS, loan_to_value=None)


def some_applications(count=120, seed=5):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "application_id": np.arange(count),
            "amount": rng.integers(1, 2_000, count) * 1_000.0,
            "rate": rng.integers(0, 900, count) / 10_000,
            "term_months": rng.integers(1, 400, count),
            "repayment_plan": rng.choice(PLANS, count),
            "verified_income": rng.integers(0, 400, count) * 100.0,
            "other_monthly_debt": rng.integers(0, 30, count) * 100.0,
            "collateral_value": rng.integers(0, 3_000, count) * 1_000.0,
        }
    )
    small = table["application_id"] % 5 == 0
    table.loc[small, "amount"] /= 100
    table.loc[small & (rng.random(count) < 0.5), "collateral_value"] = 0.0
    table.loc[1:1, ["verified_income", "collateral_value"]] = (100.0, 0.0)  # too little income, and no value
    return table


def one_by_one(applications, limits, rate_rise=0.0, price_fall=0.0, income_fall=0.0):
    """Each application by itself, with `affordability`."""
    return [
        affordability(
            row.amount,
            rate_per_year=round(row.rate + rate_rise, 10),
            months=row.term_months,
            monthly_income=round(row.verified_income * (1 - income_fall), 2),
            other_monthly_debt=row.other_monthly_debt,
            value=round(row.collateral_value * (1 - price_fall), 2),
            plan=row.repayment_plan,
            limits=limits,
        )
        for row in applications.itertuples()
    ]


@every_engine
def test_the_table_says_what_each_application_says(engine):
    applications = some_applications()
    found = on(engine, affordability_table, applications)
    found = found.sort_values("application_id")
    pictures = one_by_one(applications, HOUSING_LIMITS)
    assert found["first_payment"].astype(float).tolist() == [one.monthly_payment for one in pictures]
    for name in HOUSING_LIMITS.given:
        np.testing.assert_array_equal(found[name].astype(float), [getattr(one, name) for one in pictures])
    assert found["verdict"].tolist() == [one.verdict for one in pictures]
    assert {"within", "outside", "cannot be judged"} == set(found["verdict"])
    for text, one in zip(found["reasons"], pictures, strict=True):
        named = [(part.split()[0], "cannot" in part) for part in text.split("; ") if part]
        assert named == [(reason.split()[0], "cannot" in reason) for reason in one.reasons]


@every_engine
def test_at_the_limit_is_within_and_a_cent_beyond_outside(engine):
    at = {"amount": 120_000.0, "rate": 0.0, "term_months": 120, "repayment_plan": PLANS[0]}
    at |= {"verified_income": 2_000.0, "other_monthly_debt": 100.0, "collateral_value": 150_000.0}
    rows = [
        at,
        at | {"other_monthly_debt": 100.01},
        at | {"collateral_value": 141_176.48},
        at | {"collateral_value": 141_176.47},
        at | {"verified_income": 1_818.18, "other_monthly_debt": 0.0},
        # 0.55 x 19.60 = 10.78, which floats of CNY would call too much.
        at | {"amount": 1_078.0, "term_months": 100, "verified_income": 19.60, "other_monthly_debt": 0.0},
    ]
    table = pd.DataFrame(rows).assign(application_id=range(len(rows)))
    limits = LendingLimits("test", "test", 0.85, None, 0.55)
    found = on(engine, affordability_table, table, limits=limits).sort_values("application_id")
    assert found["verdict"].tolist() == ["within", "outside", "within", "outside", "outside", "within"]
    assert found["reasons"].tolist()[:2] == ["", "debt_to_income above 0.55"]


@every_engine
def test_what_makes_no_loan_cannot_be_judged(engine):
    fine = some_applications(1).assign(repayment_plan=PLANS[0], amount=1_000.0, rate=0.05, term_months=12.0)
    fine = fine.assign(verified_income=10_000.0, collateral_value=5_000.0)
    wrong = [
        {"amount": None}, {"amount": 0.0}, {"amount": -1.0}, {"rate": -0.01}, {"rate": None}, {"term_months": 0.0},
        {"term_months": 2.5}, {"term_months": None}, {"repayment_plan": "balloon"}, {"repayment_plan": None},
        {"verified_income": 0.0}, {"verified_income": None}, {"other_monthly_debt": None},
        {"collateral_value": 0.0}, {"collateral_value": None},
    ]  # fmt: skip
    row = fine.iloc[0].to_dict()
    table = pd.DataFrame([row, *[row | one for one in wrong]]).assign(application_id=range(len(wrong) + 1))
    found = on(engine, affordability_table, table).sort_values("application_id")
    assert found["verdict"].tolist() == ["within"] + ["cannot be judged"] * len(wrong)
    assert found["first_payment"].isna().tolist() == [False] + [True] * 10 + [False] * 5
    assert found["reasons"].tolist()[-2:] == ["loan_to_value cannot be computed"] * 2


def test_half_a_cent_goes_up_where_a_float_falls_short_of_it():
    """120.00 at 3.55% is 35.5 cents a month; 12000 * 0.0355 / 12 is 35.49999… as a float."""
    assert 12_000 * 0.0355 / 12 < 35.5
    row = some_applications(1).assign(amount=120.0, rate=0.0355, term_months=2, repayment_plan=PLANS[2])
    assert affordability_table(row)["first_payment"].tolist() == [0.36]
    assert one_by_one(row, HOUSING_LIMITS)[0].monthly_payment == 0.36


def test_the_bank_computed_the_same_payments():
    """To the cent; its equal share is rounded down, and its instalment twice: each may differ by a cent."""
    table = affordability_table(datasets.load("loan_applications"))
    difference = np.rint(100 * (table["first_payment"] - table["monthly_payment"]))
    assert difference.between(-1, 1).all()
    assert (difference == 0).mean() > 0.97
    assert (difference[table["repayment_plan"] == PLANS[2]] == 0).all()


def test_columns_may_have_other_names_and_a_housing_cost():
    applications = some_applications(30)
    columns = ApplicationColumns(loan="ask", monthly_income="pay", housing_cost="fee")
    renamed = applications.rename(columns={"amount": "ask", "verified_income": "pay"}).assign(fee=250.0)
    found = affordability_table(renamed, columns=columns)
    plainly = affordability_table(applications)
    pd.testing.assert_series_equal(found["first_payment"], plainly["first_payment"])
    income = applications["verified_income"].where(applications["verified_income"] > 0)
    for name in ("payment_to_income", "debt_to_income"):
        np.testing.assert_allclose(found[name] - plainly[name], 250 / income, atol=1e-12)


@every_engine
def test_stress_is_each_application_judged_again(engine):
    applications = some_applications(40)
    make, _ = ENGINES[engine]
    shocks = {"rate_rises": [0, 0.02], "price_falls": [0.25], "income_falls": [0.5]}
    found = stress(make(applications), **shocks)
    assert type(found) is pd.DataFrame
    assert len(found) == 2
    for row in found.to_dict("records"):
        scenario = {name: row[name] for name in ("rate_rise", "price_fall", "income_fall")}
        pictures = one_by_one(applications, HOUSING_LIMITS, **scenario)
        assert row["applicants"] == len(applications)
        for name, limit in HOUSING_LIMITS.given.items():
            measure = np.array([getattr(one, name) for one in pictures])
            assert row[f"mean_{name}"] == pytest.approx(np.nanmean(measure), rel=1e-9)
            assert row[f"share_above_{name}"] == pytest.approx(np.mean(measure[~np.isnan(measure)] > limit))
        for column, verdict in (("share_outside", "outside"), ("share_not_judged", "cannot be judged")):
            assert row[column] == pytest.approx(np.mean([one.verdict == verdict for one in pictures]))


def test_a_harder_shock_never_lets_more_applicants_pass():
    homes = datasets.load("loan_applications").query("product_id == 'P21'")
    table = stress(homes, rate_rises=(0, 0.02), price_falls=(0, 0.2, 0.4), income_falls=(0, 0.3))
    cube = table["share_outside"].to_numpy().reshape(2, 3, 2)
    assert all((np.diff(cube, axis=axis) >= 0).all() for axis in range(3))
    assert cube[0, 0, 0] < min(cube[1, 0, 0], cube[0, 2, 0], cube[0, 0, 1]) < cube[1, 2, 1]
    prices = table.query("rate_rise == 0 and income_fall == 0")["mean_loan_to_value"]
    np.testing.assert_allclose(prices, prices.iloc[0] / np.array([1, 0.8, 0.6]))


def test_the_usual_shocks_and_limits_without_a_value():
    table = stress(some_applications(), limits=UNSECURED)
    assert table[["rate_rise", "price_fall"]].drop_duplicates().shape == (12, 2)
    assert table["rate_rise"].unique().tolist() == [0.0, 0.01, 0.02]
    assert table["price_fall"].unique().tolist() == [0.0, 0.1, 0.2, 0.3]
    assert table["income_fall"].unique().tolist() == [0.0]
    assert "share_above_loan_to_value" not in table
    assert "mean_loan_to_value" in table
    assert stress(some_applications(), rate_rises=[0.01, 0.01], price_falls=[0])["rate_rise"].tolist() == [0.01]


@every_engine
def test_where_nothing_can_be_computed_the_figures_are_missing(engine):
    make, _ = ENGINES[engine]
    table = some_applications(2).assign(verified_income=0.0, collateral_value=1e9)
    row = stress(make(table), rate_rises=[0], price_falls=[1.0]).iloc[0]
    assert row[["mean_loan_to_value", "mean_debt_to_income", "share_above_debt_to_income"]].isna().all()
    assert row[["share_outside", "share_not_judged"]].tolist() == [0.0, 1.0]


@pytest.mark.parametrize("function", [affordability_table, stress])
def test_what_is_no_table_of_applications_is_refused(function):
    name = function.__name__
    with pytest.raises(TypeError, match=f"{name} needs a table"):
        function([1])
    with pytest.raises(LookupError, match=f"{name} needs the columns .'verified_income'."):
        function(some_applications().drop(columns="verified_income"))
    with pytest.raises(LookupError, match="repayment_plan"):
        function(some_applications().drop(columns="repayment_plan"))
    with pytest.raises(ValueError, match=f"{name} needs at least one row"):
        function(some_applications()[:0])
    with pytest.raises(ValueError, match=f"{name} needs numbers in 'amount'"):
        function(some_applications().assign(amount="a lot"))


@pytest.mark.parametrize(
    ("shocks", "message"),
    [
        ({"rate_rises": []}, "at least one shock in rate_rises"),
        ({"price_falls": [0, 20]}, "each of price_falls to be a fraction from 0 to 1; found 20"),
        ({"income_falls": [-0.1]}, "each of income_falls to be a fraction from 0 to 1; found -0.1"),
        ({"rate_rises": [float("nan")]}, "each of rate_rises to be a finite number"),
    ],
)
def test_what_is_no_shock_is_refused(shocks, message):
    with pytest.raises(ValueError, match=f"stress needs {message}"):
        stress(some_applications(), **shocks)


def test_the_order_of_rows_and_splitting_change_nothing():
    applications = some_applications()
    whole = affordability_table(applications)
    halves = pd.concat([affordability_table(applications[:50]), affordability_table(applications[50:])])
    pd.testing.assert_frame_equal(whole, halves)
    shuffled = affordability_table(applications.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(plain(shuffled, ["application_id"]), plain(whole, ["application_id"]))
