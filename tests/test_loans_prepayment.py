"""A part of a loan paid early: by the pencil, against a plain loop, and by laws."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.loans import PLANS, equal_instalment, prepay, schedule, schedule_totals

quick = settings(derandomize=True, max_examples=50, deadline=None)
CENT = Decimal("0.01")


def cents(column):
    return np.rint(column.to_numpy() * 100).astype(int)


def test_a_case_for_the_pencil():
    """1,000 at 1% a month in three months, 340.02 each; 300 more are paid with the first."""
    early = prepay(1_000, rate_per_year=0.12, months=3, after=1, amount=300, fee_rate=0.01, first_due="2024-01-31")
    # 1,000.00 - 330.02 - 300.00 = 369.98; 3.70 of interest, 336.32 of principal; 33.66 and 0.34 of interest.
    expected = {
        "number": [1, 2, 3],
        "payment": [340.02, 340.02, 34.00],
        "principal": [330.02, 336.32, 33.66],
        "interest": [10.00, 3.70, 0.34],
        "paid_early": [300.00, 0.00, 0.00],
        "outstanding": [369.98, 33.66, 0.00],
    }
    pd.testing.assert_frame_equal(early.schedule.drop(columns="due_date"), pd.DataFrame(expected))
    assert early.schedule["due_date"].dt.day.tolist() == [31, 29, 31]
    assert list(early.schedule)[-2:] == ["paid_early", "outstanding"]
    pd.testing.assert_frame_equal(
        early.without, equal_instalment(1_000, rate_per_year=0.12, months=3, first_due="2024-01-31")
    )
    assert (early.paid_early, early.fee, early.interest_saved, early.net_saving) == (300.0, 3.0, 6.03, 3.03)
    assert (early.months_saved, early.payment_before, early.payment_after) == (0, 340.02, 340.02)


def test_the_lower_instalment_by_the_pencil():
    early = prepay(1_000, rate_per_year=0.12, months=3, after=1, amount=300, effect="lower instalment")
    # 369.98 x 0.01 / (1 - 1.01^-2) = 187.7710
    assert early.schedule["payment"].tolist() == [340.02, 187.77, 187.77]
    assert early.schedule["interest"].tolist() == [10.00, 3.70, 1.86]
    assert (early.months_saved, early.payment_after, early.interest_saved) == (0, 187.77, 4.51)


def test_equal_principal_keeps_or_lowers_its_share():
    terms = {"rate_per_year": 0.12, "months": 4, "after": 1, "amount": 400, "plan": "equal principal"}
    shorter, lower = (prepay(1_200, effect=effect, **terms) for effect in ("shorter term", "lower instalment"))
    assert shorter.schedule["principal"].tolist() == [300.0, 300.0, 200.0]
    assert (shorter.months_saved, lower.months_saved) == (1, 0)
    assert lower.schedule["principal"].tolist() == [300.0, 166.67, 166.67, 166.66]
    assert lower.schedule["interest"].tolist() == [12.0, 5.0, 3.33, 1.67]


def test_a_loan_repaid_at_the_end_only_saves_interest():
    terms = {"rate_per_year": 0.12, "months": 3, "after": 2, "amount": 600, "plan": PLANS[2]}
    for effect in ("shorter term", "lower instalment"):
        early = prepay(1_000, effect=effect, **terms)
        assert early.schedule["payment"].tolist() == [10.0, 10.0, 404.0]
        assert (early.interest_saved, early.months_saved) == (6.0, 0)


@pytest.mark.parametrize("effect", ["shorter term", "lower instalment"])
@pytest.mark.parametrize("plan", PLANS)
def test_paying_all_ends_the_loan(plan, effect):
    whole = schedule(1_000, rate_per_year=0.12, months=12, plan=plan)
    left = whole["outstanding"][4]
    early = prepay(1_000, rate_per_year=0.12, months=12, after=5, amount=left, plan=plan, effect=effect, fee_rate=1)
    assert len(early.schedule) == 5
    assert early.schedule["outstanding"].tolist() == [*whole["outstanding"][:4], 0.0]
    assert (early.months_saved, early.payment_after, early.fee) == (7, 0.0, left)
    assert early.interest_saved == pytest.approx(whole["interest"][5:].sum())
    pd.testing.assert_frame_equal(early.schedule[["payment"]], whole[["payment"]][:5])


def test_half_a_cent_of_the_fee_goes_up():
    assert prepay(1_000, rate_per_year=0.12, months=12, after=5, amount=50.50, fee_rate=0.01).fee == 0.51
    assert prepay(1_000, rate_per_year=0.12, months=12, after=5, amount=50.49, fee_rate=0.01).fee == 0.50
    assert prepay(1_000, rate_per_year=0.12, months=12, after=5, amount=50.50).fee == 0.0


def plain_loop(principal, rate, months, after, amount):
    """Instalments of a shortened equal-instalment loan, by a loop over Decimals."""
    left, monthly = Decimal(principal), Decimal(repr(rate)) / 12
    payment = (left * monthly / (1 - (1 + monthly) ** -months)).quantize(CENT, rounding=ROUND_HALF_UP)
    payments = []
    while left > 0:
        interest = (left * Decimal(repr(rate)) / 12).quantize(CENT, rounding=ROUND_HALF_UP)
        part = left if len(payments) == months - 1 else min(payment - interest, left)
        payments.append(float(part + interest))
        left -= part
        if len(payments) == after:
            left -= Decimal(amount)
    return payments


@quick
@given(st.integers(10_000, 10**6), st.integers(100, 2_000), st.integers(2, 60), st.data())
def test_the_shorter_loan_is_that_of_a_plain_loop(principal, rate, months, data):
    after = data.draw(st.integers(1, months - 1))
    left = equal_instalment(principal, rate_per_year=rate / 10_000, months=months)["outstanding"][after - 1]
    amount = data.draw(st.integers(1, int(left)))
    early = prepay(principal, rate_per_year=rate / 10_000, months=months, after=after, amount=amount)
    assert early.schedule["payment"].tolist() == plain_loop(principal, rate / 10_000, months, after, amount)


@pytest.mark.parametrize("plan", PLANS)
@quick
@given(st.integers(10_000, 10**6), st.integers(100, 2_000), st.integers(3, 60), st.data())
def test_laws_of_prepayment(plan, principal, rate, months, data):
    after = data.draw(st.integers(1, months - 1))
    amount = data.draw(st.integers(100, principal // months))
    terms = {"rate_per_year": rate / 10_000, "months": months, "after": after, "amount": amount, "plan": plan}
    shorter, lower = (prepay(principal, effect=effect, **terms) for effect in ("shorter term", "lower instalment"))
    for early in (shorter, lower):
        paid = early.schedule
        assert cents(paid["principal"]).sum() + cents(paid["paid_early"]).sum() == 100 * principal
        assert paid["outstanding"].iloc[-1] == 0
        assert (paid["outstanding"].iloc[:-1] > 0).all()
        assert len(paid) + early.months_saved == months
        before, after_it = schedule_totals(early.without), schedule_totals(paid)
        assert early.interest_saved == pytest.approx(before.interest - after_it.interest)
        assert after_it.principal == principal
        assert after_it.payment == pytest.approx(principal + after_it.interest)
        assert early.interest_saved >= -0.01 * months  # rounding alone can cost cents
    assert lower.months_saved == 0 <= shorter.months_saved
    assert shorter.interest_saved >= lower.interest_saved - 0.01 * months
    if plan != PLANS[2] and months - after > 1:
        assert lower.payment_after < lower.payment_before
