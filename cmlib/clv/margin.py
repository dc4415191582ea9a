"""The margin multiple: a customer's lifetime value as so many times the margin of one period."""

from cmlib.formula import Quantity, exceeds, formula

_FAMILY = "customer lifetime value"


@formula(_FAMILY, unit="times", zh="边际收益倍数", better="higher")
def margin_multiple(retention: Quantity, discount_rate: Quantity, margin_growth: Quantity | float = 0) -> Quantity:
    """Lifetime value per unit of margin, the first margin coming at the end of period 1 if the customer stays.

    ``retention`` is the probability to stay for one more period, the same at all times; ``discount_rate`` is a
    fraction for the same period; so is ``margin_growth``, by which each margin exceeds the one before. The value
    is the sum of ``(1 + margin_growth) ** (t - 1) * (retention / (1 + discount_rate)) ** t`` over t = 1, 2, ....
    Missing where that sum has no end: when ``retention * (1 + margin_growth)`` reaches ``1 + discount_rate``; and
    where ``retention`` is below 0 or above 1.

    Source: Gupta, Lehmann (2003), Customers as assets, Journal of Interactive Marketing 17(1), 9-24.

    >>> round(margin_multiple(retention=0.8, discount_rate=0.12), 2)
    2.5
    >>> round(500 * margin_multiple(retention=0.9, discount_rate=0.10), 2)  # 500 CNY a year
    2250.0
    """
    return retention / ((1 + discount_rate - retention * (1 + margin_growth)) * _is_probability(retention))


@formula(_FAMILY, unit="times", zh="期初边际收益倍数", better="higher")
def margin_multiple_at_start(
    retention: Quantity, discount_rate: Quantity, margin_growth: Quantity | float = 0
) -> Quantity:
    """Lifetime value per unit of margin, the first margin coming at once, later ones at the start of each period.

    As `margin_multiple`, but the sum of ``(retention * (1 + margin_growth) / (1 + discount_rate)) ** t`` over
    t = 0, 1, 2, .... Without growth this is 1 more: the first margin comes for certain.

    Source: Gupta, Lehmann (2003), Customers as assets, Journal of Interactive Marketing 17(1), 9-24.

    >>> round(margin_multiple_at_start(retention=0.8, discount_rate=0.12), 2)
    3.5
    """
    return (1 + discount_rate) / ((1 + discount_rate - retention * (1 + margin_growth)) * _is_probability(retention))


def _is_probability(share: Quantity) -> Quantity:
    """1 from 0 to 1, otherwise 0: a denominator that it multiplies makes the value missing, on every engine."""
    return 1 - exceeds(share, 1) - exceeds(0 - share, 0)


#: Formulas of this file by name.
FORMULAS = {one.__name__: one for one in (margin_multiple, margin_multiple_at_start)}
