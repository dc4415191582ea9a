"""The whale curve: profit added up from the best customer to the worst, and what the worst destroy."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from cmlib.segments.concentration import numbers_of


@dataclass(frozen=True, eq=False)
class WhaleCurve:
    """Cumulative profit from the best customer on. Made by `whale_curve`.

    ``table`` has a row for each number of customers from 0: ``customers``, ``share_of_customers``,
    ``cumulative_profit`` and ``share_of_total``, in units of the final profit (missing when that is not
    above 0). ``peak`` is the highest cumulative profit, reached after ``customers_at_peak``; the others
    ``destroyed`` the difference to ``total``.
    """

    table: pd.DataFrame
    total: float
    peak: float
    customers_at_peak: int

    @property
    def destroyed(self) -> float:
        """Profit that the customers after the peak take away again."""
        return self.peak - self.total

    @property
    def share_destroyed(self) -> float:
        """The same as a share of the peak; missing when nobody brings a profit."""
        return self.destroyed / self.peak if self.peak > 0 else float("nan")

    @property
    def peak_share(self) -> float:
        """The peak in units of the total, 1.5 say: half as much again; missing when the total is not above 0."""
        return self.peak / self.total if self.total > 0 else float("nan")


def whale_curve(values: ArrayLike) -> WhaleCurve:
    """The whale curve of customers' profits (鲸鱼曲线): it rises to a peak and falls where customers lose money.

    ``values`` has one profit a customer, a list, an array or a Series. Customers who bring exactly 0 come
    after the peak.

    Raises ``TypeError`` for what are no numbers, ``ValueError`` for no value, a missing or infinite one.

    Source: Kaplan, Narayanan (2001), Measuring and Managing Customer Profitability, Journal of Cost
    Management 15(5), 5-15.

    >>> curve = whale_curve([-30, 80, 50])
    >>> curve.table["cumulative_profit"].tolist(), curve.total, curve.peak, curve.customers_at_peak
    ([0.0, 80.0, 130.0, 100.0], 100.0, 130.0, 2)
    """
    falling = np.sort(numbers_of(values, "whale_curve"))[::-1]
    added = np.concatenate([[0.0], np.cumsum(falling)])
    customers, total = np.arange(len(added)), float(added[-1])
    top = int((falling > 0).sum())
    table = pd.DataFrame(
        {
            "customers": customers,
            "share_of_customers": customers / len(falling),
            "cumulative_profit": added,
            "share_of_total": added / total if total > 0 else np.full(len(added), np.nan),
        }
    )
    return WhaleCurve(table, total, float(added[top]), top)
