"""The terms of a loan, checked and made exact: money in whole cents, a rate as a fraction, a term in months.

A float cannot hold 0.049, nor most cents. Amounts are therefore computed as whole numbers of cents,
and a rate is the decimal number that it is written as.
"""

import math
import numbers
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

#: How a loan is repaid: 等额本息, 等额本金, 按月付息到期还本.
PLANS = ("equal instalment", "equal principal", "interest monthly, principal at the end")
EQUAL_INSTALMENT, EQUAL_PRINCIPAL, AT_THE_END = PLANS

#: Above this amount (CNY) a float no longer tells one cent from the next.
LARGEST_AMOUNT = 10**13

#: The longest term, in months: a hundred years.
LONGEST_TERM = 1_200


def whole_cents(amount: object, name: str, asked_by: str, *, least: int = 0) -> int:
    """An amount in CNY as a whole number of cents, at least ``least`` cents.

    Raises ``TypeError`` for what is no number, ``ValueError`` for a missing, infinite, too small or too
    large amount and for parts of a cent.

    >>> whole_cents(19.99, "principal", "example")
    1999
    """
    number = finite(amount, name, asked_by)
    if number > LARGEST_AMOUNT:
        raise ValueError(f"{asked_by} needs {name} to be at most {LARGEST_AMOUNT:,} CNY; found {amount!r}")
    cents = round(number * 100)
    if abs(number - Fraction(cents, 100)) > Fraction(1, 10**6) + number * Fraction(4, 10**16):
        raise ValueError(f"{asked_by} needs {name} in whole cents; found {amount!r}. Round it first")
    if cents < least:
        bound = f"at least {least / 100:.2f}" if least else "zero or more"
        raise ValueError(f"{asked_by} needs {name} to be {bound}; found {amount!r}")
    return cents


def yearly_rate(rate: object, name: str, asked_by: str) -> float:
    """A yearly rate from 0 to 1.

    Raises ``TypeError`` for what is no number, ``ValueError`` for a missing rate and one outside 0 to 1.
    """
    number = finite(rate, name, asked_by)
    if not 0 <= number <= 1:
        raise ValueError(f"{asked_by} needs {name} as a fraction from 0 to 1 (4.9% is 0.049); found {rate!r}")
    return float(number)


def exact_fraction(value: object, name: str, asked_by: str) -> Fraction:
    """A share from 0 to 1 as the exact fraction that its decimal number says.

    Raises ``TypeError`` for what is no number, ``ValueError`` for a missing share and one outside 0 to 1.

    >>> exact_fraction(0.55, "limit", "example")
    Fraction(11, 20)
    """
    number = finite(value, name, asked_by)
    if not 0 <= number <= 1:
        raise ValueError(f"{asked_by} needs {name} to be a fraction from 0 to 1; found {value!r}")
    return number


def whole_number(value: object, name: str, asked_by: str, *, most: int = LONGEST_TERM) -> int:
    """A whole number from 1 to ``most``, such as a number of months.

    Raises ``TypeError`` for what is no number, ``ValueError`` for any other number.
    """
    number = finite(value, name, asked_by)
    if number.denominator != 1 or not 1 <= number <= most:
        raise ValueError(f"{asked_by} needs {name} to be a whole number from 1 to {most:,}; found {value!r}")
    return int(number)


def yearly_rates(rates: object, months: int, asked_by: str) -> tuple[tuple[int, float], ...]:
    """Pairs of an instalment's number and the yearly rate from it on; one pair when the rate is fixed.

    ``rates`` is one rate, or a mapping from numbers of instalments, the first of them 1, to rates.
    Raises what `yearly_rate` and `whole_number` raise, and ``ValueError`` when no rate is given for number 1.
    """
    if not isinstance(rates, Mapping):
        return ((1, yearly_rate(rates, "rate_per_year", asked_by)),)
    pairs = [
        (
            whole_number(number, "each number in rate_per_year", asked_by, most=months),
            yearly_rate(rate, f"rate_per_year[{number!r}]", asked_by),
        )
        for number, rate in rates.items()
    ]
    if not pairs or min(pairs)[0] != 1:
        raise ValueError(f"{asked_by} needs rate_per_year to give a rate from instalment 1 on; found {dict(rates)!r}")
    return tuple(sorted(pairs))


def known_plan(plan: object, asked_by: str, plans: tuple[str, ...] = PLANS) -> str:
    """The plan, when it is one of ``plans``; ``ValueError`` when it is not."""
    if plan not in plans:
        raise ValueError(f"{asked_by} needs plan to be one of {', '.join(map(repr, plans))}; found {plan!r}")
    return str(plan)


def half_up(number: Fraction) -> int:
    """The nearest whole number; a half goes up, as Chinese banks round (四舍五入).

    >>> half_up(Fraction(5, 2)), half_up(Fraction(249, 100))
    (3, 2)
    """
    return math.floor(number + Fraction(1, 2))


def finite(value: object, name: str, asked_by: str) -> Fraction:
    """A number as an exact fraction. Raises ``TypeError`` for what is none, ``ValueError`` for NaN and infinity."""
    if isinstance(value, bool) or not isinstance(value, (numbers.Real, Decimal)):
        raise TypeError(f"{asked_by} needs {name} to be a number; found {value!r}")
    if not math.isfinite(value):
        raise ValueError(f"{asked_by} needs {name} to be a finite number; found {value!r}")
    if isinstance(value, (numbers.Rational, Decimal)):
        return Fraction(value)
    return Fraction(repr(float(value)))
