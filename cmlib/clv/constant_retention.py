"""Constant retention: every customer stays for one more period with the same probability, whatever the tenure.

The geometric model is the one behind the margin multiple. It fits no cohort whose loyal customers are left over
in the end: see `cmlib.clv.ShiftedBetaGeometric`.
"""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from cmlib.clv import arguments
from cmlib.clv.arguments import Array
from cmlib.clv.life_table import LifeTable
from cmlib.clv.timing import delay


@dataclass(frozen=True)
class ConstantRetention:
    """A customer stays each period with probability ``retention_rate``.

    Raises ``ValueError`` unless the rate lies between 0 and 1.

    >>> model = ConstantRetention.fit([1000, 800, 640])
    >>> round(model.retention_rate, 9), round(model.survival(3), 9)
    (0.8, 0.512)
    """

    retention_rate: float
    periods_at_risk: float = math.nan
    log_likelihood: float = math.nan

    def __post_init__(self) -> None:
        arguments.probability(self.retention_rate, "retention_rate", "ConstantRetention")

    @property
    def standard_errors(self) -> pd.Series:
        """Standard error of the rate, by name; missing for a known one."""
        error = math.sqrt(self.retention_rate * (1 - self.retention_rate) / self.periods_at_risk)
        return pd.Series({"retention_rate": error}, name="standard_error")

    @classmethod
    def fit(cls, survivors: ArrayLike | LifeTable) -> Self:
        """The share of all periods at risk that customers survived, which maximises the likelihood.

        ``survivors`` is the number of customers at the start and after 1, 2, … periods, or a `LifeTable`.

        Raises ``ValueError`` for survivors that cannot be, or when nobody was at risk.

        >>> ConstantRetention.fit([100, 90, 81]).standard_errors.round(4).to_dict()  # sqrt(0.9 * 0.1 / 190)
        {'retention_rate': 0.0218}
        """
        table = survivors if isinstance(survivors, LifeTable) else LifeTable.from_survivors(survivors)
        at_risk, lost = float(table.at_risk.sum()), float(table.lost.sum())
        if at_risk == 0:
            raise ValueError("ConstantRetention.fit needs customers who were at risk of leaving; found none")
        stayed = at_risk - lost
        likelihood = sum(n * math.log(n / at_risk) for n in (stayed, lost) if n > 0)
        return cls(stayed / at_risk, at_risk, likelihood)

    def retention(self, period: ArrayLike) -> float | Array:
        """Probability that a customer who was here at the start of ``period`` is still here at its end."""
        periods = arguments.periods(period, "ConstantRetention.retention", least=1)
        return arguments.plain_if_single(np.where(np.isnan(periods), np.nan, self.retention_rate))

    def survival(self, period: ArrayLike) -> float | Array:
        """Probability to be still here after so many periods; 1 after none."""
        return arguments.plain_if_single(self.retention_rate ** arguments.periods(period, "ConstantRetention.survival"))

    def expected_lifetime(self, discount_rate: float, *, timing: str = "start", horizon: int | None = None) -> float:
        """Expected number of payments, discounted; see `ShiftedBetaGeometric.expected_lifetime`."""
        return float(self._lifetime(discount_rate, 0, timing, horizon, "ConstantRetention.expected_lifetime"))

    def expected_residual_lifetime(
        self, discount_rate: float, period: ArrayLike, *, timing: str = "start", horizon: int | None = None
    ) -> float | Array:
        """The same at every tenure, because the past tells nothing in this model.

        >>> round(ConstantRetention(0.8).expected_residual_lifetime(0.12, 3, timing="end"), 9)  # 0.8 / (1.12 - 0.8)
        2.5
        """
        asked_by = "ConstantRetention.expected_residual_lifetime"
        return self._lifetime(discount_rate, period, timing, horizon, asked_by)

    def _lifetime(
        self, discount_rate: float, period: ArrayLike, timing: str, horizon: int | None, asked_by: str
    ) -> float | Array:
        rate = arguments.rate(discount_rate, "discount_rate", asked_by)
        periods, late = arguments.periods(period, asked_by), delay(timing, asked_by)
        step = self.retention_rate / (1 + rate)
        if horizon is None:
            total = 1 / (1 - step) if step < 1 else math.nan
        else:
            payments = arguments.count(horizon, "horizon", asked_by)
            total = (1 - step**payments) / (1 - step) if step != 1 else float(payments)
        # Paid at the end, a payment needs the customer to stay; in the middle, half of those who leave still pay.
        present = 1 - late * (1 - self.retention_rate)
        found = total * present * (1 + rate) ** -late
        return arguments.plain_if_single(np.where(np.isnan(periods), np.nan, found))
