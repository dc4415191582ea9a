"""Decimals and Fractions in a formula: exact among themselves and whole numbers, floats beside anything else."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest

from cmlib.formula import formula
from cmlib.ratios import capital_three_year_growth, current_ratio


@formula("test", unit="days", zh="试")
def days_between(stock, sold, owed, paid):
    """Two quotients, so that kinds of numbers meet late."""
    return 365 * stock / sold - 365 * owed / paid


def test_decimals_stay_exact():
    result = current_ratio(Decimal("0.30"), Decimal("0.2"))
    assert result == Decimal("1.5")
    assert isinstance(result, Decimal)
    assert current_ratio(Decimal("1.2"), 2) == Decimal("0.6")


def test_a_missing_value_beside_a_decimal_is_a_decimal():
    for assets, debts in ((Decimal(300), 0), (300, Decimal(0)), (Decimal(300), Decimal(0))):
        missing = current_ratio(assets, debts)
        assert isinstance(missing, Decimal)
        assert missing.is_nan()


def test_whole_numbers_beside_a_decimal_are_exact():
    assert days_between(2, 3, Decimal(1), 4) == 365 * Decimal(2) / 3 - 365 * Decimal(1) / 4
    assert days_between(2, 0, Decimal(1), 4).is_nan()


def test_fractions_stay_exact():
    assert current_ratio(Fraction(1, 3), Fraction(2, 3)) == Fraction(1, 2)
    assert isinstance(current_ratio(Fraction(1, 3), 2), Fraction)


@pytest.mark.parametrize("debts", ["0", "-1", "NaN", "Infinity", "sNaN"])
def test_undefined_decimal_is_a_decimal_nan(debts):
    result = current_ratio(Decimal(300), Decimal(debts))
    assert isinstance(result, Decimal)
    assert result.is_nan()


@pytest.mark.parametrize("debts", [Fraction(0), Fraction(-1, 2), 0, -1])
def test_undefined_fraction_is_a_float_nan(debts):
    assert math.isnan(current_ratio(Fraction(300), debts))


def test_decimal_beside_float_becomes_float():
    assert current_ratio(Decimal("0.5"), 0.25) == 2.0
    assert current_ratio(Decimal("0.5"), Fraction(1, 4)) == 2.0


def test_decimal_meets_numbers_of_the_formula():
    assert capital_three_year_growth(Decimal(1331), Decimal(1000)) == pytest.approx(Decimal("0.1"))
