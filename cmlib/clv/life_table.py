"""The life table (生命表) of customers: of those still here, how many left in each period?

Period 1 is the first after joining. A customer who leaves in period t has a *tenure* of t; one who is still here has
survived a number of whole periods, and is known no further.
"""

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import norm

from cmlib.clv import arguments
from cmlib.clv.arguments import Array
from cmlib.proportions import check_confidence, proportion_interval
from cmlib.table.door import Frame, open_table

#: No customer has been one for more periods than this, not even for days of a hundred years.
_MOST_PERIODS = 36_525


@dataclass(frozen=True, eq=False)  # arrays have no one answer to ==
class LifeTable:
    """Customers ``at_risk`` of leaving in periods 1, 2, 3, …, and how many of them ``lost``.

    Made by `LifeTable.from_survivors`, `from_tenures` or `from_table`. Raises ``ValueError`` for numbers that
    cannot be: more lost than at risk, or customers who join later.
    """

    at_risk: Array
    lost: Array

    def __post_init__(self) -> None:
        for name in ("at_risk", "lost"):
            object.__setattr__(self, name, arguments.amounts(getattr(self, name), name, "LifeTable"))
        if self.at_risk.ndim != 1 or self.at_risk.shape != self.lost.shape:
            raise ValueError("LifeTable needs at_risk and lost as two lists of equal length")
        stayed = self.at_risk - self.lost
        rounding = 1e-9 * self.at_risk.max(initial=0.0)  # of weights that are no whole numbers
        possible = np.all(self.lost >= 0) and np.all(stayed >= -rounding)
        if not (possible and np.all(self.at_risk[1:] <= stayed[:-1] + rounding)):
            raise ValueError("LifeTable needs in each period no more customers lost than at risk, and none to join")

    def up_to(self, periods: int) -> "LifeTable":
        """What was known when the oldest cohort was ``periods`` old: the first periods alone.

        Raises ``ValueError`` for no whole number, or one below 1.
        """
        periods = arguments.count(periods, "periods", "LifeTable.up_to", least=1)
        return LifeTable(self.at_risk[:periods], self.lost[:periods])

    @classmethod
    def from_survivors(cls, survivors: ArrayLike) -> "LifeTable":
        """From how many of a cohort were left at the start and after 1, 2, 3, … periods.

        Several cohorts have a row each, filled up with NaN where a cohort is too young.

        Raises ``ValueError`` for numbers that rise, are below 0, or are shares instead of customers; fewer than
        two of them; a gap. ``TypeError`` for what is no number.

        >>> LifeTable.from_survivors([1000, 631, 468]).lost
        array([369., 163.])
        """
        asked_by = "LifeTable.from_survivors"
        left = np.atleast_2d(arguments.amounts(survivors, "survivors", asked_by))
        if left.ndim != 2 or left.shape[1] < 2:
            raise ValueError(f"{asked_by} needs the customers at the start and after one period at least")
        known = np.isfinite(left)
        if np.any(known[:, 1:] & ~known[:, :-1]) or not known[:, :2].all():
            raise ValueError(f"{asked_by} needs survivors without gaps, from the start on; a number is missing")
        if np.any(left < 0) or np.any(np.diff(left, axis=1) > 0):
            raise ValueError(f"{asked_by} needs survivors that never rise and are not below 0; found {left.tolist()}")
        if np.any(left[:, 0] <= 1) and np.any(left % 1 > 0):
            raise ValueError(f"{asked_by} needs numbers of customers; found shares. Multiply by the cohort's size")
        at_risk = np.where(known[:, 1:], left[:, :-1], 0.0)
        lost = np.where(known[:, 1:], -np.diff(left, axis=1), 0.0)
        return cls(at_risk.sum(axis=0), lost.sum(axis=0))

    @classmethod
    def from_tenures(cls, tenure: ArrayLike, left: ArrayLike, weights: ArrayLike | None = None) -> "LifeTable":
        """From one number a customer, some of whom are still here (right-censored).

        ``tenure`` is the period in which the customer left, 1 for the first; or, where ``left`` is False, the
        whole periods survived so far. ``weights`` says how many customers a row stands for, one when left out.

        Raises ``ValueError`` for columns of unequal length, a tenure that is no whole number, below 0 (below 1
        for who left) or above 36,525, a missing value; ``TypeError`` for what is no number, or no True or False.

        >>> LifeTable.from_tenures([1, 3, 2], [True, True, False])
        LifeTable(at_risk=array([3., 2., 1.]), lost=array([1., 0., 1.]))
        """
        asked_by = "LifeTable.from_tenures"
        periods = np.atleast_1d(arguments.amounts(tenure, "tenure", asked_by))
        gone = np.atleast_1d(np.asarray(left))
        if gone.dtype.kind != "b":
            raise TypeError(f"{asked_by} needs True or False in left; found {gone.dtype}")
        counts = np.ones_like(periods) if weights is None else arguments.amounts(weights, "weights", asked_by)
        if periods.ndim != 1 or not periods.shape == gone.shape == counts.shape or not len(periods):
            raise ValueError(
                f"{asked_by} needs one tenure and one left for each customer; found {periods.shape} and {gone.shape}"
            )
        wrong = ~((periods >= gone) & (periods <= _MOST_PERIODS) & (periods % 1 == 0))
        if wrong.any():
            raise ValueError(
                f"{asked_by} needs tenures in whole periods, from 1 (0 for who is still here) to {_MOST_PERIODS:,}; "
                f"found {periods[wrong][0]:g}"
            )
        if not np.all(counts >= 0):
            raise ValueError(f"{asked_by} needs weights that are not below 0")
        ends = periods.astype(np.int64)
        size = int(ends.max()) + 1
        lost = np.bincount(ends[gone], counts[gone], minlength=size).astype(np.float64)
        known = np.bincount(ends, counts, minlength=size).astype(np.float64)
        return cls(np.cumsum(known[::-1])[::-1][1:], lost[1:])

    @classmethod
    def from_table(cls, customers: Frame, *, tenure: str = "tenure", left: str = "left") -> "LifeTable":
        """As `from_tenures`, from a table of any engine, which counts its rows itself.

        Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, and ``ValueError``.

        >>> LifeTable.from_table(pd.DataFrame({"tenure": [1, 3, 2], "left": [True, True, False]})).at_risk
        array([3., 2., 1.])
        """
        frame = open_table(customers, asked_by="LifeTable.from_table", numeric=[tenure], text=[left])
        if not isinstance(frame.collect_schema()[left], nw.Boolean):
            raise TypeError(
                f"LifeTable.from_table needs True or False in {left!r}; found {frame.collect_schema()[left]}"
            )
        counts = frame.group_by(tenure, left).agg(rows=nw.len()).lazy().collect("pandas").to_native()
        if counts.isna().any(axis=None):
            raise ValueError(f"LifeTable.from_table needs {tenure!r} and {left!r} in every row; some lack one")
        return cls.from_tenures(
            counts[tenure].to_numpy(float), counts[left].to_numpy(bool), counts["rows"].to_numpy(float)
        )

    def retention(self, *, confidence: float = 0.95) -> pd.DataFrame:
        """Retention and survival (留存率, 存活率) period by period, with intervals at ``confidence``.

        Columns: period, at_risk, lost, ``retention`` (of those at risk, the share that stayed) with Wilson's
        interval ``retention_low`` and ``retention_high``; ``survival`` (product of the retentions so far; the
        Kaplan-Meier estimate) with ``survival_error``, Greenwood's standard error, and the interval
        ``survival_low`` and ``survival_high`` on the scale log(-log), which stays between 0 and 1. Missing where
        nobody was at risk; the survival's interval also where nobody left so far, or nobody is left.

        Raises ``ValueError`` for a confidence that is not between 0 and 1.

        Source: Wilson (1927), Journal of the American Statistical Association 22(158), 209-212; Kaplan, Meier
        (1958), Journal of the American Statistical Association 53(282), 457-481; Kalbfleisch, Prentice (2002),
        The Statistical Analysis of Failure Time Data, 2nd ed., Wiley, ch. 1.

        >>> LifeTable.from_survivors([1000, 631, 468]).retention()[["period", "retention", "survival"]].round(3)
           period  retention  survival
        0       1      0.631     0.631
        1       2      0.742     0.468
        """
        check_confidence(confidence, "LifeTable.retention")
        z = norm.ppf(0.5 + confidence / 2)
        stayed = proportion_interval(self.at_risk - self.lost, self.at_risk, confidence=confidence)
        with np.errstate(divide="ignore", invalid="ignore"):
            stay = 1 - self.lost / self.at_risk
            survival = np.cumprod(stay)
            variance = np.cumsum(self.lost / (self.at_risk * (self.at_risk - self.lost)))
            reach = np.exp(z * np.sqrt(variance) / np.abs(np.log(survival)))
            error = survival * np.sqrt(variance)
            inside = np.where((survival > 0) & (survival < 1), survival, np.nan)
            low, high = inside**reach, inside ** (1 / reach)
        columns = {
            "period": np.arange(1, len(self.lost) + 1), "at_risk": self.at_risk, "lost": self.lost,
            "retention": stay, "retention_low": stayed[0], "retention_high": stayed[1],
            "survival": survival, "survival_error": error, "survival_low": low, "survival_high": high,
        }  # fmt: skip
        return pd.DataFrame(columns).replace([np.inf, -np.inf], np.nan)
