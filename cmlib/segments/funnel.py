"""Search channels: how many leads become customers, what a customer costs, and whether channels differ."""

import itertools
from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from scipy.special import chdtrc

from cmlib.proportions import check_confidence, proportion_interval
from cmlib.table.door import first_row, open_table

#: How far a lead goes, as the course's bank names it; the last stage is a customer.
STAGES = ("lead", "appointment", "visit", "proposal", "signed")


def channel_funnel(
    leads: Any,
    *,
    stages: Sequence[str] = STAGES,
    value: str | None = None,
    confidence: float = 0.95,
    channel: str = "channel",
    stage: str = "stage",
    cost: str = "cost",
) -> pd.DataFrame:
    """How leads become customers, by the channel that found them (渠道漏斗).

    ``leads`` has a row a lead, on any engine: its ``channel``, the last ``stage`` that it reached, its
    ``cost`` in CNY, and, where ``value`` names a column, what the customer is worth (missing for who is
    none: it counts for customers only).

    Returns a pandas table, a row a channel: ``leads``; for each stage after the first how many reached it;
    ``conversion``, customers over leads, with Wilson's interval ``lower`` to ``upper`` at ``confidence``;
    ``cost``, ``cost_per_lead``, ``cost_per_customer``; with ``value`` also ``value`` and
    ``cost_per_value``, CNY spent for each CNY of value. Missing where there is no customer, or no value
    above 0.

    Raises ``LookupError`` for a missing column, ``ValueError`` for an unknown stage, a missing channel, a
    cost that is missing or below 0, a customer without value, and a confidence outside 0 to 1.

    >>> leads = pd.DataFrame({"channel": ["referral"] * 3, "stage": ["lead", "signed", "visit"], "cost": [10, 20, 30]})
    >>> channel_funnel(leads)[["leads", "visit", "signed", "cost_per_customer"]].values.tolist()
    [[3.0, 2.0, 1.0, 60.0]]
    """
    check_confidence(confidence, "channel_funnel")
    stages = list(stages)
    if len(stages) < 2 or len(set(stages)) < len(stages):
        raise ValueError(f"channel_funnel needs at least two different stages; found {stages}")
    frame = open_table(
        leads, asked_by="channel_funnel", numeric=[cost, *([value] if value else [])], text=[channel, stage]
    )
    customer = nw.col(stage) == stages[-1]
    _refuse(frame, stages, customer, channel, stage, cost, value)
    reached = {
        name: nw.when(nw.col(stage).is_in(stages[place:])).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
        for place, name in enumerate(stages)
    }
    worth = {"value": nw.when(customer).then(nw.col(value)).otherwise(nw.lit(0.0))} if value else {}
    rows = frame.select(nw.col(channel).alias("channel"), **reached, **worth, cost=nw.col(cost))
    names = [*stages, "cost", *worth]
    sums = rows.group_by("channel").agg(*[nw.col(name).sum() for name in names]).lazy().collect()
    found = pd.DataFrame({name: sums[name].to_list() for name in ("channel", *names)}).set_index("channel").sort_index()
    counts = found[stages].astype(int).rename(columns={stages[0]: "leads"})
    customers = counts[stages[-1]]
    lower, upper = proportion_interval(customers, counts["leads"], confidence=confidence)
    table = counts.assign(
        conversion=customers / counts["leads"], lower=lower, upper=upper, cost=found["cost"],
        cost_per_lead=found["cost"] / counts["leads"], cost_per_customer=_over(found["cost"], customers),
    )  # fmt: skip
    if value:
        table = table.assign(value=found["value"], cost_per_value=_over(found["cost"], found["value"]))
    return table


def compare_channels(funnel: pd.DataFrame, *, confidence: float = 0.95, customers: str = "signed") -> pd.DataFrame:
    """Do channels convert leads differently? Every pair, with the interval of its difference.

    ``funnel`` is what `channel_funnel` gives, or any table with the channels as index and the columns
    ``leads`` and ``customers``. Columns: ``channel``, ``other``, ``difference`` (conversion of the one
    minus that of the other), ``lower`` and ``upper`` at ``confidence`` (Newcombe's interval from Wilson's two),
    ``p_value`` of the chi-square test without correction, and ``adjusted_p_value`` by Holm's method, which
    allows for testing many pairs.

    Raises ``LookupError`` for a missing column, ``ValueError`` for fewer than two channels, a channel
    without leads, more customers than leads, and a confidence outside 0 to 1.

    Source: Newcombe (1998), Interval Estimation for the Difference between Independent Proportions:
    Comparison of Eleven Methods, Statistics in Medicine 17(8), 873-890, method 10. Holm (1979), A Simple
    Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6(2), 65-70.

    >>> table = pd.DataFrame({"leads": [100, 100], "signed": [30, 10]}, index=["referral", "door-to-door"])
    >>> compare_channels(table)[["difference", "lower", "upper", "p_value"]].round(4).values.tolist()
    [[0.2, 0.09, 0.3058, 0.0004]]
    """
    check_confidence(confidence, "compare_channels")
    missing = [name for name in ("leads", customers) if name not in funnel]
    if missing:
        raise LookupError(f"compare_channels needs the columns {missing}; the table has {list(funnel)}")
    if len(funnel) < 2 or not (funnel["leads"] > 0).all():
        raise ValueError("compare_channels needs at least two channels, each with leads")
    lower, upper = proportion_interval(funnel[customers], funnel["leads"], confidence=confidence)
    share = (funnel[customers] / funnel["leads"]).to_numpy()
    pairs = np.array(list(itertools.combinations(range(len(funnel)), 2)))
    one, other = pairs[:, 0], pairs[:, 1]
    difference = share[one] - share[other]
    down = np.hypot(share[one] - lower[one], upper[other] - share[other])
    up = np.hypot(upper[one] - share[one], share[other] - lower[other])
    leads, won = funnel["leads"].to_numpy(dtype=float), funnel[customers].to_numpy(dtype=float)
    together = (won[one] + won[other]) / (leads[one] + leads[other])
    variance = together * (1 - together) * (1 / leads[one] + 1 / leads[other])
    chi_square = np.divide(difference**2, variance, out=np.zeros(len(pairs)), where=variance > 0)
    p_value = chdtrc(1, chi_square)
    return pd.DataFrame(
        {
            "channel": funnel.index[one],
            "other": funnel.index[other],
            "difference": difference,
            "lower": difference - down,
            "upper": difference + up,
            "p_value": p_value,
            "adjusted_p_value": _holm(p_value),
        }
    )


def _holm(p_values: np.ndarray) -> np.ndarray:
    order = np.argsort(p_values, kind="stable")
    steps = np.maximum.accumulate(p_values[order] * np.arange(len(p_values), 0, -1))
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(steps, 1.0)
    return adjusted


def _over(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    return numerator / denominator.where(denominator > 0)


def _refuse(
    frame: Any, stages: list[str], customer: nw.Expr, channel: str, stage: str, cost: str, value: str | None
) -> None:
    odd = first_row(frame.filter(~nw.col(stage).is_in(stages) | nw.col(stage).is_null()).select(stage))
    if odd is not None:
        raise ValueError(f"channel_funnel knows the stages {stages}; found {odd[0]!r}")
    if first_row(frame.filter(nw.col(channel).is_null()).select(stage)) is not None:
        raise ValueError(f"channel_funnel needs {channel!r} in every row; one is missing")
    wrong = first_row(frame.filter(nw.col(cost).is_null() | (nw.col(cost) < 0)).select(cost))
    if wrong is not None:
        raise ValueError(f"channel_funnel needs a cost from 0 for every lead; found {wrong[0]}")
    if value and first_row(frame.filter(customer & nw.col(value).is_null()).select(stage)) is not None:
        raise ValueError(f"channel_funnel needs {value!r} of every customer; one is missing")
