"""What each customer's whole relationship is worth: one row a customer, on any engine.

The same three parts as in `cmlib.clv.relationship`, with retention that does not change over time; then every product
has a value in closed form, and a bank of any size needs one pass over its tables.
"""

import math

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.clv import arguments
from cmlib.clv.interest import rate_per_period
from cmlib.clv.timing import delay
from cmlib.table.dates import as_day, month_number, require_dates
from cmlib.table.door import Frame, as_frame, first_row, open_table
from cmlib.table.grouped import joinable
from cmlib.table.order import in_order_of

_ASKED_BY = "relationship_value_table"

#: Column of a table of products -> what a product is given whose table lacks the column.
_HELD = {"margin_per_month": None, "months_left": None, "retention_per_month": 1.0}
_POTENTIAL = {
    "margin_per_month": None, "adoption_probability": None, "months_until": 0.0, "months_held": None,
    "retention_per_month": 1.0, "cost_of_winning": 0.0,
}  # fmt: skip
_REQUIRED = ("margin_per_month", "adoption_probability")
_PROBABILITIES = ("adoption_probability", "retention_per_month")
_TIMES = ("months_left", "months_until", "months_held")

#: Nearer to 1 than this, the closed form of a sum of powers loses more digits than the power in their middle.
_NEAR_ONE = 1e-7


def relationship_value_table(
    customers: IntoFrameT,
    past_margins: IntoFrameT,
    held: IntoFrameT,
    potential: IntoFrameT | None = None,
    *,
    valuation_date: object,
    discount_rate_per_year: float,
    compound_past: bool,
    horizon_months: int | None = None,
    conversion: str = "effective",
    timing: str = "end",
    customer: str = "customer_id",
    retention: str = "retention_per_month",
    month: str = "month",
    margin: str = "margin",
) -> IntoFrameT:
    """Historical, current and potential value of every customer, and their total, in CNY of the valuation date.

    All tables are of one engine, any of them, and a table of that kind comes back: ``customer``, ``historical``,
    ``current``, ``potential``, ``total``, in the order of ``customers``.

    - ``customers``: one row a customer to be valued, with ``retention``, the probability to stay one more month.
    - ``past_margins``: rows of customer, ``month`` (a date in it) and ``margin``; rows of one month are added up.
      Months after that of the valuation date do not count.
    - ``held``: a row a product held: customer, ``margin_per_month``, and where they are known ``months_left``
      (missing: to the end of the relationship) and ``retention_per_month``, of the product (1).
    - ``potential``: a row a product not held: customer, ``margin_per_month``, ``adoption_probability``, and where
      they are known ``months_until`` (0), ``months_held`` (missing: to the end), ``retention_per_month`` (1) and
      ``cost_of_winning`` (0). Several rows of one product spread its adoption over time.

    What each means is told at `cmlib.clv.HeldProduct`, `PotentialProduct` and `relationship_value`, which shows the
    workings of one customer. Without ``horizon_months`` every month counts. The months up to the valuation date end
    with its own. A customer without a row in a table has 0 of that part; a missing margin, retention, probability or
    cost makes the part and the total missing, and so does a value without end (no discounting and no loss).

    Raises ``TypeError`` for what is no table or a ``compound_past`` that is not true or false, ``LookupError`` for
    a missing column, ``ValueError`` for a repeated customer, text among numbers or dates, probabilities off 0 to 1,
    months that are no whole number or below 0, and rates, timing or horizon that cannot be.

    Source: Berger, Nasr (1998), Journal of Interactive Marketing 12(1), 17-30; Verhoef, Donkers (2001), Decision
    Support Systems 32(2), 189-199; Hwang, Jung, Suh (2004), Expert Systems with Applications 26(2), 181-188.

    >>> import pandas as pd
    >>> found = relationship_value_table(
    ...     pd.DataFrame({"customer_id": ["A"], "retention_per_month": [0.8]}),
    ...     pd.DataFrame({"customer_id": ["A"], "month": pd.to_datetime(["2025-12-01"]), "margin": [100.0]}),
    ...     pd.DataFrame({"customer_id": ["A"], "margin_per_month": [110.0], "months_left": [1]}),
    ...     pd.DataFrame({"customer_id": ["A"], "margin_per_month": [220.0], "adoption_probability": [0.5],
    ...                   "months_held": [1], "cost_of_winning": [20.0]}),
    ...     valuation_date="2025-12-31", discount_rate_per_year=1.2, conversion="nominal", compound_past=True)
    >>> found.round(9).to_dict("records")
    [{'customer_id': 'A', 'historical': 100.0, 'current': 80.0, 'potential': 70.0, 'total': 250.0}]
    """
    if not isinstance(compound_past, bool):
        raise TypeError(f"{_ASKED_BY} needs compound_past to be True or False; found {compound_past!r}")
    rate = float(rate_per_period(discount_rate_per_year, periods_per_year=12, conversion=conversion))
    late = delay(timing, _ASKED_BY)
    horizon = None if horizon_months is None else arguments.count(horizon_months, "horizon_months", _ASKED_BY, least=1)
    frame = open_table(customers, asked_by=_ASKED_BY, numeric=[retention], key=[customer])
    _require_within(frame, retention, 1)
    stays = frame.select(customer, stays=nw.col(retention))

    past = open_table(past_margins, asked_by=_ASKED_BY, numeric=[margin], text=[customer, month])
    require_dates(past, month, _ASKED_BY)
    day = as_day(valuation_date, "valuation_date", _ASKED_BY)
    ago = (12 * day.year + day.month - month_number(nw.col(month))).cast(nw.Float64)
    grown = nw.lit(1 + rate) ** (ago + (1 - late)) if compound_past else nw.lit(1.0)
    past = past.with_columns(ago=ago, value=nw.col(margin) * grown).filter((ago >= 0) | ago.is_null())

    tables = {"historical": past, "current": _products(held, _HELD, customer, stays)}
    tables["current"] = tables["current"].with_columns(value=_annuity(rate, late, horizon, 0, "months_left"))
    if potential is not None:
        products, until = _products(potential, _POTENTIAL, customer, stays), nw.col("months_until")
        value = _annuity(rate, late, horizon, until, "months_held")
        begun = nw.col("adoption_probability") * (nw.col("stays") / (1 + rate)) ** until
        value = begun * (value - nw.col("cost_of_winning"))
        if horizon is not None:
            value = nw.when(until >= horizon).then(0 * value).otherwise(value)
        tables["potential"] = products.with_columns(value=value)
    result = frame.select(customer)
    for name, table in tables.items():
        result = _joined(result, table, customer, name)
    if potential is None:
        result = result.with_columns(potential=nw.lit(0.0))
    parts = ("historical", "current", "potential")
    result = result.select(customer, *parts, total=nw.col(parts[0]) + nw.col(parts[1]) + nw.col(parts[2]))
    return in_order_of(frame, result, [customer]).to_native()


def _products(table: IntoFrameT, columns: dict[str, float | None], customer: str, stays: Frame) -> Frame:
    """A table of products, checked, with the columns that it lacks, of the customers who are valued."""
    present = [name for name in columns if name in as_frame(table, _ASKED_BY).collect_schema().names()]
    numeric = [name for name in columns if name in present or name in _REQUIRED]
    frame = open_table(table, asked_by=_ASKED_BY, numeric=numeric, text=[customer])
    for name in present:
        if name in _PROBABILITIES:
            _require_within(frame, name, 1)
        elif name in _TIMES:
            _require_within(frame, name, None)
    nothing = math.nan if frame.implementation.is_dask() else None  # Dask would take a column of None for text
    lacking = {name: columns[name] for name in columns if name not in numeric}
    given = [
        nw.lit(nothing if value is None else value).cast(nw.Float64).alias(name) for name, value in lacking.items()
    ]
    return frame.select(customer, *numeric, *given).join(stays, on=customer, how="inner")


def _annuity(rate: float, late: float, horizon: int | None, until: nw.Expr | int, months: str) -> nw.Expr:
    """Value of a product's margins when it begins: the sum of what is left of it, discounted, month by month."""
    keeps = nw.col("stays") * nw.col("retention_per_month")
    step, number = keeps / (1 + rate), nw.col(months)
    lost = _where((step - 1).abs() > _NEAR_ONE, 1 - step)
    if horizon is None:
        forever = nw.when(step < 1).then(1 / _where(step < 1, 1 - step))
        endless = number.is_null()
    else:
        left = nw.lit(float(horizon)) - until
        number = nw.when(number <= left).then(number).otherwise(left)
        number = nw.when(number > 0).then(number).otherwise(nw.lit(0.0))
    closed = (1 - step**number) / lost
    near = number * step ** ((number - 1) / 2)
    total = nw.when(lost.is_null()).then(near).otherwise(closed)
    if horizon is None:
        total = nw.when(endless).then(forever).otherwise(total)
    first = (1 - late * (1 - keeps)) * (1 + rate) ** -late  # the first margin: late, from those who are then left
    return nw.col("margin_per_month") * total * first


def _joined(result: Frame, table: Frame, customer: str, name: str) -> Frame:
    """The customers with the sum of a table's values: 0 without a row, missing where a row's value is missing."""
    value = nw.col("value").cast(nw.Float64)
    table = table.select(customer, value=_where(value.is_finite(), value))
    table = table.with_columns(lacking=nw.col("value").is_null().cast(nw.Int64))
    sums = joinable(table.group_by(customer).agg(nw.col("value").sum(), nw.col("lacking").sum()))
    known = nw.when(nw.col("lacking") == 0).then(nw.col("value"))
    found = nw.when(nw.col("lacking").is_null()).then(nw.lit(0.0)).otherwise(known)
    return result.join(sums, on=customer, how="left").with_columns(found.alias(name)).drop("value", "lacking")


def _require_within(frame: Frame, column: str, most: float | None) -> None:
    """Raise ``ValueError`` for a number below 0 or above ``most``, or, without ``most``, no whole number."""
    value = nw.col(column)
    wrong = (value < 0) | (value > most if most is not None else value != value.round(0))
    row = first_row(frame.select(column).filter(wrong & ~value.is_null()))
    if row is not None:
        kind = "probabilities from 0 to 1" if most is not None else "whole months, not below 0,"
        raise ValueError(f"{_ASKED_BY} needs {kind} in {column!r}; found {row[0]!r}")


def _where(condition: nw.Expr, value: nw.Expr) -> nw.Expr:
    """The value where the condition holds, missing elsewhere: an engine that stops at a division by 0 sees none."""
    return nw.when(condition).then(value)
