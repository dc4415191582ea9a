"""Present value (现值): what cash flows of several periods are worth on one day, their timing always stated."""

import numpy as np
from numpy.typing import ArrayLike

from cmlib.clv import arguments
from cmlib.clv.arguments import Array
from cmlib.clv.interest import stated_rate
from cmlib.clv.timing import delay


def present_value(
    cash_flows: ArrayLike,
    *,
    rate_per_period: float | None = None,
    discount_rate_per_year: float | None = None,
    periods_per_year: float | None = None,
    conversion: str = "effective",
    timing: str = "end",
) -> float | Array:
    """What the cash flows of coming periods are worth now, at the start of the first period.

    ``cash_flows`` has one amount a period, in CNY, income positive; or a row a customer and a column a period.
    The answer is a number, or an array of one number a customer. State the discount rate in one of two ways:

    - ``rate_per_period``, for one of the periods of the cash flows;
    - ``discount_rate_per_year`` with ``periods_per_year`` (12 for monthly flows). It is taken as an effective
      rate; ``conversion="nominal"`` spreads it evenly, as `cmlib.clv.rate_per_period` explains.

    ``timing`` says when in its period the money comes: at the ``"end"`` (the default, as in most textbooks), at
    the ``"start"`` (the first amount is then not discounted) or in the ``"middle"`` (money that trickles in).

    A flow that is missing or infinite makes its customer's value missing (NaN). No flows are worth 0.

    Raises ``ValueError`` when the rate is stated in neither way or in both, is -1 or below, or timing or
    conversion is another word, or there are more than two dimensions; ``TypeError`` for what is no number.

    Source: Brealey, Myers, Allen (2020), Principles of Corporate Finance, 13th ed., McGraw-Hill, ch. 2.

    >>> round(present_value([110, 121], rate_per_period=0.10), 9)
    200.0
    >>> round(present_value([100, 110], rate_per_period=0.10, timing="start"), 9)
    200.0
    >>> present_value([[101, 0], [0, 102.01]], discount_rate_per_year=0.12, periods_per_year=12,
    ...               conversion="nominal").round(9)
    array([100., 100.])
    """
    flows = arguments.amounts(cash_flows, "cash_flows", "present_value")
    if flows.ndim not in (1, 2):
        raise ValueError(
            "present_value needs cash_flows with one amount a period, or a row a customer; found "
            f"{flows.ndim} dimensions"
        )
    rate = stated_rate(
        "present_value",
        rate_per_period=rate_per_period,
        discount_rate_per_year=discount_rate_per_year,
        periods_per_year=periods_per_year,
        conversion=conversion,
    )
    delay(timing, "present_value")
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large for a number is missing
        found = np.atleast_1d(flows @ discount_factors(flows.shape[-1], rate_per_period=rate, timing=timing))
    found = np.where(np.isfinite(found), found, np.nan)
    return float(found[0]) if flows.ndim == 1 else found


def discount_factors(periods: int, *, rate_per_period: float, timing: str = "end") -> Array:
    """What one CNY of each of the coming ``periods`` is worth now (贴现系数); NaN where it is too large for a number.

    Raises ``ValueError`` for a rate of -1 or below, periods that are no whole number or below 0, another timing.

    >>> discount_factors(3, rate_per_period=0.25, timing="start")
    array([1.  , 0.8 , 0.64])
    """
    periods = arguments.count(periods, "periods", "discount_factors")
    rate = arguments.rate(rate_per_period, "rate_per_period", "discount_factors")
    late = delay(timing, "discount_factors")
    with np.errstate(over="ignore"):  # a rate near -1
        found = np.exp(-np.log1p(rate) * (np.arange(periods) + late))
    return np.where(np.isfinite(found), found, np.nan)
