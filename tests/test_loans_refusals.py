"""What the schedules refuse, in one clear sentence."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from cmlib.loans import (
    compare_plans,
    equal_instalment,
    equal_principal,
    prepay,
    principal_at_end,
    schedule,
    schedule_totals,
    yearly_resets,
)

FINE = {"principal": 1_000, "rate_per_year": 0.05, "months": 12}


@pytest.mark.parametrize("function", [equal_instalment, equal_principal, principal_at_end, schedule, compare_plans])
def test_each_plan_refuses(function):
    with pytest.raises(ValueError, match=r"needs principal to be at least 0\.01; found -5"):
        function(-5, rate_per_year=0.05, months=12)
    with pytest.raises(ValueError, match="needs months to be a whole number from 1 to 1,200; found 0"):
        function(1_000, rate_per_year=0.05, months=0)


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"principal": 0}, ValueError, "principal to be at least 0.01; found 0"),
        ({"principal": 0.001}, ValueError, "principal in whole cents; found 0.001"),
        ({"principal": 100.005}, ValueError, "principal in whole cents; found 100.005. Round it first"),
        ({"principal": float("nan")}, ValueError, "principal to be a finite number; found nan"),
        ({"principal": float("inf")}, ValueError, "principal to be a finite number; found inf"),
        ({"principal": 10**13 + 1}, ValueError, "principal to be at most 10,000,000,000,000 CNY"),
        ({"principal": "1000"}, TypeError, "principal to be a number; found '1000'"),
        ({"principal": None}, TypeError, "principal to be a number; found None"),
        ({"principal": True}, TypeError, "principal to be a number; found True"),
        (
            {"rate_per_year": -0.01},
            ValueError,
            r"rate_per_year as a fraction from 0 to 1 \(4.9% is 0.049\); found -0.01",
        ),
        ({"rate_per_year": 4.9}, ValueError, r"rate_per_year as a fraction from 0 to 1 \(4.9% is 0.049\); found 4.9"),
        ({"rate_per_year": float("nan")}, ValueError, "rate_per_year to be a finite number"),
        ({"rate_per_year": 1j}, TypeError, "rate_per_year to be a number"),
        ({"rate_per_year": {}}, ValueError, "rate from instalment 1 on; found {}"),
        ({"rate_per_year": {2: 0.05}}, ValueError, "rate from instalment 1 on; found {2: 0.05}"),
        ({"rate_per_year": {1: 0.05, 13: 0.04}}, ValueError, "from 1 to 12; found 13"),
        ({"rate_per_year": {1: 0.05, 2: 3}}, ValueError, r"rate_per_year\[2\] as a fraction"),
        ({"months": -12}, ValueError, "whole number from 1 to 1,200; found -12"),
        ({"months": 12.5}, ValueError, "whole number from 1 to 1,200; found 12.5"),
        ({"months": 1_201}, ValueError, "whole number from 1 to 1,200; found 1201"),
        ({"months": float("nan")}, ValueError, "months to be a finite number"),
        ({"months": "12"}, TypeError, "months to be a number"),
        ({"first_due": "soon"}, ValueError, "first_due to be a day such as '2024-05-20'; found 'soon'"),
        ({"first_due": 20240520}, ValueError, "first_due to be a day"),
        ({"first_due": pd.NaT}, ValueError, "first_due to be a day"),
        ({"plan": "balloon"}, ValueError, "plan to be one of 'equal instalment', .*; found 'balloon'"),
    ],
)
def test_what_makes_no_schedule(wrong, error, message):
    with pytest.raises(error, match=f"schedule needs .*{message}"):
        schedule(**(FINE | wrong))


@pytest.mark.parametrize("months", [12, 12.0, np.int64(12), Decimal(12), Fraction(12)])
@pytest.mark.parametrize("principal", [19.99, np.float64(19.99), np.float32(20), Decimal("19.99"), 10.2 + 9.79])
def test_numbers_of_every_kind_will_do(principal, months):
    expected = equal_instalment(round(float(principal), 2), rate_per_year=0.05, months=12)
    pd.testing.assert_frame_equal(equal_instalment(principal, rate_per_year=0.05, months=months), expected)


def test_the_last_digit_of_a_huge_float_is_no_part_of_a_cent():
    beside = float(np.nextafter(7e12 + 0.3, np.inf))
    found = equal_instalment(beside, rate_per_year=0.05, months=2)
    pd.testing.assert_frame_equal(found, equal_instalment(7e12 + 0.3, rate_per_year=0.05, months=2))


def test_the_limits_themselves_are_taken():
    assert len(equal_instalment(0.01, rate_per_year=1, months=1_200)) == 1_200
    assert equal_instalment(10**13, rate_per_year=0, months=1)["payment"].tolist() == [10.0**13]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"after": 12}, "after to be below the 12 months of the loan; found 12"),
        ({"after": 0}, "after to be a whole number from 1"),
        ({"after": 1.5}, "after to be a whole number from 1"),
        ({"amount": 0}, "amount to be at least 0.01"),
        ({"amount": 900}, r"amount to be at most 836.78 CNY, which is outstanding after instalment 2; found 900"),
        ({"effect": "both"}, "effect to be one of 'shorter term', 'lower instalment'; found 'both'"),
        ({"plan": "balloon"}, "plan to be one of"),
        ({"fee_rate": -0.01}, "fee_rate to be a fraction from 0 to 1; found -0.01"),
        ({"fee_rate": 1.01}, "fee_rate to be a fraction from 0 to 1; found 1.01"),
        ({"first_due": "soon"}, "first_due to be a day"),
        ({"principal": 0.004}, "principal in whole cents"),
    ],
)
def test_what_prepay_refuses(wrong, message):
    with pytest.raises(ValueError, match=f"prepay needs {message}"):
        prepay(**(FINE | {"after": 2, "amount": 100} | wrong))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"yearly": {2023: 0.03}}, "years after the loan began, about 2023-05-20; found 2023"),
        ({"yearly": {2024.5: 0.03}}, "each year in yearly to be a whole number"),
        ({"yearly": {2024: 3.0}}, r"yearly\[2024\] as a fraction"),
        ({"month": 13}, "month to be a whole number from 1 to 12; found 13"),
        ({"months": 0}, "months to be a whole number"),
        ({"rate_per_year": 4.2}, "rate_per_year as a fraction"),
        ({"first_due": ""}, "first_due to be a day"),
    ],
)
def test_what_yearly_resets_refuse(wrong, message):
    fine = {"rate_per_year": 0.04, "yearly": {2024: 0.03}, "months": 24, "first_due": "2023-06-20"}
    with pytest.raises(ValueError, match=f"yearly_resets needs {message}"):
        yearly_resets(**(fine | wrong))


def test_a_loan_paid_out_on_the_day_of_repricing_has_its_rate_already():
    with pytest.raises(ValueError, match="found 2024"):
        yearly_resets(0.04, {2024: 0.03}, months=12, first_due="2024-02-01")
    assert yearly_resets(0.04, {2024: 0.03}, months=12, first_due="2024-01-31") == {1: 0.03}


def test_totals_need_a_schedule():
    with pytest.raises(LookupError, match=r"needs the columns \['interest'\]"):
        schedule_totals(pd.DataFrame({"principal": [1.0]}))
    with pytest.raises(ValueError, match="at least one instalment"):
        schedule_totals(pd.DataFrame({"principal": [], "interest": []}))
