"""Does an offer that keeps customers pay? Cost now against margins that would have been lost later."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from cmlib.clv import arguments
from cmlib.clv.arguments import Array
from cmlib.clv.discounting import discount_factors
from cmlib.clv.interest import stated_rate
from cmlib.clv.timing import delay, paying


@dataclass(frozen=True)
class RetentionOffer:
    """What an offer costs and brings for each customer who gets it, in CNY of today.

    ``extra_value`` is the present value of the margins that the offer saves, ``expected_profit`` that less the cost.
    ``break_even_uplift`` is the uplift in retention at which both are equal; missing when even perfect retention
    would not earn the cost. ``periods_to_pay_back`` is the first period by whose margin the cost is earned; None
    when that is not before the horizon. ``by_period`` has the workings.
    """

    cost: float
    extra_value: float
    break_even_uplift: float
    periods_to_pay_back: int | None
    by_period: pd.DataFrame = field(repr=False, compare=False)

    @property
    def expected_profit(self) -> float:
        """The margins saved, less the cost."""
        return self.extra_value - self.cost


def retention_offer(
    cost: float,
    *,
    margin_per_period: float,
    retention_per_period: ArrayLike,
    uplift: float,
    horizon_periods: int,
    uplift_periods: int | None = None,
    rate_per_period: float | None = None,
    discount_rate_per_year: float | None = None,
    periods_per_year: float | None = None,
    conversion: str = "effective",
    timing: str = "end",
) -> RetentionOffer:
    """Payback of an offer that raises retention (挽留方案的回收期).

    ``cost`` in CNY is paid now for every customer who gets the offer, those included who would have stayed anyway.
    It raises the probability to stay by ``uplift`` (0.02: two of a hundred more) in each of the first
    ``uplift_periods``; without that, in all up to the horizon. ``retention_per_period`` is one number or one for each
    period. Rates and ``timing`` as in `cmlib.clv.present_value`.

    Raises ``ValueError`` for numbers that cannot be, among them an uplift that takes retention above 1.

    Source: Blattberg, Deighton (1996), Manage marketing by the customer equity test, Harvard Business Review 74(4),
    136-144, for weighing retention spending against lifetime value; Gupta, Lehmann (2003), Journal of Interactive
    Marketing 17(1), 9-24.

    >>> offer = retention_offer(50, margin_per_period=110, retention_per_period=0.5, uplift=0.25, horizon_periods=2,
    ...                         rate_per_period=0.10)
    >>> offer.by_period["extra_margin"].round(4).tolist()  # 110 * (0.75 - 0.5), 110 * (0.75 ** 2 - 0.5 ** 2)
    [27.5, 34.375]
    >>> round(offer.extra_value, 4), round(offer.expected_profit, 4), offer.periods_to_pay_back
    (53.4091, 3.4091, 2)
    """
    asked_by = "retention_offer"
    cost = arguments.amount(cost, "cost", asked_by, least=0)
    margin = arguments.amount(margin_per_period, "margin_per_period", asked_by)
    uplift = arguments.probability(uplift, "uplift", asked_by)
    horizon = arguments.count(horizon_periods, "horizon_periods", asked_by, least=1)
    lasting = horizon if uplift_periods is None else arguments.count(uplift_periods, "uplift_periods", asked_by)
    late = delay(timing, asked_by)
    rate = stated_rate(
        asked_by, rate_per_period=rate_per_period, discount_rate_per_year=discount_rate_per_year,
        periods_per_year=periods_per_year, conversion=conversion,
    )  # fmt: skip
    base = arguments.one_a_period(retention_per_period, horizon, "retention_per_period", asked_by)
    raised = np.arange(horizon) < lasting
    room = 1 - float(base[raised].max(initial=0.0))
    if uplift > room + 1e-12:
        raise ValueError(
            f"{asked_by} needs an uplift that leaves retention at 1 or below; found {uplift!r} on {1 - room:g}"
        )
    factors = discount_factors(horizon, rate_per_period=rate, timing=timing)

    def extra(by: float) -> Array:
        with_offer = np.minimum(base + by * raised, 1.0)
        shares = [paying(np.append(1.0, np.cumprod(one)), late) for one in (with_offer, base)]
        return margin * (shares[0] - shares[1])

    def profit(by: float) -> float:
        return float(extra(by) @ factors) - cost

    margins = extra(uplift)
    earned = np.cumsum(margins * factors)
    enough = np.flatnonzero(earned >= cost)
    even = float(brentq(profit, 0.0, room, xtol=1e-14)) if profit(0.0) <= 0 <= profit(room) else np.nan
    workings = pd.DataFrame({
        "period": np.arange(1, horizon + 1), "extra_margin": margins, "discount_factor": factors,
        "extra_value": margins * factors, "profit_so_far": earned - cost,
    })  # fmt: skip
    return RetentionOffer(cost, float(earned[-1]), even, int(enough[0]) + 1 if len(enough) else None, workings)
