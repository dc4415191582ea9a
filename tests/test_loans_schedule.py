"""A loan's schedule, to the cent: published figures, a plain Decimal loop, and laws."""

import datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cmlib.loans import (
    PLANS,
    compare_plans,
    equal_instalment,
    equal_principal,
    principal_at_end,
    schedule,
    schedule_totals,
    yearly_resets,
)

CENT = Decimal("0.01")
quick = settings(derandomize=True, max_examples=50, deadline=None)
amounts = st.integers(1, 10**10).map(lambda cents: cents / 100)
rates = st.integers(0, 2_400).map(lambda basis_points: basis_points / 10_000)
odd_rates = st.floats(0, 1, allow_subnormal=False)
terms = st.integers(1, 40)


def to_the_cent(amount):
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def plain_loop(principal, rate, months, plan):
    """The same schedule by a loop over Decimals that shares nothing with the library."""
    rows = []
    with localcontext() as context:
        context.prec = 400 if 0 < rate < 1e-20 else 80
        left, monthly = Decimal(repr(principal)), Decimal(repr(rate)) / 12
        if plan == "equal instalment":
            payment = to_the_cent(left * monthly / (1 - (1 + monthly) ** -months) if monthly else left / months)
        share = to_the_cent(left / months) if plan == "equal principal" else Decimal(0)
        for number in range(1, months + 1):
            interest = to_the_cent(left * Decimal(repr(rate)) / 12)  # half a cent must stay half a cent
            part = payment - interest if plan == "equal instalment" else share
            part = left if number == months else min(part, left)
            left -= part
            rows.append((number, float(part + interest), float(part), float(interest), float(left)))
    return pd.DataFrame(rows, columns=["number", "payment", "principal", "interest", "outstanding"])


def cents(column):
    return np.rint(column.to_numpy() * 100).astype(int)


def test_the_well_known_million_at_4_9_percent_for_thirty_years():
    """As every Chinese mortgage calculator shows it: 5,307.27 a month; 6,861.11 at first, falling by 11.34."""
    level = equal_instalment(1_000_000, rate_per_year=0.049, months=360)
    falling = equal_principal(1_000_000, rate_per_year=0.049, months=360)
    assert set(level["payment"][:-1]) == {5307.27}
    # 910,616.19 and 737,041.67 by the unrounded formulas; a cent a month of rounding is all that may lie between.
    assert schedule_totals(level).interest == pytest.approx(910_616.19, abs=1.8)
    assert falling["payment"][0] == 6861.11
    assert falling["payment"][0] - falling["payment"][1] == pytest.approx(11.34, abs=0.011)
    assert schedule_totals(falling).interest == pytest.approx(1_000_000 * 0.049 / 12 * 361 / 2, abs=1.8)


def test_a_case_for_the_pencil():
    # 1,000 at 1% a month: 1,000 / (1/1.01 + 1/1.01² + 1/1.01³) = 340.0221.
    expected = {
        "number": [1, 2, 3],
        "payment": [340.02, 340.02, 340.03],
        "principal": [330.02, 333.32, 336.66],
        "interest": [10.00, 6.70, 3.37],
        "outstanding": [669.98, 336.66, 0.00],
    }
    pd.testing.assert_frame_equal(equal_instalment(1_000, rate_per_year=0.12, months=3), pd.DataFrame(expected))


@pytest.mark.parametrize("plan", PLANS)
@quick
@given(amount=amounts, rate=rates | odd_rates, months=terms)
@example(amount=600.0, rate=0.1276, months=4)  # the second month's interest is 4.785
def test_every_cent_is_that_of_a_plain_decimal_loop(plan, amount, rate, months):
    found = schedule(amount, rate_per_year=rate, months=months, plan=plan)
    pd.testing.assert_frame_equal(found, plain_loop(amount, rate, months, plan), check_exact=True)


@pytest.mark.parametrize("plan", PLANS)
@quick
@given(amount=st.integers(10**13, 10**15).map(lambda cents: cents / 100), rate=odd_rates, months=terms)
def test_huge_loans_at_rates_of_many_digits_are_those_of_the_loop_too(plan, amount, rate, months):
    found = schedule(amount, rate_per_year=rate, months=months, plan=plan)
    pd.testing.assert_frame_equal(found, plain_loop(amount, rate, months, plan), check_exact=True)


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize(
    ("amount", "rate", "months"),
    [
        (0.01, 0.05, 360),
        (0.07, 0.05, 12),
        (10**13, 0.123456789012345, 40),
        (9_876_543_210_123.45, 0.049, 30),
        (100.0, 1e-300, 3),
        (100.0, 5e-324, 3),
        (0.03, 1e-300, 2),  # half a cent and a trace
        (250.0, 0.06, 1),
        (1.0, 1.0, 1_200),
        (1_000.0, 0.0, 7),
        (123_456.78, 0.0385, 360),
    ],
)
def test_extreme_loans_are_those_of_the_loop_too(plan, amount, rate, months):
    found = schedule(amount, rate_per_year=rate, months=months, plan=plan)
    pd.testing.assert_frame_equal(found, plain_loop(amount, rate, months, plan), check_exact=True)


@pytest.mark.parametrize("rate", [0.06, 0.0600000001])
def test_half_a_cent_goes_up(rate):
    # 1.00 at 6%: half a cent a month, exactly or just above it; 3.00 more: one and a half.
    assert principal_at_end(1.00, rate_per_year=rate, months=2)["interest"].tolist() == [0.01, 0.01]
    assert principal_at_end(3.00, rate_per_year=rate, months=2)["interest"].tolist() == [0.02, 0.02]
    assert principal_at_end(1.00, rate_per_year=0.0599999999, months=2)["interest"].tolist() == [0.00, 0.00]


def test_half_a_cent_of_the_instalment_goes_up_where_floats_would_not_know():
    # One month: 3.00 + 1.5 cents; without interest 0.01 over 2 months is half a cent each.
    assert equal_instalment(3.00, rate_per_year=0.06, months=1)["payment"].tolist() == [3.02]
    assert equal_instalment(0.01, rate_per_year=0, months=2)["payment"].tolist() == [0.01, 0.00]
    assert equal_instalment(0.03, rate_per_year=0, months=2)["payment"].tolist() == [0.02, 0.01]


@pytest.mark.parametrize("plan", PLANS)
@quick
@given(amount=amounts, rate=rates, months=terms)
def test_principal_adds_up_to_the_loan_and_nothing_stays_outstanding(plan, amount, rate, months):
    found = schedule(amount, rate_per_year=rate, months=months, plan=plan)
    assert cents(found["principal"]).sum() == round(amount * 100)
    assert found["outstanding"].iloc[-1] == 0
    assert (cents(found["payment"]) == cents(found["principal"]) + cents(found["interest"])).all()
    assert (np.diff(cents(found["outstanding"]), prepend=round(amount * 100)) == -cents(found["principal"])).all()
    assert (found[["principal", "interest", "outstanding"]] >= 0).all().all()


@quick
@given(amount=st.integers(10**7, 10**9), rate=st.integers(200, 2_000), months=st.integers(3, 120))
def test_equal_principal_costs_less_interest(amount, rate, months):
    compared = compare_plans(amount / 100, rate_per_year=rate / 10_000, months=months)
    assert compared.equal_principal.interest < compared.equal_instalment.interest
    saved = compared.equal_instalment.interest - compared.equal_principal.interest
    assert compared.extra_interest == round(saved, 2)


@quick
@given(amount=st.integers(100_000, 10**9), rate=rates, months=st.integers(2, 120))
def test_the_payment_rises_with_the_rate_and_falls_with_the_term(amount, rate, months):
    def payment(rate, months):
        return equal_instalment(amount / 100, rate_per_year=rate, months=months)["payment"][0]

    assert payment(rate, months) < payment(rate + 0.01, months)
    assert payment(rate, months) > payment(rate, months + 12)


@quick
@given(amount=st.integers(100_000, 10**9), rate=rates, months=terms)
def test_twice_the_loan_is_twice_the_payment_up_to_a_cent(amount, rate, months):
    one, two = (equal_instalment(n * amount / 100, rate_per_year=rate, months=months) for n in (1, 2))
    assert abs(two["payment"][0] - 2 * one["payment"][0]) < 0.0101
    assert abs(two["interest"] - 2 * one["interest"]).max() <= 0.01 * (months + 1)


def test_due_days_keep_the_day_of_the_month_where_there_is_one():
    found = equal_principal(600, rate_per_year=0.05, months=4, first_due="2023-12-31")["due_date"]
    assert found.dt.strftime("%Y-%m-%d").tolist() == ["2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31"]
    for day in (datetime.date(2023, 2, 28), pd.Timestamp("2023-02-28 17:00"), np.datetime64("2023-02-28")):
        found = equal_instalment(600, rate_per_year=0.05, months=2, first_due=day)["due_date"]
        assert found.dt.strftime("%Y-%m-%d").tolist() == ["2023-02-28", "2023-03-28"]


def test_the_columns_stand_in_their_order():
    columns = ["number", "payment", "principal", "interest", "outstanding"]
    assert list(principal_at_end(1, rate_per_year=0, months=1)) == columns
    dated = principal_at_end(1, rate_per_year=0, months=1, first_due="2024-01-01")
    assert list(dated) == ["number", "due_date", *columns[1:]]


# 1,000 at 12% for two months, then 404.98 … at 6%: by the pencil from what is then outstanding.
RESET = {
    "payment": [206.04, 206.04, 204.01, 204.01, 204.00],
    "interest": [10.00, 8.04, 3.03, 2.02, 1.01],
    "outstanding": [803.96, 605.96, 404.98, 202.99, 0.00],
}


def test_a_reset_computes_the_instalment_anew():
    found = equal_instalment(1_000, rate_per_year={3: 0.06, 1: 0.12}, months=5)
    assert {name: found[name].tolist() for name in RESET} == RESET
    rest = equal_instalment(605.96, rate_per_year=0.06, months=3)
    assert found["payment"].tolist()[2:] == rest["payment"].tolist()
    assert found["number"].tolist() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("plan", PLANS)
def test_a_reset_to_the_same_rate_changes_nothing_but_rounding(plan):
    terms = {"months": 60, "plan": plan}
    fixed = schedule(123_456.78, rate_per_year=0.05, **terms)
    same = schedule(123_456.78, rate_per_year={1: 0.05, 20: 0.05, 60: 0.05}, **terms)
    assert abs(fixed["payment"] - same["payment"]).max() < 0.5
    if plan != "equal instalment":  # their principal does not depend on the rate
        pd.testing.assert_frame_equal(fixed, same)


def test_equal_principal_keeps_its_share_through_a_reset():
    found = equal_principal(1_000, rate_per_year={1: 0.12, 3: 0.06}, months=6)
    assert found["principal"].tolist() == [166.67] * 5 + [166.65]
    assert found["interest"].tolist() == [10.00, 8.33, 3.33, 2.50, 1.67, 0.83]


def test_yearly_resets_hold_from_the_first_instalment_due_in_january_or_later():
    rates = yearly_resets(0.042, {2025: 0.036, 2024: 0.0395, 2040: 0.03}, months=24, first_due="2023-06-20")
    assert rates == {1: 0.042, 8: 0.0395, 20: 0.036}
    assert list(rates) == [1, 8, 20]
    # Due on the first of January: the new rate holds. Repriced in July: from the second instalment.
    assert yearly_resets(0.04, {2024: 0.03}, months=3, first_due="2023-12-01") == {1: 0.04, 2: 0.03}
    assert yearly_resets(0.04, {2023: 0.03}, months=3, first_due="2023-06-20", month=7) == {1: 0.04, 2: 0.03}
    # The last instalment is due on the day, or a day before it.
    assert yearly_resets(0.04, {2024: 0.03}, months=2, first_due="2023-12-01") == {1: 0.04, 2: 0.03}
    assert yearly_resets(0.04, {2024: 0.03}, months=2, first_due="2023-11-30") == {1: 0.04}
    # Paid out in December, first due in January: the rate is reset before the first instalment.
    assert yearly_resets(0.04, {2024: 0.03}, months=2, first_due="2024-01-15") == {1: 0.03}


def test_totals_and_the_comparison():
    compared = compare_plans(1_000, rate_per_year=0.12, months=3)
    assert compared.equal_instalment == schedule_totals(equal_instalment(1_000, rate_per_year=0.12, months=3))
    totals = compared.equal_instalment
    assert (totals.instalments, totals.principal, totals.interest, totals.payment) == (3, 1000.0, 20.07, 1020.07)
    assert (totals.first_payment, totals.largest_payment, totals.last_payment) == (340.02, 340.03, 340.03)
    assert compared.extra_interest == 0.07
    assert compared.crossing == 2  # 343.33 > 340.02, 340.00 < 340.02
    table = compared.table()
    assert list(table) == ["equal instalment", "equal principal"]
    assert table.loc["interest", "equal principal"] == 20.0
    assert compare_plans(1_000, rate_per_year=0, months=3).crossing is None
    assert compare_plans(1_000, rate_per_year=0.12, months=1).crossing is None
