"""Whom to visit first: alerts ranked by severity and money at stake, and how good the first of them are."""

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.rating.monitoring.outcomes import in_memory
from cmlib.table.door import check_table, first_row, open_table
from cmlib.table.grouped import joinable
from cmlib.table.order import sorted_by
from cmlib.table.places import with_place


def alert_queue(
    signals: IntoFrameT,
    exposures: IntoFrameT,
    *,
    firm: str = "firm_id",
    period: str = "year",
    exposure: str = "exposure",
) -> IntoFrameT:
    """Rank the firms with signals of each period by severity × exposure (预警排查清单).

    ``signals`` is what `warning_signals` gives. ``exposures`` is a table of the same engine with the money
    at stake: a row a firm, or a row a firm and period when it has the column ``period``.

    Returns a table of the same kind, a row a firm and period with signals: ``signals`` (how many),
    ``severity`` (the highest), ``score`` (their sum), the exposure, ``priority`` (score × exposure) and
    ``rank`` within the period, 1 for whom to visit first. Equal priorities are ranked by the firm's name.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for a
    firm without exposure, a negative one, a firm that comes twice, or no signal at all.

    >>> signals = pd.DataFrame({"firm_id": ["A", "A", "B"], "year": 1, "severity": [1, 2, 2]})
    >>> exposures = pd.DataFrame({"firm_id": ["A", "B"], "exposure": [10.0, 40.0]})
    >>> alert_queue(signals, exposures)[["firm_id", "score", "priority", "rank"]].values.tolist()
    [['A', 3, 30.0, 2], ['B', 2, 80.0, 1]]
    """
    asked_by = "alert_queue"
    frame = check_table(signals, asked_by=asked_by, numeric=["severity"], text=[firm, period])
    columns = check_table(exposures, asked_by=asked_by).collect_schema().names()
    key = [firm, period] if period in columns else [firm]
    money = open_table(exposures, asked_by=asked_by, numeric=[exposure], key=key)
    alerts = frame.select(firm, period, nw.col("severity").cast(nw.Float64), nw.lit(1.0).alias("signals"))
    alerts = alerts.with_columns(score=nw.col("severity")).group_by(firm, period)
    alerts = joinable(alerts.agg(nw.col("signals").sum(), nw.col("severity").max(), nw.col("score").sum()))
    alerts = alerts.join(money.select(*key, exposure), on=key, how="left")
    lacking = first_row(alerts.filter(nw.col(exposure).is_null() | (nw.col(exposure) < 0)).select(firm, exposure))
    if lacking is not None:
        raise ValueError(f"alert_queue needs an exposure from 0 for each firm; firm {lacking[0]!r} has {lacking[1]}")
    alerts = alerts.with_columns(priority=nw.col("score") * nw.col(exposure))
    placed = with_place(alerts.with_columns(last_first=-nw.col("priority")), by=[period, "last_first", firm])
    first = joinable(placed.group_by(period).agg(nw.col("place").min().alias("first")))
    ranked = placed.join(first, on=period, how="left").select(
        firm,
        period,
        nw.col("signals").cast(nw.Int64),
        nw.col("severity").cast(nw.Int64),
        nw.col("score").cast(nw.Int64),
        exposure,
        "priority",
        rank=(nw.col("place") - nw.col("first") + 1).cast(nw.Int64),
    )
    return sorted_by(ranked, firm, period).to_native()


def queue_precision(
    queue: Any,
    defaults: Any,
    *,
    horizon: int,
    firm: str = "firm_id",
    period: str = "year",
    default_period: str = "default_period",
    every: str = "month",
) -> pd.DataFrame:
    """How many of the first 1, 2, 3, … of each period's queue defaulted within ``horizon`` periods (排查命中率).

    ``queue`` is what `alert_queue` gives, ``defaults`` as in `warning_performance`. Firms that had
    defaulted already are passed over, and the ranks close up. Give only periods whose horizon is over.

    Returns ``capacity`` (visits a period), ``visits`` (made in all periods), ``hits`` (visits to firms
    that defaulted), ``precision`` = hits / visits, and ``found``: the share of all hits in the queue.

    >>> queue = pd.DataFrame({"firm_id": ["A", "B"], "year": 1, "rank": [1, 2]})
    >>> defaults = pd.DataFrame({"firm_id": ["B"], "default_period": [3]})
    >>> queue_precision(queue, defaults, horizon=2)[["capacity", "hits", "precision"]]
       capacity  hits  precision
    0         1     0        0.0
    1         2     1        0.5
    """
    frame = check_table(queue, asked_by="queue_precision", key=[firm, period], text=["rank"])
    rows = in_memory(frame, {"firm": firm, "rank": "rank"}, {"number": period}, every, "queue_precision")
    ends = check_table(defaults, asked_by="queue_precision", key=[firm], text=[default_period])
    rows = rows.merge(
        in_memory(ends, {"firm": firm}, {"default": default_period}, every, "queue_precision"), on="firm", how="left"
    )
    left = rows["default"] - rows["number"]
    rows = rows.assign(hit=(left <= horizon).astype(int))[~(left <= 0)]
    rows["capacity"] = rows.groupby("number")["rank"].rank(method="first").astype(int)
    by_rank = rows.groupby("capacity")["hit"].agg(["size", "sum"]).cumsum()
    found = pd.DataFrame({"capacity": by_rank.index, "visits": by_rank["size"], "hits": by_rank["sum"]})
    total = found["hits"].iloc[-1] if len(found) else 0
    shares = found["hits"] / total if total else found["hits"] * float("nan")
    return found.assign(precision=found["hits"] / found["visits"], found=shares).reset_index(drop=True)
