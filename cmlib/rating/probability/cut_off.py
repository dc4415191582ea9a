"""What a cut-off does: whom it refuses, what it costs, and what a share of the riskiest cases holds."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cmlib.rating.probability.scored import Scored, sort_by_risk


@dataclass(frozen=True)
class Decisions:
    """The outcome of refusing every case at least as risky as ``cut_off`` (混淆矩阵).

    ``bads_refused`` and ``goods_accepted`` are right, ``goods_refused`` and ``bads_accepted`` wrong.
    ``cost`` is what the two mistakes cost together, missing unless both costs were given.
    """

    cut_off: float
    bads_refused: int
    bads_accepted: int
    goods_refused: int
    goods_accepted: int
    cost: float = math.nan

    @property
    def hit_rate(self) -> float:
        """Share of the bads that is refused (sensitivity, recall)."""
        return self.bads_refused / (self.bads_refused + self.bads_accepted)

    @property
    def false_alarm_rate(self) -> float:
        """Share of the goods that is refused (1 - specificity)."""
        return self.goods_refused / (self.goods_refused + self.goods_accepted)

    @property
    def precision(self) -> float:
        """Share of bads among the refused; missing when nobody is."""
        refused = self.bads_refused + self.goods_refused
        return self.bads_refused / refused if refused else math.nan

    @property
    def accuracy(self) -> float:
        """Share of right decisions."""
        wrong = self.bads_accepted + self.goods_refused
        right = self.bads_refused + self.goods_accepted
        return right / (right + wrong)


def decisions(
    score: Any,
    default: Any,
    cut_off: float,
    *,
    higher: str = "riskier",
    cost_of_bad_accepted: float = math.nan,
    cost_of_good_refused: float = math.nan,
) -> Decisions:
    """Count right and wrong decisions at a cut-off, and what the wrong ones cost.

    A case is refused when its score is ``cut_off`` or riskier. Costs are in CNY a case. Raises as
    `discrimination` does, and ``ValueError`` for a cut-off that is no number or a cost below 0.

    >>> made = decisions([0.1, 0.2, 0.3, 0.7], [0, 1, 0, 1], 0.3, cost_of_bad_accepted=90, cost_of_good_refused=10)
    >>> made.bads_refused, made.bads_accepted, made.goods_refused, made.goods_accepted, made.cost
    (1, 1, 1, 1, 100.0)
    """
    _require_costs("decisions", cost_of_bad_accepted, cost_of_good_refused)
    scored = sort_by_risk(score, default, higher, "decisions")
    if math.isnan(cut_off):
        raise ValueError("decisions needs a cut_off that is a number; found NaN")
    place = int(np.searchsorted(scored.risks, scored.as_given(cut_off), side="left"))
    return _decisions(scored, place, cut_off, cost_of_bad_accepted, cost_of_good_refused)


def cheapest_cut_off(
    score: Any,
    default: Any,
    *,
    cost_of_bad_accepted: float,
    cost_of_good_refused: float,
    higher: str = "riskier",
) -> Decisions:
    """The decisions of the cut-off that costs least on this sample; of equal ones, the one that refuses fewest.

    Every score is tried, and refusing nobody (a cut-off beyond every score). Raises as `decisions` does.

    Source: Fawcett (2006), An Introduction to ROC Analysis, Pattern Recognition Letters 27(8), 861-874.

    >>> best = cheapest_cut_off([0.1, 0.2, 0.3, 0.7], [0, 1, 0, 1], cost_of_bad_accepted=90, cost_of_good_refused=10)
    >>> best.cut_off, best.cost
    (0.2, 10.0)
    """
    _require_costs("cheapest_cut_off", cost_of_bad_accepted, cost_of_good_refused)
    if math.isnan(cost_of_bad_accepted + cost_of_good_refused):
        raise ValueError("cheapest_cut_off needs both costs to be numbers; found NaN")
    scored = sort_by_risk(score, default, higher, "cheapest_cut_off")
    cost = scored.bads_below * cost_of_bad_accepted + (scored.goods - scored.goods_below) * cost_of_good_refused
    place = len(cost) - 1 - int(np.argmin(cost[::-1]))  # the last of equals refuses fewest
    cut_off = float(scored.as_given(np.append(scored.risks, math.inf)[place]))
    return _decisions(scored, place, cut_off, cost_of_bad_accepted, cost_of_good_refused)


def gains_table(score: Any, default: Any, *, groups: int = 10, higher: str = "riskier") -> pd.DataFrame:
    """Gains and lift (提升表): what the riskiest tenth, two tenths, … of the cases hold.

    One row a group, the riskiest first: ``cut_off``, its least risky score, ``count``, ``events`` (defaults),
    ``event_rate``, the shares of all cases and of all defaults down to here, and ``lift``, the second over
    the first. Equal scores stay together, so that groups may differ in size or be fewer.

    Raises as `discrimination` does.

    >>> gains_table([4, 3, 2, 1], [1, 1, 0, 1], groups=2)[["count", "events", "share_of_events", "lift"]]
       count  events  share_of_events      lift
    0      2       2         0.666667  1.333333
    1      2       1         1.000000  1.000000
    """
    if isinstance(groups, bool) or not isinstance(groups, int) or groups < 1:
        raise ValueError(f"gains_table needs groups to be a whole number from 1, found {groups!r}")
    scored = sort_by_risk(score, default, higher, "gains_table")
    below = scored.goods_below + scored.bads_below
    size = int(below[-1])
    last = size - 1 - (np.arange(1, groups + 1) * size - 1) // groups  # the safest case of each group, from below
    place = np.unique(np.searchsorted(below, last, side="right") - 1)[::-1]
    count, events = size - below[place], scored.bads - scored.bads_below[place]
    table = pd.DataFrame(
        {
            "cut_off": scored.as_given(scored.risks[place]),
            "count": np.diff(count, prepend=0),
            "events": np.diff(events, prepend=0),
        }
    )
    table["event_rate"] = table["events"] / table["count"]
    table["share_of_cases"], table["share_of_events"] = count / size, events / scored.bads
    table["lift"] = table["share_of_events"] / table["share_of_cases"]
    return table


def _decisions(scored: Scored, place: int, cut_off: float, bad_accepted: float, good_refused: float) -> Decisions:
    """Decisions when every case from a place among the scores on is refused."""
    missed, alarms = int(scored.bads_below[place]), scored.goods - int(scored.goods_below[place])
    cost = float(missed * bad_accepted + alarms * good_refused)
    return Decisions(cut_off, scored.bads - missed, missed, alarms, scored.goods - alarms, cost)


def _require_costs(asked_by: str, *costs: float) -> None:
    for cost in costs:
        if cost < 0 or math.isinf(cost):
            raise ValueError(f"{asked_by} needs costs to be finite and not below 0, found {cost!r}")
