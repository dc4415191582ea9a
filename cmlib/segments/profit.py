"""What each customer brings: margins by transfer prices, fees, cost to serve and expected loss, each shown."""

import math
import numbers
from collections.abc import Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.segments.margins import deposit_margin, fee_margin, loan_margin
from cmlib.table.door import as_frame, first_row, open_table
from cmlib.table.order import sorted_by

#: Business line of a position -> the part of profit that it goes to.
LINES: dict[str, str] = {"liability": "deposit_margin", "asset": "loan_margin", "intermediary": "fee_income"}
_GAINS = ("deposit_margin", "loan_margin", "fee_income")
_UNKNOWN = "unknown "


def profit_contribution(
    positions: IntoFrameT,
    *,
    fees: IntoFrameT | None = None,
    costs: IntoFrameT | None = None,
    expected_losses: IntoFrameT | None = None,
    by: str | Sequence[str] = "customer_id",
    months_per_row: float = 1,
    amount: str = "amount",
) -> IntoFrameT:
    """What each customer contributes to profit, part by part (客户利润贡献), in CNY.

    ``positions`` has a row a balance and period: ``business_line`` (``"liability"`` for deposits,
    ``"asset"`` for loans, ``"intermediary"`` for business that earns fees), ``balance``, ``rate`` and
    ``transfer_price`` (fractions a year), and ``fee_rate`` where there is intermediary business. A row
    stands for ``months_per_row`` months. ``fees``, ``costs`` and ``expected_losses`` are tables of the
    same engine with one or many rows a customer and their ``amount``: fees that do not hang on a balance,
    the cost to serve (see `cost_to_serve`) and the expected loss, both as positive numbers. All tables
    have the columns ``by``, the customer, or customer and year.

    Returns a table of the same kind, a row for each customer that stands in any of them: ``by``,
    ``deposit_margin``, ``loan_margin``, ``fee_income``, ``cost_to_serve``, ``expected_loss`` and
    ``profit``. Costs or losses that are not given have no column, and profit is that before them. A
    customer without rows in a table has 0 there; a missing number leaves the part and the profit missing.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for an
    unknown business line, text among the numbers, an empty table, a customer that is missing, a cost or
    loss below 0, and months that are no number above 0.

    >>> import pandas as pd
    >>> positions = pd.DataFrame({
    ...     "customer_id": ["a", "a", "b"], "business_line": ["liability", "asset", "liability"],
    ...     "balance": [120_000, 60_000, 12_000], "rate": [0.01, 0.05, 0.02], "transfer_price": [0.02, 0.03, 0.02]})
    >>> costs = pd.DataFrame({"customer_id": ["a", "b", "c"], "amount": [20.0, 5.0, 1.0]})
    >>> profit_contribution(positions, costs=costs)[["customer_id", "profit"]].values.tolist()
    [['a', 180.0], ['b', -5.0], ['c', -1.0]]
    """
    if (
        isinstance(months_per_row, bool)
        or not isinstance(months_per_row, numbers.Real)
        or not 0 < months_per_row < math.inf
    ):
        raise ValueError(f"profit_contribution needs months_per_row to be a number above 0; found {months_per_row!r}")
    keys = [by] if isinstance(by, str) else list(by)
    parts = [_margins(positions, keys, float(months_per_row))]
    for table, part in ((fees, "fee_income"), (costs, "cost_to_serve"), (expected_losses, "expected_loss")):
        if table is not None:
            parts.append(_amounts(table, keys, amount, part))
    names = [*_GAINS, *[name for (_, name) in parts if name not in (*_GAINS, "")]]
    sums = _added([frame for frame, _ in parts], keys, names)
    profit = nw.col("deposit_margin") + nw.col("loan_margin") + nw.col("fee_income")
    for name in names[len(_GAINS) :]:
        profit = profit - nw.col(name)
    return sorted_by(sums.with_columns(profit=profit), *keys).to_native()


def cost_to_serve(
    activities: IntoFrameT,
    unit_costs: Mapping[str, float],
    *,
    by: str | Sequence[str] = "customer_id",
    kind: str | None = None,
    cost_per_row: float = 0,
) -> IntoFrameT:
    """The cost to serve each customer from counts of activities and their unit costs (作业成本法), in CNY.

    ``activities`` has columns of counts with the names of ``unit_costs``. Or each row is one activity whose
    name stands in the column ``kind``, a transaction and its channel, say. Every row may cost
    ``cost_per_row`` besides: the cost of keeping a customer for a month where a row is a month.

    Returns a table of the same kind: ``by`` and ``amount``, which `profit_contribution` takes as ``costs``.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for a
    cost below 0, a kind without cost, text among the counts and an empty table.

    Source: Cooper, Kaplan (1991), Profit Priorities from Activity-Based Costing, Harvard Business Review
    69(3), 130-135.

    >>> import pandas as pd
    >>> months = pd.DataFrame({"customer_id": ["a", "a"], "counter_visits": [2, 0], "calls": [1, 1]})
    >>> cost_to_serve(months, {"counter_visits": 9, "calls": 5}, cost_per_row=2)["amount"].tolist()
    [32.0]
    """
    keys = [by] if isinstance(by, str) else list(by)
    for name, cost in {**unit_costs, "cost_per_row": cost_per_row}.items():
        if isinstance(cost, bool) or not isinstance(cost, numbers.Real) or not 0 <= cost < math.inf:
            raise ValueError(f"cost_to_serve: the cost of {name!r} is an amount from 0, found {cost!r}")
    if kind is None:
        frame = open_table(activities, asked_by="cost_to_serve", numeric=list(unit_costs), text=keys)
        amount = nw.lit(float(cost_per_row))
        for name, unit in unit_costs.items():
            amount = amount + nw.col(name) * float(unit)
    else:
        frame = open_table(activities, asked_by="cost_to_serve", text=[*keys, kind])
        known = nw.col(kind).is_in(list(unit_costs))
        odd = first_row(frame.filter(~known).select(kind))
        if odd is not None:
            raise ValueError(f"cost_to_serve knows no cost of {odd[0]!r}; it has {sorted(unit_costs)}")
        amount = nw.lit(float(cost_per_row))
        for name, unit in unit_costs.items():
            amount = nw.when(nw.col(kind) == name).then(nw.lit(float(unit + cost_per_row))).otherwise(amount)
    priced = frame.select(*keys, amount.alias("amount"))
    return sorted_by(_added([_split(priced, keys, ["amount"])], keys, ["amount"]), *keys).to_native()


def _margins(positions: Any, keys: list[str], months: float) -> tuple[Any, str]:
    columns = as_frame(positions, "profit_contribution").collect_schema().names()
    with_fees = ["fee_rate"] if "fee_rate" in columns else []
    numeric = ["balance", "rate", "transfer_price", *with_fees]
    frame = open_table(positions, asked_by="profit_contribution", numeric=numeric, text=[*keys, "business_line"])
    allowed = list(LINES) if with_fees else ["liability", "asset"]
    line = nw.col("business_line")
    odd = first_row(frame.filter(~line.is_in(allowed) | line.is_null()).select("business_line"))
    if odd is not None:
        need = "" if with_fees else "; intermediary business needs the column 'fee_rate'"
        raise ValueError(f"profit_contribution knows the business lines {allowed}; found {odd[0]!r}{need}")
    balance, price, rate = nw.col("balance"), nw.col("transfer_price"), nw.col("rate")
    fee_rate = nw.col("fee_rate") if with_fees else rate
    earned = {
        "liability": deposit_margin(balance, price, rate, months),
        "asset": loan_margin(balance, rate, price, months),
        "intermediary": fee_margin(balance, fee_rate, price, months),
    }
    parts = {part: nw.when(line == name).then(earned[name]).otherwise(nw.lit(0.0)) for name, part in LINES.items()}
    return _split(frame.select(*keys, **parts), keys, list(parts)), ""


def _amounts(table: Any, keys: list[str], amount: str, part: str) -> tuple[Any, str]:
    frame = open_table(table, asked_by="profit_contribution", numeric=[amount], text=keys)
    if part != "fee_income":
        negative = first_row(frame.filter(nw.col(amount) < 0).select(amount))
        if negative is not None:
            raise ValueError(
                f"profit_contribution subtracts costs and losses: they are given from 0; found {negative[0]} in {part}"
            )
    return _split(frame.select(*keys, nw.col(amount).alias(part)), keys, [part]), part


def _split(frame: Any, keys: list[str], parts: list[str]) -> Any:
    """Each part as a number, 0 where it is missing, and beside it how many are missing."""
    lacking = first_row(frame.filter(nw.any_horizontal(*[nw.col(key).is_null() for key in keys], ignore_nulls=True)))
    if lacking is not None:
        raise ValueError(f"a profit needs {keys} in every row; found {lacking[: len(keys)]} with a part missing")
    known = [nw.when(~nw.col(part).is_null()).then(nw.col(part)).otherwise(nw.lit(0.0)).alias(part) for part in parts]
    missing = [
        nw.when(nw.col(part).is_null()).then(nw.lit(1.0)).otherwise(nw.lit(0.0)).alias(_UNKNOWN + part)
        for part in parts
    ]
    return frame.select(*keys, *missing, *parts).with_columns(*known)


def _added(frames: list[Any], keys: list[str], parts: list[str]) -> Any:
    """The sums of all parts by key over all tables; a part is missing where one of its numbers is."""
    columns = [*parts, *[_UNKNOWN + part for part in parts]]
    aligned = []
    for frame in frames:
        there = frame.collect_schema().names()
        filled = [nw.col(name) if name in there else nw.lit(0.0).alias(name) for name in columns]
        aligned.append(frame.select(*keys, *filled))
    rows = nw.concat(aligned, how="vertical") if len(aligned) > 1 else aligned[0]
    sums = rows.group_by(*keys).agg(*[nw.col(name).sum() for name in columns])
    known = [nw.when(nw.col(_UNKNOWN + part) == 0).then(nw.col(part)).alias(part) for part in parts]
    return sums.select(*keys, *known)
