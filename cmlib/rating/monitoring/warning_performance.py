"""Were the warnings worth it? Signals against the defaults that followed: lead time, precision, recall, cost."""

import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cmlib.rating.monitoring.outcomes import Watched, watched


@dataclass(frozen=True, eq=False)
class WarningPerformance:
    """How warnings did. Made by `warning_performance`.

    An alarm is the first period of an unbroken run of periods whose score (the sum of the severities of
    its signals) reaches ``minimum_score``: somebody goes and looks once. It is true when the firm defaults
    1 to ``horizon`` periods later. Alarms so late that the data end before their horizon does, and no
    default came, are ``open_alarms``: nothing is known of them yet.

    - ``defaults``: defaults of firms that were watched before; ``detected`` of them had a score of
      ``minimum_score`` in one of the ``horizon`` periods before;
    - ``firm_years``: time at risk whose outcome is known;
    - ``lead_times``: a Series by firm, the periods from the first warning within the horizon to default.
    """

    minimum_score: int
    horizon: int
    true_alarms: int
    false_alarms: int
    open_alarms: int
    defaults: int
    detected: int
    firm_years: float
    lead_times: pd.Series

    @property
    def missed(self) -> int:
        """Defaults without a warning (漏报)."""
        return self.defaults - self.detected

    @property
    def precision(self) -> float:
        """Share of the alarms with known outcome that were true (查准率); missing without alarms."""
        return _share(self.true_alarms, self.true_alarms + self.false_alarms)

    @property
    def recall(self) -> float:
        """Share of the defaults that were announced (查全率); missing without defaults."""
        return _share(self.detected, self.defaults)

    @property
    def false_alarms_per_firm_year(self) -> float:
        """How often a firm is troubled for nothing in a year (误报)."""
        return _share(self.false_alarms, self.firm_years)

    def cost(self, *, missed_default: float, inspection: float) -> float:
        """What the rule costs: a missed default costs ``missed_default``, each alarm an ``inspection``; CNY."""
        return missed_default * self.missed + inspection * (self.true_alarms + self.false_alarms)


def warning_performance(
    table: Any,
    signals: Any,
    defaults: Any,
    *,
    horizon: int,
    minimum_score: int = 1,
    firm: str = "firm_id",
    period: str = "year",
    default_period: str = "default_period",
    every: str = "month",
    periods_per_year: float | None = None,
) -> WarningPerformance:
    """Set warnings against the defaults that followed (预警效果检验).

    ``table`` is what was watched, a row a firm and period; ``signals`` is what `warning_signals` made of
    it; ``defaults`` has a row a firm that defaulted and the ``default_period``, a number or a date like
    ``period``. Each on any engine; keys and severities are brought into memory. Firms are at risk until
    the period before their default. ``horizon`` is how many periods ahead a warning counts.
    ``periods_per_year`` follows from dates; for whole numbers it is 1 unless given.

    Raises ``ValueError`` for a horizon or a score that is no whole number from 1, a firm that defaults
    twice, a signal of a firm and period that was not watched; otherwise as `warning_signals`.

    >>> months = pd.DataFrame({"firm_id": ["A"] * 6 + ["B"] * 6, "year": [1, 2, 3, 4, 5, 6] * 2})
    >>> signals = pd.DataFrame({"firm_id": ["A", "A", "B"], "year": [3, 4, 2], "severity": 3})
    >>> defaults = pd.DataFrame({"firm_id": ["A"], "default_period": [6]})
    >>> found = warning_performance(months, signals, defaults, horizon=3)
    >>> found.precision, found.recall, found.lead_times.to_dict()
    (0.5, 1.0, {'A': 3})
    """
    seen = watched(
        table, signals, defaults, "warning_performance",
        firm=firm, period=period, default_period=default_period, every=every, periods_per_year=periods_per_year,
    )  # fmt: skip
    return _performance(seen, _count(horizon, "horizon"), _count(minimum_score, "minimum_score"))


def warning_thresholds(
    table: Any,
    signals: Any,
    defaults: Any,
    *,
    horizon: int,
    missed_default: float,
    inspection: float,
    firm: str = "firm_id",
    period: str = "year",
    default_period: str = "default_period",
    every: str = "month",
    periods_per_year: float | None = None,
) -> pd.DataFrame:
    """At which score should somebody go and look? A row for each score that occurs, with its cost (预警阈值).

    ``missed_default`` is what a default costs that nobody announced, ``inspection`` what a visit costs,
    in CNY. Columns: ``minimum_score``, ``alarms`` (with known outcome), ``true_alarms``,
    ``false_alarms``, ``detected``, ``missed``, ``precision``, ``recall``,
    ``false_alarms_per_firm_year``, ``cost`` and ``cheapest``, true at the lowest score of least cost.
    The last row, a score above all, is what happens without warnings.

    Raises as `warning_performance`, and ``ValueError`` for a cost below 0.

    A visit to A finds the default, a visit to B finds nothing; without visits the default costs 100:

    >>> months = pd.DataFrame({"firm_id": ["A"] * 6 + ["B"] * 6, "year": [1, 2, 3, 4, 5, 6] * 2})
    >>> signals = pd.DataFrame({"firm_id": ["A", "B"], "year": [3, 2], "severity": [3, 1]})
    >>> defaults = pd.DataFrame({"firm_id": ["A"], "default_period": [6]})
    >>> costs = warning_thresholds(months, signals, defaults, horizon=3, missed_default=100, inspection=2)
    >>> costs[["minimum_score", "detected", "missed", "cost", "cheapest"]].values.tolist()
    [[1, 1, 0, 4, False], [3, 1, 0, 2, True], [4, 0, 1, 100, False]]
    """
    for name, cost in (("missed_default", missed_default), ("inspection", inspection)):
        if isinstance(cost, bool) or not isinstance(cost, numbers.Real) or not 0 <= cost < float("inf"):
            raise ValueError(f"warning_thresholds: {name} is an amount from 0, found {cost!r}")
    seen = watched(
        table, signals, defaults, "warning_thresholds",
        firm=firm, period=period, default_period=default_period, every=every, periods_per_year=periods_per_year,
    )  # fmt: skip
    scores = sorted({int(one) for one in seen.rows["score"].unique()} - {0})
    rows = []
    for score in [*scores, (scores[-1] if scores else 0) + 1]:
        found = _performance(seen, _count(horizon, "horizon"), score)
        rows.append(
            {
                "minimum_score": score,
                "alarms": found.true_alarms + found.false_alarms,
                "true_alarms": found.true_alarms,
                "false_alarms": found.false_alarms,
                "detected": found.detected,
                "missed": found.missed,
                "precision": found.precision,
                "recall": found.recall,
                "false_alarms_per_firm_year": found.false_alarms_per_firm_year,
                "cost": found.cost(missed_default=missed_default, inspection=inspection),
            }
        )
    table_of_costs = pd.DataFrame(rows)
    return table_of_costs.assign(cheapest=table_of_costs.index == table_of_costs["cost"].idxmin())


def _performance(seen: Watched, horizon: int, minimum_score: int) -> WarningPerformance:
    rows = seen.rows
    alert = rows["score"] >= minimum_score
    before = pd.MultiIndex.from_arrays([rows["firm"], rows["number"] - 1])
    alerts = pd.MultiIndex.from_arrays([rows.loc[alert, "firm"], rows.loc[alert, "number"]])
    begins = alert.to_numpy() & ~before.isin(alerts)
    left = rows["left"].to_numpy()
    at_risk = ~(left <= 0)  # a firm that never defaults has a missing number of periods left
    comes = left <= horizon
    known = at_risk & (comes | (rows["number"].to_numpy() + horizon <= seen.last))
    window = rows[at_risk & comes]
    leads = window[alert[window.index]].groupby("firm")["left"].max().astype(int).rename("lead")
    return WarningPerformance(
        minimum_score=minimum_score,
        horizon=horizon,
        true_alarms=int((begins & known & comes).sum()),
        false_alarms=int((begins & known & ~comes).sum()),
        open_alarms=int((begins & at_risk & ~known).sum()),
        defaults=int(window["firm"].nunique()),
        detected=len(leads),
        firm_years=float(known.sum() / seen.periods_per_year),
        lead_times=leads.rename_axis(None),
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def _count(number: int, name: str) -> int:
    if isinstance(number, bool) or not isinstance(number, (int, np.integer)) or number < 1:
        raise ValueError(f"warning_performance: {name} is a whole number from 1, found {number!r}")
    return int(number)
