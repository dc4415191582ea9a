"""What customers are worth from now on: purchases to come, times what they spend, times the margin, discounted."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from cmlib.clv.columns import equal_columns
from cmlib.clv.gamma_gamma import GammaGamma
from cmlib.clv.repeat_purchase import RepeatPurchaseModel


def lifetime_value(
    purchases: RepeatPurchaseModel,
    spending: GammaGamma,
    frequency: ArrayLike,
    recency: ArrayLike,
    T: ArrayLike,
    monetary_value: ArrayLike,
    *,
    horizon: float,
    discount_rate_per_year: float,
    time_units_per_year: float,
    margin: float,
) -> pd.DataFrame:
    """Value of each customer over the next ``horizon``, and what it is made of (客户终身价值).

    ``purchases`` and ``spending`` are models fitted to the same customers. ``horizon`` is in the
    models' unit of time, ``time_units_per_year`` of which are one year (365.25 / 7 for weeks).
    ``margin`` is the fraction of an amount that the bank earns. A purchase after one year counts
    1 / (1 + ``discount_rate_per_year``).

    Returns a table, one row a customer: ``discounted_purchases``, ``expected_value`` (CNY a purchase,
    if the amounts are), ``margin`` and ``lifetime_value``, the product of the three. Rows keep the index of
    ``frequency`` when that is a pandas Series. Where the expected value is missing, so is the product.

    Raises ``ValueError`` for a margin that is not finite, and what the models refuse.

    Source: Fader, Hardie, Lee (2005), RFM and CLV: using iso-value curves for customer base analysis,
    Journal of Marketing Research 42(4), 415-430.

    >>> from cmlib.clv import BGNBD, GammaGamma
    >>> bought, spent = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426), GammaGamma(p=6.25, q=3.74, v=15.44)
    >>> value = lifetime_value(bought, spent, [2], [30.43], [38.86], [50], horizon=52,
    ...                        discount_rate_per_year=0.12, time_units_per_year=52, margin=0.3)
    >>> value.round(2).iloc[0].to_dict()
    {'discounted_purchases': 1.48, 'expected_value': 47.34, 'margin': 0.3, 'lifetime_value': 21.01}
    """
    if not np.isfinite(margin):
        raise ValueError(f"lifetime_value needs margin as a fraction, such as 0.3; found {margin!r}")
    columns = equal_columns(
        {"frequency": frequency, "recency": recency, "T": T, "monetary_value": monetary_value}, "lifetime_value"
    )
    amounts = columns.pop("monetary_value")
    bought = purchases.discounted_purchases(
        horizon,
        **columns,
        discount_rate_per_year=discount_rate_per_year,
        time_units_per_year=time_units_per_year,
    )
    value = spending.expected_value(columns["frequency"], amounts)
    table = pd.DataFrame(
        {"discounted_purchases": bought, "expected_value": value},
        index=frequency.index if isinstance(frequency, pd.Series) else None,
    )
    table["margin"] = float(margin)
    table["lifetime_value"] = table["discounted_purchases"] * table["expected_value"] * table["margin"]
    return table
