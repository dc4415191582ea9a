"""Level payments in closed form, for numbers, arrays, pandas Series and expressions of every engine.

The term stands in the exponent, and a ``@formula`` takes only numbers there, so these are functions of
their own. They are unrounded; `cmlib.loans.equal_instalment` gives the schedule to the cent.

    annuity factor  a(i, n) = (1 - (1 + i)^-n) / i,   a(0, n) = n,   i = rate per year / 12
"""

from collections.abc import Callable
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Below this product of monthly rate and term, (1 + i) ** -n loses digits that a series keeps.
_SMALL = 1e-3


def annuity_factor(*, rate_per_year: Any, months: Any) -> Any:
    """Present value of 1 CNY at the end of each month (年金现值系数).

    ``rate_per_year`` is a nominal yearly rate as a fraction, of which a twelfth is charged a month;
    ``months`` the number of payments. Each is a number, a list, an array, a pandas Series or a narwhals
    expression; the result is an expression if one of them is, else a Series, an array or a number. It is
    missing (NaN, or the engine's missing value) for a negative rate or term. At the rate 0 it is the
    number of months.

    Raises ``TypeError`` for what is no number.

    Source: Kellison (2009), The Theory of Interest, 3rd ed., McGraw-Hill, ch. 3.

    >>> round(annuity_factor(rate_per_year=0.12, months=12), 6)
    11.255077
    """
    return _evaluate(_factor, _factor_expression, rate_per_year=rate_per_year, months=months)


def monthly_payment(principal: Any, *, rate_per_year: Any, months: Any) -> Any:
    """The level payment that repays ``principal`` CNY in ``months`` months (等额本息月供), unrounded.

    Kinds and errors as in `annuity_factor`. It is missing for a negative rate and a term not above zero.

    Source: Kellison (2009), The Theory of Interest, 3rd ed., McGraw-Hill, ch. 5.

    >>> round(monthly_payment(1_000_000, rate_per_year=0.049, months=360), 2)
    5307.27
    >>> monthly_payment([1200, 1200], rate_per_year=0, months=[12, 0])
    array([100.,  nan])
    """
    return _evaluate(_payment, _payment_expression, principal=principal, rate_per_year=rate_per_year, months=months)


def principal_for_payment(payment: Any, *, rate_per_year: Any, months: Any) -> Any:
    """The loan in CNY that a level payment repays in ``months`` months, unrounded: `monthly_payment` turned round.

    Kinds, missing values and errors as in `annuity_factor`.

    >>> round(principal_for_payment(100, rate_per_year=0.12, months=12), 2)
    1125.51
    """
    return _evaluate(_loan, _loan, payment=payment, factor=annuity_factor(rate_per_year=rate_per_year, months=months))


def outstanding_after(principal: Any, *, rate_per_year: Any, months: Any, paid: Any) -> Any:
    """Principal outstanding after ``paid`` of ``months`` level payments (剩余本金), in CNY, unrounded.

    It is the present value of the payments still to come, 0 when all are paid. Kinds and errors as in
    `annuity_factor`. It is missing for a negative rate, a term not above zero, and a number of payments
    that is negative or more than the term.

    Source: Kellison (2009), The Theory of Interest, 3rd ed., McGraw-Hill, ch. 5 (prospective method).

    >>> round(outstanding_after(100_000, rate_per_year=0.12, months=12, paid=6), 2)
    51492.11
    """
    return _evaluate(
        _outstanding,
        _outstanding_expression,
        principal=principal,
        rate_per_year=rate_per_year,
        months=months,
        paid=paid,
    )


def _factor(rate_per_year: Floats, months: Floats) -> Floats:
    monthly = rate_per_year / 12
    factor = np.where(monthly > 0, -np.expm1(-months * np.log1p(monthly)) / monthly, months * 1.0)
    return np.where((monthly >= 0) & (months >= 0), factor, np.nan)


def _payment(principal: Floats, rate_per_year: Floats, months: Floats) -> Floats:
    factor = _factor(rate_per_year, months)
    return principal / np.where(factor > 0, factor, np.nan)


def _loan(payment: Any, factor: Any) -> Any:
    return payment * factor


def _outstanding(principal: Floats, rate_per_year: Floats, months: Floats, paid: Floats) -> Floats:
    left = np.where(paid >= 0, months - paid, np.nan)
    return _payment(principal, rate_per_year, months) * _factor(rate_per_year, left)


def _factor_expression(rate_per_year: nw.Expr, months: nw.Expr) -> nw.Expr:
    monthly, term = rate_per_year / 12, months * 1.0
    # Guards come before the division: an engine that stops at a division by zero never sees one.
    above_zero = nw.when(monthly > 0).then(monthly)
    power = (1 - (1 + above_zero) ** (0 - term)) / above_zero
    # n (1 - (n + 1) i / 2 (1 - (n + 2) i / 3 (…))): the binomial series of (1 + i) ** -n.
    series = 1 - (term + 3) * monthly / 4
    for place in (2, 1):
        series = 1 - (term + place) * monthly / (place + 1) * series
    series = term * series
    factor = nw.when(monthly * term >= _SMALL).then(power).otherwise(series)
    return nw.when((monthly >= 0) & (term >= 0)).then(factor)


def _payment_expression(principal: nw.Expr, rate_per_year: nw.Expr, months: nw.Expr) -> nw.Expr:
    factor = _factor_expression(rate_per_year, months)
    return principal / nw.when(factor > 0).then(factor)


def _outstanding_expression(principal: nw.Expr, rate_per_year: nw.Expr, months: nw.Expr, paid: nw.Expr) -> nw.Expr:
    left = nw.when(paid >= 0).then(months - paid)
    return _payment_expression(principal, rate_per_year, months) * _factor_expression(rate_per_year, left)


def _evaluate(on_arrays: Callable[..., Any], on_expressions: Callable[..., Any], **values: Any) -> Any:
    """Call the version that fits the values; the result is of their kind."""
    if any(isinstance(value, nw.Expr) for value in values.values()):
        expressions = [value if isinstance(value, nw.Expr) else _floats(value, name) for name, value in values.items()]
        return on_expressions(*[one if isinstance(one, nw.Expr) else nw.lit(float(one)) for one in expressions])
    if any(isinstance(value, pd.Series) for value in values.values()):
        frame = pd.DataFrame(values)  # aligns by the index
        result = _evaluate(on_arrays, on_expressions, **{name: frame[name].to_numpy() for name in values})
        return pd.Series(result, index=frame.index)
    with np.errstate(all="ignore"):  # what cannot be computed is made missing
        result = np.asarray(on_arrays(*[_floats(value, name) for name, value in values.items()]))
        result = np.where(np.isfinite(result), result, np.nan)
    return result if result.ndim else float(result)


def _floats(value: Any, name: str) -> Floats:
    array = np.asarray(value)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} must be a number, a numeric array, a pandas Series or an expression; found {value!r}")
    return array.astype(np.float64)
