"""Does an offer to stay pay? Pencil cases, closed forms, and laws."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.clv import ShiftedBetaGeometric, margin_multiple, retention_offer

quick = settings(derandomize=True, max_examples=50, deadline=None)
TERMS = {"margin_per_period": 100.0, "retention_per_period": 0.8, "uplift": 0.05, "horizon_periods": 36}
TERMS |= {"rate_per_period": 0.01}


def offer(cost=60.0, **changed):
    return retention_offer(cost, **(TERMS | changed))


def test_pencil():
    found = offer(50, retention_per_period=0.5, uplift=0.25, horizon_periods=2, rate_per_period=0.25)
    assert found.by_period["extra_margin"].to_list() == pytest.approx([25, 31.25])
    assert found.by_period["extra_value"].to_list() == pytest.approx([20, 20])
    assert found.by_period["profit_so_far"].to_list() == pytest.approx([-30, -10])
    assert found.by_period["period"].to_list() == [1, 2]
    assert (found.extra_value, found.expected_profit) == pytest.approx((40, -10))
    assert found.periods_to_pay_back is None


def test_it_is_paid_back_with_the_margin_that_covers_it():
    for cost, period in ((0, 1), (19.99, 1), (20, 1), (20.01, 2), (40, 2)):
        found = offer(cost, retention_per_period=0.5, uplift=0.25, horizon_periods=2, rate_per_period=0.25)
        assert found.periods_to_pay_back == period, cost


@pytest.mark.parametrize(
    ("timing", "extra", "times"),
    [("start", (0, 25), (0, 1)), ("middle", (12.5, 28.125), (0.5, 1.5)), ("end", (25, 31.25), (1, 2))],
)
def test_timing(timing, extra, times):
    found = offer(retention_per_period=0.5, uplift=0.25, horizon_periods=2, timing=timing)
    assert found.by_period["extra_margin"].to_list() == pytest.approx(extra)
    assert found.by_period["discount_factor"].to_list() == pytest.approx([1.01**-time for time in times])


@quick
@given(st.floats(0.1, 0.9), st.floats(0, 0.09), st.floats(0.01, 0.2))
def test_without_end_it_is_the_difference_of_two_margin_multiples(retention, uplift, rate):
    found = offer(retention_per_period=retention, uplift=uplift, horizon_periods=3_000, rate_per_period=rate)
    expected = 100 * (margin_multiple(retention + uplift, rate) - margin_multiple(retention, rate))
    assert found.extra_value == pytest.approx(expected, rel=1e-9, abs=1e-7)


@quick
@given(st.floats(1, 400), st.floats(0.1, 0.9), st.integers(1, 40), st.one_of(st.none(), st.integers(1, 6)))
def test_at_the_break_even_uplift_nothing_is_earned_or_lost(cost, retention, horizon, periods):
    terms = {"retention_per_period": retention, "horizon_periods": horizon, "uplift_periods": periods}
    even = offer(cost, **terms, uplift=0).break_even_uplift
    if math.isnan(even):
        assert offer(cost, **terms, uplift=1 - retention).expected_profit < 0
    else:
        assert offer(cost, **terms, uplift=even).expected_profit == pytest.approx(0, abs=1e-8)


def test_an_offer_that_breaks_even_only_if_nobody_leaves():
    terms = {"retention_per_period": 0.5, "horizon_periods": 1, "rate_per_period": 0.0, "uplift": 0.0}
    assert offer(50, **terms).break_even_uplift == 0.5
    assert math.isnan(offer(50.01, **terms).break_even_uplift)


def test_break_even_in_closed_form():
    """Without end, r* = M (1 + i) / (1 + M) with M the multiple that is needed."""
    needed = margin_multiple(0.8, 0.1) + 60 / 100
    found = offer(60, horizon_periods=2_000, rate_per_period=0.1).break_even_uplift
    assert found == pytest.approx(needed * 1.1 / (1 + needed) - 0.8)


def test_an_offer_that_helps_once():
    found = offer(uplift_periods=1, horizon_periods=3)
    assert found.by_period["extra_margin"].to_list() == pytest.approx([5, 5 * 0.8, 5 * 0.8**2])
    assert offer(uplift_periods=0).extra_value == 0


def test_retention_may_change_with_tenure():
    retention = ShiftedBetaGeometric(0.7, 5.0).retention(np.arange(1, 37))
    found = offer(retention_per_period=retention, uplift=0.01)
    survival = np.cumprod(np.array([retention + 0.01, retention]), axis=1)
    assert found.extra_value == pytest.approx(100 * ((survival[0] - survival[1]) @ 1.01 ** -np.arange(1.0, 37)))


def test_a_free_offer_and_a_customer_who_loses_money():
    assert offer(0).break_even_uplift == 0
    loss = offer(10, margin_per_period=-5.0)
    assert loss.extra_value < 0
    assert math.isnan(loss.break_even_uplift)
    assert loss.periods_to_pay_back is None


def test_perfect_retention_has_no_room():
    assert offer(retention_per_period=1.0, uplift=0.0).extra_value == 0
    assert offer(retention_per_period=0.95).extra_value > 0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"cost": -1}, "cost to be a finite number, not below 0; found -1"),
        ({"margin_per_period": math.nan}, "margin_per_period to be a finite number"),
        ({"uplift": -0.1}, "uplift to be a probability"),
        ({"uplift": 0.3}, "uplift that leaves retention at 1 or below; found 0.3 on 0.8"),
        ({"uplift": 0.2, "retention_per_period": [0.7, 0.9], "horizon_periods": 2}, "found 0.2 on 0.9"),
        ({"retention_per_period": [0.8, 0.9]}, "one for each of 36 periods; found 2"),
        ({"horizon_periods": 0}, "horizon_periods to be a whole number, not below 1"),
        ({"uplift_periods": -1}, "uplift_periods to be a whole number, not below 0"),
        ({"timing": "x"}, "timing to be one of"),
        ({"rate_per_period": None}, "either rate_per_period"),
    ],
)
def test_bad_arguments(changed, message):
    with pytest.raises(ValueError, match=f"retention_offer needs .*{message}|needs {message}"):
        offer(**changed)
