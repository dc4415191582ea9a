"""Present values of regular cash flows: pencil cases, laws, and what is refused."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.clv import (
    annuity,
    discount_factors,
    effective_rate_per_year,
    growing_perpetuity,
    perpetuity,
    present_value,
    rate_per_period,
)

quick = settings(derandomize=True, max_examples=50, deadline=None)
RATES = st.floats(0.0001, 0.5)
FLOWS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)
TIMINGS = ("end", "middle", "start")


class TestPresentValue:
    @pytest.mark.parametrize(
        ("timing", "value"),
        [
            ("end", Fraction(100, 1) / Fraction(11, 10) + Fraction(200, 1) / Fraction(121, 100)),
            ("start", 100 + Fraction(200, 1) / Fraction(11, 10)),
            ("middle", 100 / 1.1**0.5 + 200 / 1.1**1.5),
        ],
    )
    def test_pencil(self, timing, value):
        assert present_value([100, 200], rate_per_period=0.1, timing=timing) == pytest.approx(float(value), rel=1e-14)

    def test_money_comes_at_the_end_unless_said_otherwise(self):
        assert present_value([110], rate_per_period=0.1) == pytest.approx(100)

    def test_a_row_a_customer(self):
        found = present_value([[110, 0], [0, 121], [110, 121]], rate_per_period=0.1)
        np.testing.assert_allclose(found, [100, 100, 200])
        assert present_value(pd.DataFrame({"a": [110.0], "b": [0.0]}), rate_per_period=0.1) == pytest.approx([100])

    def test_without_interest_it_is_the_sum(self):
        for timing in TIMINGS:
            assert present_value([1, 2, 3], rate_per_period=0, timing=timing) == 6

    def test_no_flows_are_worth_nothing(self):
        assert present_value([], rate_per_period=0.1) == 0
        assert present_value(np.zeros((2, 0)), rate_per_period=0.1).tolist() == [0, 0]

    def test_a_missing_or_infinite_flow_makes_the_value_missing(self):
        for lost in (None, math.nan, math.inf, pd.NA):
            assert math.isnan(present_value([100, lost], rate_per_period=0.1))
        assert np.isnan(present_value([[1, math.nan], [1, 1]], rate_per_period=0)).tolist() == [True, False]

    def test_too_large_for_a_number_is_missing(self):
        assert math.isnan(present_value([1e300] * 40, rate_per_period=-0.9999999))
        assert math.isnan(present_value([1e300, -1e300], rate_per_period=-0.9999999999))

    def test_numpy_agrees_at_every_yearly_rate(self):
        monthly = present_value([5.0] * 24, discount_rate_per_year=0.06, periods_per_year=12)
        assert monthly == pytest.approx(sum(5 / 1.06 ** (month / 12) for month in range(1, 25)))
        nominal = present_value([5.0] * 24, discount_rate_per_year=0.06, periods_per_year=12, conversion="nominal")
        assert nominal == pytest.approx(sum(5 / 1.005**month for month in range(1, 25)))

    @quick
    @given(FLOWS, RATES)
    def test_a_half_period_earlier_is_worth_half_a_periods_interest_more(self, flows, rate):
        end, middle, start = (present_value(flows, rate_per_period=rate, timing=timing) for timing in TIMINGS)
        assert middle == pytest.approx(end * (1 + rate) ** 0.5, rel=1e-9, abs=1e-6)
        assert start == pytest.approx(end * (1 + rate), rel=1e-9, abs=1e-6)

    @quick
    @given(FLOWS, FLOWS, RATES)
    def test_flows_one_after_the_other_are_worth_the_sum_of_both(self, first, then, rate):
        both = present_value(first + then, rate_per_period=rate)
        parts = present_value(first, rate_per_period=rate)
        parts += present_value(then, rate_per_period=rate) / (1 + rate) ** len(first)
        assert both == pytest.approx(parts, rel=1e-9, abs=1e-5)

    @quick
    @given(FLOWS, RATES)
    def test_currency_scales_the_value(self, flows, rate):
        doubled = present_value([2 * flow for flow in flows], rate_per_period=rate)
        assert doubled == pytest.approx(2 * present_value(flows, rate_per_period=rate))

    @pytest.mark.parametrize(
        ("flows", "changed", "error", "message"),
        [
            ([1], {}, ValueError, "either rate_per_period or discount_rate_per_year with periods_per_year"),
            ([1], {"rate_per_period": 0.1, "discount_rate_per_year": 0.1}, ValueError, "either rate_per_period"),
            ([1], {"rate_per_period": 0.1, "periods_per_year": 12}, ValueError, "either rate_per_period"),
            ([1], {"discount_rate_per_year": 0.1}, ValueError, "periods_per_year=None"),
            ([1], {"rate_per_period": -1}, ValueError, "rate_per_period to be a fraction above -1.*found -1"),
            ([1], {"rate_per_period": math.nan}, ValueError, "found nan"),
            ([1], {"rate_per_period": math.inf}, ValueError, "found inf"),
            ([1], {"rate_per_period": "10%"}, ValueError, "found '10%'"),
            ([1], {"rate_per_period": True}, ValueError, "found True"),
            ([1], {"discount_rate_per_year": -1.5, "periods_per_year": 12}, ValueError, "above -1.*found -1.5"),
            ([1], {"discount_rate_per_year": 0.1, "periods_per_year": 0}, ValueError, "periods_per_year above 0"),
            ([1], {"rate_per_period": 0.1, "timing": "begin"}, ValueError, "present_value needs timing.*found 'begin'"),
            (["a"], {"rate_per_period": 0.1}, TypeError, "needs numbers in cash_flows; found <U1, for example .*'a'"),
            (np.array([], dtype="<U1"), {"rate_per_period": 0.1}, TypeError, "in cash_flows; found <U1$"),
            ([True], {"rate_per_period": 0.1}, TypeError, "found bool"),
            ([1, "a", None], {"rate_per_period": 0.1}, TypeError, "needs numbers in cash_flows"),
            ([1, object()], {"rate_per_period": 0.1}, TypeError, "needs numbers in cash_flows; found <object"),
            (100, {"rate_per_period": 0.1}, ValueError, "found 0 dimensions"),
            ([[[1]]], {"rate_per_period": 0.1}, ValueError, "found 3 dimensions"),
        ],
    )
    def test_bad_arguments(self, flows, changed, error, message):
        with pytest.raises(error, match=message):
            present_value(flows, **changed)

    def test_decimals_are_numbers(self):
        from decimal import Decimal

        assert present_value([Decimal("110"), None][:1], rate_per_period=Decimal("0.1")) == pytest.approx(100)


class TestDiscountFactors:
    def test_pencil(self):
        np.testing.assert_allclose(discount_factors(3, rate_per_period=0.25), [0.8, 0.64, 0.512])
        np.testing.assert_allclose(discount_factors(2, rate_per_period=0.21, timing="middle"), [1 / 1.1, 1 / 1.1**3])
        assert len(discount_factors(0, rate_per_period=0.1)) == 0

    def test_too_large_for_a_number_is_missing(self):
        found = discount_factors(400, rate_per_period=-0.9)
        np.testing.assert_allclose(found[:300], 10.0 ** np.arange(1, 301), rtol=1e-12)
        assert np.isnan(found[308:]).all()

    @pytest.mark.parametrize("periods", [-1, 1.5, math.nan, "3", True])
    def test_periods_are_whole(self, periods):
        with pytest.raises(ValueError, match="periods to be a whole number, not below 0"):
            discount_factors(periods, rate_per_period=0.1)


class TestInterest:
    def test_a_nominal_rate_is_spread_evenly_and_an_effective_one_compounds(self):
        assert rate_per_period(0.12, periods_per_year=12, conversion="nominal") == 0.01
        assert (1 + rate_per_period(0.12, periods_per_year=12)) ** 12 == pytest.approx(1.12, rel=1e-14)
        np.testing.assert_allclose(rate_per_period([0.21, 0.0], periods_per_year=2), [0.1, 0], rtol=1e-14)

    def test_published(self):
        # 18% compounded monthly is 19.56% a year: Brealey, Myers, Allen (2020), ch. 2.
        monthly = rate_per_period(0.18, periods_per_year=12, conversion="nominal")
        assert effective_rate_per_year(monthly, periods_per_year=12) == pytest.approx(0.1956, abs=5e-5)

    @quick
    @given(st.floats(-0.9, 5), st.sampled_from([1, 2, 4, 12, 52, 365]))
    def test_there_and_back(self, rate, periods):
        back = effective_rate_per_year(rate_per_period(rate, periods_per_year=periods), periods_per_year=periods)
        assert back == pytest.approx(rate, rel=1e-9, abs=1e-12)

    @pytest.mark.parametrize(
        ("rate", "changed", "message"),
        [
            (-1, {}, "rates above -1; found -1"),
            ([0.1, -2], {}, "found -2"),
            (-13, {"conversion": "nominal"}, "found -13"),
            (0.1, {"periods_per_year": -1}, "periods_per_year to be a finite number, not below 0"),
            (0.1, {"conversion": "simple"}, "'effective' or 'nominal'; found 'simple'"),
        ],
    )
    def test_bad_rates(self, rate, changed, message):
        with pytest.raises(ValueError, match=message):
            rate_per_period(rate, **{"periods_per_year": 12, **changed})

    def test_bad_effective_rates(self):
        with pytest.raises(ValueError, match="effective_rate_per_year needs rates above -1"):
            effective_rate_per_year(-1, periods_per_year=12)
        with pytest.raises(ValueError, match="periods_per_year above 0"):
            effective_rate_per_year(0.01, periods_per_year=0)


class TestAnnuities:
    @quick
    @given(st.floats(-1e4, 1e4), st.integers(0, 60), st.floats(-0.5, 1), st.floats(-0.5, 0.5), st.sampled_from(TIMINGS))
    def test_it_is_the_present_value_of_its_payments(self, payment, periods, rate, growth, timing):
        flows = [payment * (1 + growth) ** period for period in range(periods)]
        found = annuity(payment, periods=periods, rate_per_period=rate, growth_per_period=growth, timing=timing)
        assert found == pytest.approx(present_value(flows, rate_per_period=rate, timing=timing), rel=1e-9, abs=1e-9)

    def test_growth_at_the_rate_of_interest(self):
        for growth in (0.05, 0.05 + 1e-15, 0.05 + 1e-12, 0.05 - 1e-9):
            found = annuity(105, periods=120, rate_per_period=0.05, growth_per_period=growth)
            assert found == pytest.approx(100 * 120, rel=1e-6)

    def test_the_perpetuity_is_the_limit(self):
        for growth, limit in ((0.0, perpetuity(7, 0.03)), (0.02, growing_perpetuity(7, 0.03, 0.02))):
            gaps = [
                limit - annuity(7, periods=periods, rate_per_period=0.03, growth_per_period=growth)
                for periods in (10, 100, 1_000, 10_000)
            ]
            assert gaps == sorted(gaps, reverse=True)
            assert gaps[0] > 1
            assert abs(gaps[-1]) < 1e-9

    def test_a_perpetuity_less_a_later_one_is_an_annuity(self):
        found = perpetuity(7, 0.03) * (1 - 1.03**-12)
        assert annuity(7, periods=12, rate_per_period=0.03) == pytest.approx(found)

    def test_perpetuities_without_end_are_missing(self):
        assert math.isnan(perpetuity(7, 0.0))
        assert math.isnan(perpetuity(7, -0.01))
        assert np.isnan(growing_perpetuity(7, [0.02, 0.02, 0.021], [0.02, 0.03, 0.02])).tolist() == [True, True, False]

    def test_too_large_for_a_number_is_missing(self):
        assert math.isnan(annuity(1, periods=10**6, rate_per_period=0.0, growth_per_period=0.5))
        assert math.isnan(annuity(1e308, periods=100, rate_per_period=0.0))

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"payment": math.inf}, "payment to be a finite number; found inf"),
            ({"periods": -1}, "periods to be a whole number"),
            ({"periods": math.inf}, "periods to be a whole number"),
            ({"rate_per_period": -1}, "rate_per_period to be a fraction above -1"),
            ({"growth_per_period": -1}, "growth_per_period to be a fraction above -1"),
            ({"timing": "late"}, "annuity needs timing"),
        ],
    )
    def test_bad_arguments(self, changed, message):
        given = {"payment": 1, "periods": 2, "rate_per_period": 0.1} | changed
        with pytest.raises(ValueError, match=message):
            annuity(given.pop("payment"), **given)
