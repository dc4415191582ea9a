"""Level and growing payments in closed form: annuities (年金) and perpetuities (永续年金)."""

import math

from cmlib.clv import arguments
from cmlib.clv.timing import delay
from cmlib.formula import Quantity, formula

_FAMILY = "present value"


@formula(_FAMILY, unit="CNY", zh="永续年金现值")
def perpetuity(payment: Quantity, rate_per_period: Quantity) -> Quantity:
    """Present value of a payment at the end of every period for ever; missing unless the rate is above 0.

    Source: Brealey, Myers, Allen (2020), Principles of Corporate Finance, 13th ed., McGraw-Hill, ch. 2.

    >>> perpetuity(payment=50, rate_per_period=0.04)
    1250.0
    """
    return payment / rate_per_period


@formula(_FAMILY, unit="CNY", zh="增长型永续年金现值")
def growing_perpetuity(payment: Quantity, rate_per_period: Quantity, growth_per_period: Quantity) -> Quantity:
    """Present value of payments for ever, the first at the end of period 1, each larger than the one before.

    ``growth_per_period`` is a fraction. Missing unless the rate is above it.

    Source: Brealey, Myers, Allen (2020), Principles of Corporate Finance, 13th ed., McGraw-Hill, ch. 2.

    >>> growing_perpetuity(payment=50, rate_per_period=0.75, growth_per_period=0.25)
    100.0
    """
    return payment / (rate_per_period - growth_per_period)


def annuity(
    payment: float, *, periods: int, rate_per_period: float, growth_per_period: float = 0.0, timing: str = "end"
) -> float:
    """Present value of a payment in each of ``periods`` periods (年金现值), level or growing.

    The first payment is ``payment``; each later one is larger by the fraction ``growth_per_period``.
    ``timing`` says when in its period a payment comes: at the ``"end"``, the ``"start"`` (annuity due) or in the
    ``"middle"``. Without periods it is worth 0. With many periods it approaches the perpetuity. Missing (NaN) when
    the sum is too large for a number.

    Raises ``ValueError`` for an amount that is no finite number, a rate or growth of -1 or below, periods that
    are no whole number or below 0, or another timing.

    Source: Brealey, Myers, Allen (2020), Principles of Corporate Finance, 13th ed., McGraw-Hill, ch. 2.

    >>> round(annuity(100, periods=2, rate_per_period=0.10), 2)  # 100 / 1.1 + 100 / 1.21
    173.55
    >>> round(annuity(100, periods=2, rate_per_period=0.10, timing="start"), 2)
    190.91
    """
    payment = arguments.amount(payment, "payment", "annuity")
    periods = arguments.count(periods, "periods", "annuity")
    rate = arguments.rate(rate_per_period, "rate_per_period", "annuity")
    growth = arguments.rate(growth_per_period, "growth_per_period", "annuity")
    late = delay(timing, "annuity")
    # Payment k, discounted, is the first one times the power k - 1 of (1 + growth) / (1 + rate).
    step = math.log1p((growth - rate) / (1 + rate))
    try:
        number = periods if step == 0 else math.expm1(periods * step) / math.expm1(step)
    except OverflowError:
        return math.nan
    found = payment * number * (1 + rate) ** -late
    return found if math.isfinite(found) else math.nan
