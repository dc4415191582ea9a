"""What somebody who meets the loans for the first time gets wrong is told in one sentence, and nothing is guessed."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from cmlib.loans import (
    HOUSING_LIMITS,
    LendingLimits,
    affordability,
    affordability_table,
    collateral_coverage,
    counted_collateral,
    equal_instalment,
    maximum_loan,
    prepay,
    schedule_totals,
    schedules,
    stress,
    yearly_resets,
)

TERMS = {"rate_per_year": 0.036, "months": 360}
APPLICATIONS = pd.DataFrame(
    {
        "amount": [800_000.0],
        "rate": 0.036,
        "term_months": 360,
        "repayment_plan": "equal instalment",
        "other_monthly_debt": 0.0,
        "collateral_value": 1_000_000.0,
        "verified_income": 9_000.0,
    }
)
LOANS = pd.DataFrame(
    {"loan_id": ["L1"], "amount": 1_000.0, "rate": 0.12, "term_months": 2, "repayment_plan": "equal instalment"}
)
PIECES = pd.DataFrame(
    {
        "collateral_id": ["K1", "K2"],
        "loan_id": "L1",
        "kind": "house",
        "appraised_value": 1_000.0,
        "appraised_on": pd.Timestamp("2024-03-01"),
        "owner": "borrower",
        "registered": [True, False],
        "insured_until": pd.Timestamp("2034-05-01"),
        "first_beneficiary": "bank",
    }
)
GRANTED = pd.DataFrame({"loan_id": ["L1"], "amount": 700.0, "matures": pd.Timestamp("2034-03-20")})
HAIRCUTS = pd.DataFrame({"kind": ["house"], "haircut": 0.3})


@pytest.mark.parametrize("day", ["5/6/2024", "05.06.2024", "2024-13-01", "today", "now", "", "June 2024"])
def test_a_day_that_people_read_differently_is_refused(day):
    """5/6/2024 is a day in May to some and in June to others; today is another day tomorrow."""
    with pytest.raises(ValueError, match=r"equal_instalment needs first_due to be a day such as '2024-05-20'; found"):
        equal_instalment(1_000, rate_per_year=0.12, months=2, first_due=day)


@pytest.mark.parametrize("day", ["2024-06-05", "20240605", "2024-06-05T08:30", np.datetime64("2024-06-05")])
def test_iso_text_is_a_day(day):
    due = equal_instalment(1_000, rate_per_year=0.12, months=2, first_due=day)["due_date"]
    assert due.tolist() == [pd.Timestamp("2024-06-05"), pd.Timestamp("2024-07-05")]


@pytest.mark.parametrize("due", [20240605, 1.5, "2024-06-05", "05/06/2024", True])
def test_a_column_of_first_days_holds_dates(due):
    """The number 20240605 was once read as days since 1970, which is the year 57385."""
    with pytest.raises(ValueError, match=r"schedules needs dates in 'due'; found .* Convert the column first"):
        schedules(LOANS.assign(due=due), first_due="due")


def test_one_column_may_not_be_plan_and_day():
    with pytest.raises(ValueError, match="schedules needs dates in 'repayment_plan'"):
        schedules(LOANS, first_due="repayment_plan")


def test_limits_are_no_number():
    called = {
        "affordability": lambda: affordability(800_000, **TERMS, monthly_income=9_000, limits=0.55),
        "maximum_loan": lambda: maximum_loan(**TERMS, monthly_income=9_000, limits=0.55),
        "affordability_table": lambda: affordability_table(APPLICATIONS, limits=0.55),
        "stress": lambda: stress(APPLICATIONS, limits=0.55),
    }
    for name, call in called.items():
        with pytest.raises(TypeError, match=rf"^{name} needs limits to be LendingLimits, such as .*; found 0\.55$"):
            call()


def test_names_of_columns_are_no_dictionary():
    for function in (affordability_table, stress):
        with pytest.raises(TypeError, match=f"{function.__name__} needs columns to be ApplicationColumns; found dict"):
            function(APPLICATIONS, columns={"loan": "amount"})


def test_an_unsecured_loan_is_judged_as_the_message_says():
    with pytest.raises(ValueError, match=r"dataclasses\.replace\(limits, loan_to_value=None\)"):
        maximum_loan(**TERMS, monthly_income=9_000)
    unsecured = dataclasses.replace(HOUSING_LIMITS, loan_to_value=None)
    most = maximum_loan(**TERMS, monthly_income=9_000, limits=unsecured)
    assert (most.amount, most.by_loan_to_value) == (989_783, None)  # as with a value of which so much is lent
    with pytest.raises(ValueError, match=r"dataclasses\.replace\(limits, debt_to_income=None\)"):
        maximum_loan(**TERMS, value=1_000_000, limits=LendingLimits("ours", "us", 0.7, debt_to_income=0.5))


def test_what_is_no_schedule_has_no_totals():
    early = prepay(1_000, rate_per_year=0.12, months=3, after=1, amount=100)
    with pytest.raises(TypeError, match=r"found Prepayment, whose \.schedule is one$"):
        schedule_totals(early)
    assert schedule_totals(early.schedule).principal == 1_000
    with pytest.raises(TypeError, match=r"schedule_totals needs a schedule, a table; found int$"):
        schedule_totals(5)


def test_one_rate_is_no_mapping_of_years():
    with pytest.raises(TypeError, match=r"such as \{2024: 0\.0395\}; found 0\.03$"):
        yearly_resets(0.042, 0.03, months=12, first_due="2023-06-20")


@pytest.mark.parametrize("shocks", [0.01, "0.01", None])
def test_shocks_are_a_list(shocks):
    with pytest.raises(TypeError, match="stress needs rate_rises to be a list of shocks"):
        stress(APPLICATIONS, rate_rises=shocks)
    assert len(stress(APPLICATIONS, rate_rises=np.array([0.01]), price_falls=(0,), income_falls=[0])) == 1


@pytest.mark.parametrize("registered", [[1, 0], ["yes", "no"], [1.0, np.nan]])
def test_registration_is_true_or_false(registered):
    for function in (counted_collateral, collateral_coverage):
        with pytest.raises(ValueError, match=f"{function.__name__} needs true or false in 'registered'; found"):
            function(PIECES.assign(registered=registered), GRANTED, HAIRCUTS, as_of="2024-12-31")


def test_true_and_false_may_be_objects():
    for kind in (bool, object, "boolean"):
        found = counted_collateral(
            PIECES.assign(registered=pd.Series([True, False], dtype=kind)), GRANTED, HAIRCUTS, as_of="2024-12-31"
        )
        assert found["counted_value"].tolist() == [700.0, 0.0]


@pytest.mark.parametrize(
    ("pieces", "granted", "column"),
    [
        (PIECES.assign(appraised_on=20240301), GRANTED, "appraised_on"),
        (PIECES.assign(insured_until="01/05/2034"), GRANTED, "insured_until"),
        (PIECES, GRANTED.assign(matures="2034-03-20"), "matures"),
    ],
)
def test_days_of_collateral_are_dates(pieces, granted, column):
    """A number would be read as nanoseconds since 1970, and every appraisal be too old."""
    with pytest.raises(ValueError, match=f"counted_collateral needs dates in '{column}'; found"):
        counted_collateral(pieces, granted, HAIRCUTS, as_of="2024-12-31")
