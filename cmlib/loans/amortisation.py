"""Instalments in whole cents, of many loans at once: the one place where the rounding rules are.

- Interest of a month is the principal outstanding x the yearly rate / 12, rounded half up to the cent:
  every month counts as a twelfth of a year.
- The level payment is rounded half up once; the equal share of principal too, or down where a bank does so.
- The last instalment repays what is outstanding, whatever rounding has left.
- No instalment repays more than is outstanding, as rounding up would with tiny loans.

A rate is the decimal number that it is written as, and everything is computed in whole numbers of 64 bits.
Where those might overflow, for huge loans and rates of many digits, floats decide what is clear, and
Python's unlimited whole numbers what lies so near a half that floats might err.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cmlib.loans.annuity import annuity_factor
from cmlib.loans.terms import EQUAL_INSTALMENT, EQUAL_PRINCIPAL, half_up

Cents = NDArray[np.int64]
Numbers = NDArray[np.int64]
Rates = NDArray[np.float64]

#: How the equal share of principal may be rounded to the cent.
SHARES = ("half up", "down")

_LARGEST = 2.0**62


@dataclass(frozen=True)
class Loans:
    """Loans to amortise, one entry each.

    ``payment`` is what stays the same from month to month, in cents: with ``level`` the whole payment,
    otherwise the principal in it.
    """

    principal: Cents
    rate_per_year: Rates
    months: Numbers
    payment: Cents
    level: NDArray[np.bool_]

    def chosen(self, places: Any) -> "Loans":
        """Some of the loans."""
        return Loans(**{name: values[places] for name, values in vars(self).items()})


@dataclass(frozen=True)
class Instalments:
    """Instalments, loan by loan and from the first to the last, in cents."""

    number: Numbers
    principal: Cents
    interest: Cents
    outstanding: Cents  # after the instalment


def on_plans(principal: Cents, rate_per_year: Rates, months: Numbers, plan: NDArray[Any], share: str) -> Loans:
    """Loans of ``principal`` cents with the payments of their plans; ``share`` is one of ``SHARES``."""
    level, shared = plan == EQUAL_INSTALMENT, plan == EQUAL_PRINCIPAL
    payment = np.zeros(len(principal), dtype=np.int64)
    payment[level] = level_payments(principal[level], rate_per_year[level], months[level])
    rounded = (2 * principal + months) // (2 * months) if share == "half up" else principal // months
    return Loans(principal, rate_per_year, months, np.where(shared, rounded, payment), level)


def level_payments(principal: Cents, rate_per_year: Rates, months: Numbers) -> Cents:
    """The level payments that repay loans, in cents, rounded half up.

    >>> level_payments(np.array([100_000_000]), np.array([0.049]), np.array([360])).tolist()
    [530727]
    """
    estimate = principal / annuity_factor(rate_per_year=rate_per_year, months=months)
    cents = np.floor(estimate + 0.5).astype(np.int64)
    # Floats decide all but those so near a half that the exact payment might lie on its other side.
    for place in _near_a_half(estimate):
        cents[place] = _level_payment(int(principal[place]), float(rate_per_year[place]), int(months[place]))
    return cents


def amortise(loans: Loans) -> Instalments:
    """The instalments of all loans."""
    starts = np.cumsum(loans.months) - loans.months
    rows = int(loans.months.sum())
    number = np.arange(1, rows + 1) - np.repeat(starts, loans.months)
    instalments = Instalments(number, *(np.zeros(rows, dtype=np.int64) for _ in range(3)))
    numerator, denominator = monthly_rates(loans.rate_per_year)
    above, below = (np.minimum(part, 2**62).astype(float) for part in (numerator, denominator))
    large = 2 * (loans.principal * above + below) >= _LARGEST
    for chosen, kind in ((~large, np.int64), (large, object)):
        rate = numerator[chosen].astype(kind), denominator[chosen].astype(kind)
        _fill(instalments, loans.chosen(chosen), starts[chosen], *rate)
    return instalments


def monthly_rates(rate_per_year: Rates) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Numerators and denominators of a twelfth of the yearly rates, as Python's whole numbers."""
    found, place = np.unique(rate_per_year, return_inverse=True)
    exact = [Fraction(repr(rate)) / 12 for rate in found.tolist()]
    numerator = np.array([rate.numerator for rate in exact], dtype=object)
    denominator = np.array([rate.denominator for rate in exact], dtype=object)
    return numerator[place], denominator[place]


def _fill(instalments: Instalments, loans: Loans, starts: Numbers, numerator: Any, denominator: Any) -> None:
    """Write the instalments of loans, month by month, from their places ``starts`` on."""
    order = np.argsort(-loans.months, kind="stable")  # the longest first, so that those still running come first
    loans, starts = loans.chosen(order), starts[order]
    numerator, denominator = numerator[order], denominator[order]
    left = loans.principal.copy()
    running = np.searchsorted(-loans.months, -np.arange(loans.months.max(initial=0)), side="left")
    for month, count in enumerate(running.tolist()):
        now = slice(0, count)
        interest = _interest(left[now], loans.rate_per_year[now], numerator[now], denominator[now])
        part = np.minimum(np.where(loans.level[now], loans.payment[now] - interest, loans.payment[now]), left[now])
        part = np.where(loans.months[now] == month + 1, left[now], part)
        left[now] -= part
        place = starts[now] + month
        instalments.principal[place] = part
        instalments.interest[place] = interest
        instalments.outstanding[place] = left[now]


def _interest(left: Cents, rate_per_year: Rates, numerator: Any, denominator: Any) -> Cents:
    """Interest of a month, rounded half up."""
    if numerator.dtype != object:
        return _rounded(left, numerator, denominator)
    estimate = left * rate_per_year / 12
    interest = np.floor(estimate + 0.5).astype(np.int64)
    near = _near_a_half(estimate)
    interest[near] = _rounded(left[near].astype(object), numerator[near], denominator[near])
    return interest


def _rounded(left: Any, numerator: Any, denominator: Any) -> Any:
    return (2 * left * numerator + denominator) // (2 * denominator)


def _near_a_half(estimate: Rates) -> Numbers:
    """Places of floats which an error of the last digits might carry across a half."""
    return np.flatnonzero(np.abs(estimate - np.floor(estimate) - 0.5) <= 1e-6 + 1e-11 * estimate)


def _level_payment(principal: int, rate_per_year: float, months: int) -> int:
    rate = Decimal(repr(rate_per_year))
    if not rate:
        return half_up(Fraction(principal, months))
    with localcontext() as context:
        context.prec = 60 + max(0, -rate.adjusted())  # a tiny rate leaves few digits of 1 - (1 + i) ** -n
        monthly = rate / 12
        return half_up(Fraction(principal * monthly / (1 - (1 + monthly) ** -months)))
