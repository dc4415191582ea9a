"""What an applicant can carry, and the largest loan: by the pencil, by brute force, and by laws."""

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.loans import (
    HOUSING_LIMITS,
    PLANS,
    LendingLimits,
    affordability,
    equal_instalment,
    maximum_loan,
    schedule,
)

# No interest, so that payments can be counted: 120,000 over 120 months are 1,000 a month.
APPLICANT = {"rate_per_year": 0, "months": 120, "monthly_income": 2_000, "value": 150_000}
LOOSE = LendingLimits("loose", "test", 1.0, 1.0, 1.0)


def test_a_case_for_the_pencil():
    picture = affordability(120_000, **APPLICANT, other_monthly_debt=100, housing_cost=0)
    assert picture.monthly_payment == 1_000
    assert (picture.loan_to_value, picture.payment_to_income, picture.debt_to_income) == (0.8, 0.5, 0.55)
    assert (picture.loan, picture.verdict, picture.reasons) == (120_000, "within", ())


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"other_monthly_debt": 100.01}, ("debt_to_income 0.550005 is above 0.55",)),
        ({"monthly_income": 1_999.99}, ("payment_to_income 0.5000025 is above 0.5",)),
        ({"housing_cost": 0.01, "other_monthly_debt": 99}, ("payment_to_income 0.500005 is above 0.5",)),
        ({"value": 100_000}, ("loan_to_value 1.2 is above 0.85",)),
        (
            {"value": 100_000, "monthly_income": 1_000},
            (
                "loan_to_value 1.2 is above 0.85",
                "payment_to_income 1 is above 0.5",
                "debt_to_income 1 is above 0.55",
            ),
        ),
    ],
)
def test_a_broken_limit_is_named_with_its_figures(changed, reasons):
    picture = affordability(120_000, **(APPLICANT | changed))
    assert (picture.verdict, picture.reasons) == ("outside", reasons)


def test_what_cannot_be_computed_cannot_be_judged():
    for value in (None, 0):
        picture = affordability(120_000, **(APPLICANT | {"value": value}))
        assert picture.verdict == "cannot be judged"
        assert picture.reasons == ("loan_to_value cannot be computed: value is missing or 0",)
        assert math.isnan(picture.loan_to_value)
        assert picture.payment_to_income == 0.5
    picture = affordability(120_000, **(APPLICANT | {"monthly_income": 0, "value": 1}))
    assert picture.verdict == "outside"  # by its value; the income is named after it
    assert [reason.split()[0] for reason in picture.reasons] == ["loan_to_value", "payment_to_income", "debt_to_income"]
    assert "monthly_income is missing or 0" in picture.reasons[1]
    unsecured = dataclasses.replace(HOUSING_LIMITS, loan_to_value=None)
    assert affordability(120_000, **(APPLICANT | {"value": None}), limits=unsecured).verdict == "within"


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize(("rate", "months"), [(0.049, 360), (0.049, 1), (0, 7)])
def test_the_payment_is_the_first_of_the_schedule(plan, rate, months):
    whole = schedule(123_456.78, rate_per_year=rate, months=months, plan=plan)
    picture = affordability(123_456.78, rate_per_year=rate, months=months, monthly_income=1e6, value=1e6, plan=plan)
    assert picture.monthly_payment == whole["payment"][0]


@pytest.mark.parametrize("amount", [0.01, 0.05, 0.37])
def test_the_payment_of_a_tiny_loan_is_the_first_of_its_schedule(amount):
    for plan in PLANS:
        first = schedule(amount, rate_per_year=0.049, months=12, plan=plan)["payment"][0]
        picture = affordability(amount, rate_per_year=0.049, months=12, monthly_income=1, plan=plan, limits=LOOSE)
        assert picture.monthly_payment == first


def test_the_largest_loan_by_the_pencil():
    terms = {"rate_per_year": 0, "months": 100, "monthly_income": 10_000, "other_monthly_debt": 1_000}
    most = maximum_loan(**terms, value=10**6)
    # Payments of at most 5,000 and 4,500 a month; a payment of 4,500.00 may be 4,500.0049 before rounding.
    assert (most.by_loan_to_value, most.by_payment_to_income, most.by_debt_to_income) == (850_000, 500_000, 450_000)
    assert (most.amount, most.binding) == (450_000, "debt_to_income")
    assert maximum_loan(**terms, value=100_000).binding == "loan_to_value"
    assert maximum_loan(**terms, value=100_001.19).amount == 85_001
    free = maximum_loan(**(terms | {"other_monthly_debt": 0}), value=10**6)
    assert (free.amount, free.binding) == (500_000, "payment_to_income")
    tie = maximum_loan(**(terms | {"other_monthly_debt": 500}), value=10**6)
    assert (tie.by_payment_to_income, tie.by_debt_to_income, tie.binding) == (500_000, 500_000, "payment_to_income")
    assert maximum_loan(**terms, value=10**6, housing_cost=250).by_payment_to_income == 475_000
    assert maximum_loan(**terms, value=10**6, housing_cost=250).amount == 425_000


def test_rounding_lets_a_long_loan_be_a_little_larger():
    # 400 payments of 50.00 are 20,000; of 50.0025, which is rounded to 50.00, 20,001.
    own = LendingLimits("own", "test", payment_to_income=0.5)
    assert maximum_loan(rate_per_year=0, months=400, monthly_income=100, limits=own).amount == 20_001


def test_nothing_is_lent_where_nothing_is_left():
    terms = {"rate_per_year": 0.04, "months": 100, "monthly_income": 1_000, "value": 10**6}
    assert maximum_loan(**terms, other_monthly_debt=550).amount == 0
    assert maximum_loan(**terms, other_monthly_debt=10**6).amount == 0
    assert maximum_loan(**(terms | {"value": 0})).binding == "loan_to_value"
    assert maximum_loan(**(terms | {"monthly_income": 0})).amount == 0


def test_the_largest_loan_needs_only_what_its_limits_speak_of():
    by_value = LendingLimits("value only", "test", loan_to_value=0.7)
    most = maximum_loan(rate_per_year=0.04, months=12, value=1_000, limits=by_value)
    assert (most.amount, most.by_payment_to_income, most.by_debt_to_income) == (700, None, None)
    by_income = dataclasses.replace(HOUSING_LIMITS, loan_to_value=None)
    assert maximum_loan(rate_per_year=0, months=10, monthly_income=200, limits=by_income).amount == 1_000
    with pytest.raises(
        ValueError, match="maximum_loan needs value, of which loan_to_value is limited in 'housing loans'"
    ):
        maximum_loan(rate_per_year=0.04, months=12, monthly_income=1_000)
    with pytest.raises(ValueError, match="maximum_loan needs monthly_income, of which payment_to_income is limited"):
        maximum_loan(rate_per_year=0.04, months=12, value=1_000)


def test_brute_force_finds_the_same_loan():
    most = maximum_loan(
        rate_per_year=0.0385, months=24, monthly_income=100, limits=LendingLimits("own", "test", None, 0.5)
    )
    near = range(1_100, 1_200)
    payments = [equal_instalment(loan, rate_per_year=0.0385, months=24)["payment"][0] for loan in near]
    assert most.amount == near[np.searchsorted(payments, 50, side="right") - 1]
    assert payments[0] < 50 < payments[-1]


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    rate=st.integers(0, 2_400),
    months=st.integers(1, 400),
    income=st.integers(200_000, 10**7),
    other=st.integers(0, 50_000),
    value=st.integers(10**6, 10**9),
    plan=st.sampled_from(PLANS[:2]),
)
def test_the_largest_loan_is_within_and_one_more_outside(rate, months, income, other, value, plan):
    terms = {
        "rate_per_year": rate / 10_000,
        "months": months,
        "monthly_income": income / 100,
        "other_monthly_debt": other / 100,
        "value": value / 100,
        "plan": plan,
    }
    most = maximum_loan(**terms)
    assert affordability(most.amount, **terms).verdict == "within"
    beyond = affordability(most.amount + 1, **terms)
    assert beyond.verdict == "outside"
    assert most.binding in [reason.split()[0] for reason in beyond.reasons]
    assert most.amount == min(most.by_loan_to_value, most.by_payment_to_income, most.by_debt_to_income)


def test_the_housing_limits_are_those_of_the_regulator():
    assert HOUSING_LIMITS.given == {"loan_to_value": 0.85, "payment_to_income": 0.5, "debt_to_income": 0.55}
    assert "2024" in HOUSING_LIMITS.source
    assert "2004" in HOUSING_LIMITS.source


def test_another_bank_brings_its_limits_as_toml(tmp_path):
    path = tmp_path / "ours.toml"
    limits = LendingLimits("ours", "our handbook", loan_to_value=0.6, debt_to_income=0.4)
    limits.to_toml(path)
    assert LendingLimits.from_toml(path) == limits
    assert "payment_to_income" not in path.read_text(encoding="utf-8")
    path.write_text('name = "x"\nsource = "y"\nloan_to_value = 85.0\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"ours\.toml: lending limits 'x' need loan_to_value above 0"):
        LendingLimits.from_toml(path)


@pytest.mark.parametrize(
    ("limits", "error", "message"),
    [
        ({}, ValueError, "need at least one of"),
        ({"loan_to_value": 0}, ValueError, "need loan_to_value above 0 and at most 1"),
        ({"debt_to_income": 55}, ValueError, r"need debt_to_income above 0 and at most 1 \(55% is 0.55\); found 55"),
        ({"debt_to_income": float("nan")}, ValueError, "debt_to_income to be a finite number"),
        ({"debt_to_income": "0.55"}, TypeError, "debt_to_income to be a number"),
        ({"payment_to_income": 0.6, "debt_to_income": 0.5}, ValueError, "0.6 above debt_to_income 0.5 could never"),
    ],
)
def test_disorder_among_limits_is_refused(limits, error, message):
    with pytest.raises(error, match=f"lending limits 'x'.*{message}"):
        LendingLimits("x", "test", **limits)
    assert LendingLimits("x", "test", payment_to_income=0.5, debt_to_income=0.5).given
    assert LendingLimits("x", "test", 1.0).given == {"loan_to_value": 1.0}


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"loan": 0}, ValueError, "loan to be at least 0.01"),
        ({"loan": float("nan")}, ValueError, "loan to be a finite number"),
        ({"monthly_income": -1}, ValueError, "monthly_income to be zero or more; found -1"),
        ({"monthly_income": None}, TypeError, "monthly_income to be a number"),
        ({"other_monthly_debt": -1}, ValueError, "other_monthly_debt to be zero or more"),
        ({"housing_cost": 0.001}, ValueError, "housing_cost in whole cents"),
        ({"value": -1}, ValueError, "value to be zero or more"),
        ({"rate_per_year": 4.9}, ValueError, "rate_per_year as a fraction"),
        ({"months": 0}, ValueError, "months to be a whole number"),
        ({"plan": "balloon"}, ValueError, "plan to be one of"),
    ],
)
def test_what_is_no_application_is_refused(wrong, error, message):
    terms = {"loan": 1_000} | APPLICANT | wrong
    with pytest.raises(error, match=f"affordability needs {message}"):
        affordability(**terms)
    terms.pop("loan")
    if "loan" not in wrong and wrong != {"monthly_income": None}:
        with pytest.raises(error, match=f"maximum_loan needs {message}"):
            maximum_loan(**terms)


def test_a_loan_repaid_at_the_end_has_no_largest_amount():
    with pytest.raises(ValueError, match="plan to be one of 'equal instalment', 'equal principal'; found 'interest"):
        maximum_loan(**APPLICANT, plan=PLANS[2])


def test_results_cannot_be_changed():
    picture = affordability(120_000, **APPLICANT)
    with pytest.raises(dataclasses.FrozenInstanceError):
        picture.verdict = "within"
    assert pd.Series(dataclasses.asdict(picture))["verdict"] == "within"
