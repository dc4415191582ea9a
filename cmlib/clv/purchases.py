"""From a list of purchases to what the repeat-purchase models read: frequency, recency, T, monetary value."""

import datetime

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.table.dates import as_day, day_number, require_dates
from cmlib.table.door import Frame, first_row, open_table
from cmlib.table.grouped import joinable
from cmlib.table.order import sorted_by

_ASKED_BY = "summarise_purchases"

#: Unit of time -> its length in days.
DAYS_IN = {"day": 1, "week": 7, "month": 365.25 / 12, "year": 365.25}


def summarise_purchases(
    transactions: IntoFrameT,
    *,
    customer: str = "customer_id",
    date: str = "date",
    amount: str | None = None,
    until: object = None,
    holdout_until: object = None,
    unit: str = "day",
) -> IntoFrameT:
    """One row a customer: what BG/NBD, Pareto/NBD and Gamma-Gamma read of the purchases up to ``until``.

    ``transactions`` is a table of any engine with a row a purchase. Purchases of a customer on one day count
    once; their amounts are added. The columns of the summary are

    - ``frequency``: days with a purchase, without the first: repeat purchases;
    - ``recency``: from the first purchase to the last, 0 for a customer with one only;
    - ``T``: from the first purchase to ``until``;
    - ``monetary_value``: mean amount of the repeat purchases in CNY, 0 without any; only when ``amount`` names
      their column;
    - ``holdout_frequency``: days with a purchase after ``until``, up to and on ``holdout_until``, and
      ``holdout_T``, the time between the two; only when ``holdout_until`` is given.

    Times are in ``unit``, "day", "week" (7 days), "month" or "year" (365.25 days, and a twelfth of it), as exact
    fractions: a date is never rounded to a week. ``until`` is the last day observed; without it, the day of the
    last purchase in the table. Later purchases do not count, and who first bought later is not in the summary.
    An amount missing among the repeat purchases makes the monetary value missing. A table of the same kind comes
    back, one in memory in the order of the customers.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for an empty
    table, dates that are text, a row without customer or date, another unit, a ``holdout_until`` that is not
    after ``until`` or stands alone.

    Source: Fader, Hardie, Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2), 275-284;
    for the monetary value Fader, Hardie, Lee (2005), RFM and CLV, Journal of Marketing Research 42(4), 415-430.

    >>> import pandas as pd
    >>> bought = pd.DataFrame({
    ...     "customer_id": ["A", "A", "A", "B"], "amount": [9.0, 20.0, 10.0, 5.0],
    ...     "date": pd.to_datetime(["2025-01-01", "2025-01-15", "2025-01-15", "2025-01-08"])})
    >>> summarise_purchases(bought, amount="amount", until="2025-01-29", unit="week")
      customer_id  frequency  recency    T  monetary_value
    0           A          1      2.0  4.0            30.0
    1           B          0      0.0  3.0             0.0
    """
    if unit not in DAYS_IN:
        raise ValueError(f"{_ASKED_BY} needs unit to be one of {', '.join(map(repr, DAYS_IN))}; found {unit!r}")
    amounts = [] if amount is None else [amount]
    frame = open_table(transactions, asked_by=_ASKED_BY, numeric=amounts, text=[customer, date])
    require_dates(frame, date, _ASKED_BY)
    frame = frame.with_columns(day=day_number(nw.col(date)))
    end, later_end = _observed(frame, customer, until, holdout_until)
    frame = frame.filter(nw.col("day") <= (end if later_end is None else later_end))
    summary = _by_customer(_by_day(frame, customer, amount), customer, end)
    length = DAYS_IN[unit]
    shown = {
        customer: nw.col(customer),
        "frequency": nw.col("bought") - 1,
        "recency": (nw.col("last") - nw.col("first")).cast(nw.Float64) / length,
        "T": (end - nw.col("first")).cast(nw.Float64) / length,
    }
    if amount is not None:
        mean = nw.col("repeat_amount") / (nw.col("bought") - 1).cast(nw.Float64)
        known = nw.when(nw.col("repeat_lacking") == 0).then(mean)
        shown["monetary_value"] = nw.when(nw.col("bought") == 1).then(nw.lit(0.0)).otherwise(known)
    if later_end is not None:
        shown["holdout_frequency"] = nw.col("bought_later")
        shown["holdout_T"] = nw.lit((later_end - end) / length)
    summary = summary.select(*[expression.alias(name) for name, expression in shown.items()])
    return sorted_by(summary, customer).to_native()


def _observed(frame: Frame, customer: str, until: object, holdout_until: object) -> tuple[int, int | None]:
    """The last days of the purchases that count and of the holdout; one query over the table."""
    lacking = (nw.col(customer).is_null() | nw.col("day").is_null()).cast(nw.Int64).sum()
    found = frame.select(lacking=lacking, first=nw.col("day").min(), last=nw.col("day").max())
    rows, first, last = first_row(found) or (0, 0, 0)  # open_table has refused an empty table
    if rows:
        raise ValueError(f"{_ASKED_BY} needs {customer!r} and a date in every row; {int(rows)} rows lack one")
    if until is None and holdout_until is not None:
        raise ValueError(f"{_ASKED_BY} needs until, the day before the holdout begins; found holdout_until alone")
    end = int(last) if until is None else as_day(until, "until", _ASKED_BY).toordinal()
    if end < first:
        day = datetime.date.fromordinal(int(first))
        raise ValueError(f"{_ASKED_BY} needs a purchase up to until; found until={until!r}, the first is of {day}")
    if holdout_until is None:
        return end, None
    later = as_day(holdout_until, "holdout_until", _ASKED_BY).toordinal()
    if later <= end:
        raise ValueError(f"{_ASKED_BY} needs holdout_until after until; found {holdout_until!r} and {until!r}")
    return end, later


def _by_day(frame: Frame, customer: str, amount: str | None) -> Frame:
    """One row a customer and day: the day's amount, and whether a part of it is missing."""
    if amount is None:
        frame = frame.select(customer, "day", amount=nw.lit(0.0), lacking=nw.lit(0))
    else:
        frame = frame.select(customer, "day", amount=nw.col(amount), lacking=nw.col(amount).is_null().cast(nw.Int64))
    return joinable(frame.group_by(customer, "day").agg(nw.col("amount").sum(), nw.col("lacking").sum()))


def _by_customer(days: Frame, customer: str, end: int) -> Frame:
    """First and last day up to ``end``, the days until then and later, and the amount of all days but the first."""
    first = joinable(days.group_by(customer).agg(first=nw.col("day").min()))
    days = days.join(first, on=customer, how="left").filter(nw.col("first") <= end)
    counts, repeats = nw.col("day") <= end, (nw.col("day") <= end) & (nw.col("day") > nw.col("first"))
    days = days.select(
        customer,
        "first",
        last=nw.when(counts).then(nw.col("day")),
        bought=counts.cast(nw.Int64),
        bought_later=(~counts).cast(nw.Int64),
        repeat_amount=nw.when(repeats).then(nw.col("amount")).otherwise(nw.lit(0.0)),
        repeat_lacking=nw.when(repeats).then(nw.col("lacking")).otherwise(nw.lit(0)),
    )
    sums = ("bought", "bought_later", "repeat_amount", "repeat_lacking")
    totals = days.group_by(customer).agg(
        nw.col("first").min(), nw.col("last").max(), *[nw.col(name).sum() for name in sums]
    )
    return totals.with_columns(*[nw.col(name).cast(nw.Int64) for name in ("first", "last", "bought", "bought_later")])
