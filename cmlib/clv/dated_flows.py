"""Present value of dated cash flows: a long table with a row a flow, and any number of customers."""

import math

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.clv import arguments
from cmlib.table.dates import as_day, day_number, month_number, require_dates
from cmlib.table.door import open_table
from cmlib.table.order import sorted_by

_ASKED_BY = "present_value_by_customer"

#: Beyond this power of e a number is too large to be held.
_LARGEST_POWER = 709.0


def present_value_by_customer(
    cash_flows: IntoFrameT,
    *,
    valuation_date: object,
    discount_rate_per_year: float,
    count: str = "days",
    compound_past: bool = True,
    customer: str = "customer_id",
    date: str = "date",
    amount: str = "amount",
) -> IntoFrameT:
    """What each customer's dated cash flows are worth on the valuation date.

    ``cash_flows`` is a table of any engine with a row a flow: customer, date, and amount in CNY, income positive.
    A flow after the valuation date is discounted; one up to and on it is past, and grows at the same rate because
    the bank could use the money since (``compound_past=False`` adds the past up as it was). The rate is effective,
    a fraction a year. ``count="days"`` measures time in days of 1/365 of a year; ``count="months"`` in whole
    calendar months of 1/12, so that a flow in the valuation date's own month is worth its amount.

    Returns a table of the same kind with a row a customer: customer, ``past``, ``coming`` and ``present_value``,
    their sum. An amount or date that is missing makes the customer's values missing. Tables in memory come back
    in the order of the customers.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for an empty
    table, text among amounts or dates, a rate of -1 or below, or another ``count``.

    Source: Berger, Nasr (1998), Customer lifetime value: marketing models and applications, Journal of
    Interactive Marketing 12(1), 17-30.

    >>> import pandas as pd
    >>> flows = pd.DataFrame({
    ...     "customer_id": ["A", "A"], "date": pd.to_datetime(["2024-12-31", "2026-12-31"]), "amount": [100.0, 121.0]})
    >>> present_value_by_customer(flows, valuation_date="2025-12-31", discount_rate_per_year=0.10).round(9)
      customer_id   past  coming  present_value
    0           A  110.0   110.0          220.0
    """
    frame = open_table(cash_flows, asked_by=_ASKED_BY, numeric=[amount], text=[customer, date])
    require_dates(frame, date, _ASKED_BY)
    day = as_day(valuation_date, "valuation_date", _ASKED_BY)
    rate = arguments.rate(discount_rate_per_year, "discount_rate_per_year", _ASKED_BY)
    if count not in ("days", "months"):
        raise ValueError(f"{_ASKED_BY} needs count to be 'days' or 'months'; found {count!r}")
    is_past = day_number(nw.col(date)) <= day.toordinal()
    if count == "days":
        years = (day_number(nw.col(date)) - day.toordinal()).cast(nw.Float64) / 365
    else:
        years = (month_number(nw.col(date)) - (12 * day.year + day.month)).cast(nw.Float64) / 12
    if not compound_past:
        years = nw.when(is_past).then(nw.lit(0.0)).otherwise(years)
    power = years * -math.log1p(rate)
    value = nw.col(amount) * nw.when(power < _LARGEST_POWER).then(power).exp()
    frame = frame.select(
        nw.col(customer),
        past=nw.when(is_past).then(value).otherwise(nw.lit(0.0)),
        coming=nw.when(is_past).then(nw.lit(0.0)).otherwise(value),
        lacking=value.is_null().cast(nw.Int64),
    )
    totals = frame.group_by(customer).agg(nw.col("past").sum(), nw.col("coming").sum(), nw.col("lacking").sum())
    known = (nw.col("lacking") == 0) & (nw.col("past") + nw.col("coming")).is_finite()
    parts = [nw.when(known).then(nw.col(name)).alias(name) for name in ("past", "coming")]
    totals = totals.select(customer, *parts).with_columns(present_value=nw.col("past") + nw.col("coming"))
    return sorted_by(totals, customer).to_native()
