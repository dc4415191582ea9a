"""Events beside each firm and period, as columns that a warning rule can look at."""

from collections.abc import Iterable

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.rating.monitoring.periods import period_number
from cmlib.table.door import as_frame, check_table, require_columns
from cmlib.table.grouped import joinable
from cmlib.table.order import in_order_of

_NUMBER = "number of the period"


def with_event_counts(
    table: IntoFrameT,
    events: IntoFrameT,
    kinds: Iterable[str],
    *,
    firm: str = "firm_id",
    period: str = "month",
    date: str = "date",
    kind: str = "kind",
    every: str = "month",
) -> IntoFrameT:
    """Add how many events of each kind a firm had in each period; 0 where it had none.

    ``events`` has a row an event, with the columns ``firm``, ``date`` and ``kind``; both tables are of one
    engine. The new columns have the kinds' names, with ``_`` for blanks, as the rules of the course expect
    them (``"change of people"`` becomes ``change_of_people``).

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for a
    column that is there already, no kind, and a repeated firm and period.

    >>> import pandas as pd
    >>> months = pd.DataFrame({"firm_id": "A", "month": pd.to_datetime(["2024-01-01", "2024-02-01"])})
    >>> events = pd.DataFrame({"firm_id": "A", "date": pd.to_datetime(["2024-02-09"]), "kind": ["restructuring"]})
    >>> with_event_counts(months, events, ["restructuring"])["restructuring"].to_list()
    [0, 1]
    """
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    frame = check_table(table, asked_by="with_event_counts", key=[firm, period])
    names = {one: one.replace(" ", "_") for one in kinds}
    there = [name for name in names.values() if name in frame.collect_schema().names()]
    if not kinds or there:
        raise ValueError(f"with_event_counts needs kinds of events that are no columns yet; found {there or kinds}")
    happened = as_frame(events, "with_event_counts")
    require_columns(happened, [firm, date, kind], "with_event_counts")
    number = period_number(happened, date, every, "with_event_counts").alias(_NUMBER)
    flags = {name: nw.when(nw.col(kind) == one).then(nw.lit(1.0)).otherwise(nw.lit(0.0)) for one, name in names.items()}
    counted = happened.select(firm, number, **flags).group_by(firm, _NUMBER)
    counts = joinable(counted.agg(*[nw.col(name).sum() for name in flags]))
    own = period_number(frame, period, every, "with_event_counts").alias(_NUMBER)
    joined = frame.with_columns(own).join(counts, on=[firm, _NUMBER], how="left")
    known = {name: nw.when(nw.col(name) > 0).then(nw.col(name)).otherwise(nw.lit(0.0)).cast(nw.Int64) for name in flags}
    return in_order_of(frame, joined.with_columns(**known).drop(_NUMBER), [firm, period]).to_native()
