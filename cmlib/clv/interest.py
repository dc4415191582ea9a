"""Rates of interest by the year and by the period (实际利率与名义利率), and the one rate a present value needs.

An *effective* rate says how much one CNY grows in a year: 12% makes 1.12 of it, and 1.12 ** (1/12) in a month.
A *nominal* rate, as banks quote it, is spread evenly over the year's periods: 12% a year makes 1% a month, which
is 12.68% effective.
"""

import numpy as np
from numpy.typing import ArrayLike

from cmlib.clv import arguments
from cmlib.clv.arguments import Array

CONVERSIONS = ("effective", "nominal")


def rate_per_period(
    rate_per_year: ArrayLike, *, periods_per_year: float, conversion: str = "effective"
) -> float | Array:
    """The rate for one of ``periods_per_year`` periods that a rate a year amounts to.

    ``conversion`` says what kind of yearly rate it is. Takes a number or an array and gives the same.

    Raises ``ValueError`` for a rate of -1 or below, periods that are not above 0, or another conversion.

    Source: Kellison (2009), The Theory of Interest, 3rd ed., McGraw-Hill, ch. 1.

    >>> rate_per_period(0.12, periods_per_year=12, conversion="nominal")
    0.01
    >>> round(rate_per_period(0.12, periods_per_year=12), 6)
    0.009489
    """
    yearly, periods = _rates(rate_per_year, "rate_per_period"), _periods(periods_per_year, "rate_per_period")
    if conversion not in CONVERSIONS:
        raise ValueError(f"rate_per_period needs conversion to be 'effective' or 'nominal'; found {conversion!r}")
    found = yearly / periods if conversion == "nominal" else np.expm1(np.log1p(yearly) / periods)
    return arguments.plain_if_single(_rates(found, "rate_per_period"))


def effective_rate_per_year(rate_per_period: ArrayLike, *, periods_per_year: float) -> float | Array:
    """The effective rate a year (实际年利率) of a rate a period, interest on interest included.

    Raises ``ValueError`` for a rate of -1 or below, or periods that are not above 0.

    Source: Kellison (2009), The Theory of Interest, 3rd ed., McGraw-Hill, ch. 1.

    >>> round(effective_rate_per_year(0.01, periods_per_year=12), 4)
    0.1268
    """
    asked_by = "effective_rate_per_year"
    rates, periods = _rates(rate_per_period, asked_by), _periods(periods_per_year, asked_by)
    return arguments.plain_if_single(np.expm1(np.log1p(rates) * periods))


def stated_rate(
    asked_by: str,
    *,
    rate_per_period: float | None,
    discount_rate_per_year: float | None,
    periods_per_year: float | None,
    conversion: str,
) -> float:
    """The rate a period from the one of two ways in which a caller may have stated it."""
    if rate_per_period is not None and discount_rate_per_year is None and periods_per_year is None:
        return arguments.rate(rate_per_period, "rate_per_period", asked_by)
    if rate_per_period is None and discount_rate_per_year is not None and periods_per_year is not None:
        yearly = arguments.rate(discount_rate_per_year, "discount_rate_per_year", asked_by)
        return float(_per_period(yearly, periods_per_year=periods_per_year, conversion=conversion))
    raise ValueError(
        f"{asked_by} needs either rate_per_period or discount_rate_per_year with periods_per_year; found "
        f"rate_per_period={rate_per_period!r}, discount_rate_per_year={discount_rate_per_year!r}, "
        f"periods_per_year={periods_per_year!r}"
    )


_per_period = rate_per_period  # inside the function above the name is that of an argument


def _rates(values: ArrayLike, asked_by: str) -> Array:
    rates = arguments.amounts(values, "the rate", asked_by)
    if np.any(rates <= -1):
        raise ValueError(f"{asked_by} needs rates above -1; found {rates[rates <= -1].flat[0]:g}")
    return rates


def _periods(value: float, asked_by: str) -> float:
    periods = arguments.amount(value, "periods_per_year", asked_by, least=0)
    if periods == 0:
        raise ValueError(f"{asked_by} needs periods_per_year above 0; found 0")
    return periods
