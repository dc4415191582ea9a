"""The margin multiple: published values, the sum behind it, and where it has no end."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.clv import ALL, margin_multiple, margin_multiple_at_start, perpetuity

quick = settings(derandomize=True, max_examples=50, deadline=None)


@pytest.mark.parametrize(("retention", "rate", "multiple"), [(0.8, 0.12, 2.50), (0.9, 0.10, 4.50), (0.9, 0.12, 4.09)])
def test_published(retention, rate, multiple):
    """Gupta, Lehmann (2003), Customers as assets, Journal of Interactive Marketing 17(1), 9-24."""
    assert margin_multiple(retention, rate) == pytest.approx(multiple, abs=0.005)
    assert margin_multiple_at_start(retention=retention, discount_rate=rate) == pytest.approx(1 + multiple, abs=0.005)


@quick
@given(st.floats(0, 0.99), st.floats(0.01, 0.5), st.floats(-0.2, 0.015))
def test_it_is_the_sum_of_margins_discounted(retention, rate, growth):
    periods = np.arange(1, 20_000)
    end = np.sum((1 + growth) ** (periods - 1) * (retention / (1 + rate)) ** periods)
    start = 1 + np.sum((retention * (1 + growth) / (1 + rate)) ** periods)
    if retention * (1 + growth) < 0.999 * (1 + rate):
        assert margin_multiple(retention, rate, growth) == pytest.approx(end, rel=1e-9)
        assert margin_multiple_at_start(retention, rate, growth) == pytest.approx(start, rel=1e-9)


def test_a_customer_who_never_leaves_is_a_perpetuity():
    assert margin_multiple(1.0, 0.08) == pytest.approx(perpetuity(1.0, 0.08))


def test_a_customer_who_leaves_at_once():
    assert margin_multiple(0.0, 0.1) == 0
    assert margin_multiple_at_start(0.0, 0.1) == 1


@pytest.mark.parametrize("formula", [margin_multiple, margin_multiple_at_start])
def test_without_end_it_is_missing_and_never_negative(formula):
    assert math.isnan(formula(1.0, 0.0))
    assert math.isnan(formula(1.2, 0.1))
    assert math.isnan(formula(0.9, 0.0, 0.2))
    assert np.isnan(formula([0.9, 1.1, math.nan], 0.1)).tolist() == [False, True, True]


@pytest.mark.parametrize("formula", [margin_multiple, margin_multiple_at_start])
def test_what_is_no_probability_is_no_retention(formula):
    """Discounting hides a retention above 1 and the sum would have an end: it is missing all the same."""
    above, below = np.nextafter(1, 2), -5e-324
    assert np.isnan(formula([above, 1.05, below, -0.5], 0.1)).all()
    assert np.isfinite(formula([0.0, 1.0], 0.1)).all()
    assert math.isnan(formula(1.05, 0.1))
    assert math.isnan(formula(-0.5, 0.1))


def test_the_room_lists_its_formulas():
    assert set(ALL) == {"margin_multiple", "margin_multiple_at_start", "perpetuity", "growing_perpetuity"}
    assert ALL["margin_multiple"].parameters == ("retention", "discount_rate")
    assert all(one.zh and one.unit in ("times", "CNY") for one in ALL.values())
