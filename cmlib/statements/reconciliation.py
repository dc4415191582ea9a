"""Reported sales against what the bank, the tax office and the power company see.

A firm can write any sales into its statements. It cannot write its customers' payments into its accounts, and it
seldom pays tax and power for sales that it has invented. No single comparison convicts: late payers lower
inflows, exports are free of value-added tax, a new machine needs less power. Evidence from two sources is another
matter.
"""

from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.items import base_item
from cmlib.statements.industry_medians import with_industry_medians
from cmlib.statements.reconciliation_rules import EVIDENCE, RECONCILIATION, ReconciliationRules, SalesCheck
from cmlib.table.door import Frame, check_table, open_table, require_whole_years
from cmlib.table.grouped import joinable
from cmlib.table.order import sorted_by

#: Columns of a monthly table whose sum over a year is the evidence; inflows hold value-added tax.
_MONTHLY = {
    "inflows": ("account_inflow", "inflow_elsewhere"),
    "value-added tax": ("vat_paid",),
    "electricity": ("electricity_kwh",),
}
_TOO_HIGH, _TOO_LOW, _IN_LINE = "sales look too high", "sales look too low", "in line"
_YEAR, _MONTHS, _MEDIAN = "year of the months", "months", ", median of the industry"


def reconcile_sales(
    statements: IntoFrameT,
    months: IntoFrameT,
    industries: IntoFrameT | None = None,
    *,
    rules: ReconciliationRules = RECONCILIATION,
    firm: str = "firm_id",
    year: str = "year",
    month: str = "month",
    industry: str = "industry",
) -> IntoFrameT:
    """Hold each firm's reported sales against account inflows, value-added tax and electricity (交叉核对).

    ``statements`` has one row a firm and year with ``revenue`` and ``cash_received_from_customers``; ``months`` one
    row a firm and month (a date in it) with ``account_inflow`` and ``inflow_elsewhere`` (customers' payments at this
    bank and at others, value-added tax included), ``vat_paid`` and ``electricity_kwh``. ``industries`` names each
    firm's industry, one row a firm; leave it out when ``statements`` has the column ``industry`` itself. Only
    columns that the ``rules`` use are needed. A year counts when all its twelve months are there.

    The evidence implies sales by a norm: the firm's mean evidence per unit of sales over its other years, or the
    median of its industry in the same year, the firm's own included. (Books cooked in every year shown
    look alike to the first norm, an industry that cooks together to the second.)

    Returns a long table of the same kind, one row for each firm, year and check that can be made: ``check``,
    ``evidence``, ``reported``, ``implied`` (both CNY), ``ratio`` (implied over reported), ``finding``
    (``"sales look too high"``, ``"sales look too low"``, ``"in line"``) and ``reason``, missing when in line.
    `suspicious_sales` counts the sources that speak against a firm.

    Raises ``TypeError`` for what is no table and for tables of different engines, ``LookupError`` for a missing
    column, ``ValueError`` for text among the numbers, months that are no dates, an empty table, a repeated firm
    and year or month, and a firm without industry.

    >>> import pandas as pd
    >>> statements = pd.DataFrame({"firm_id": "A", "year": [2022, 2023], "revenue": [1200.0, 1500.0]})
    >>> months = pd.DataFrame({"firm_id": "A", "month": pd.date_range("2022-01-01", periods=24, freq="MS"),
    ...                        "electricity_kwh": 50})
    >>> electricity = ReconciliationRules("power only", "example", 0.13, (RECONCILIATION.checks[4],))
    >>> reconcile_sales(statements, months, rules=electricity)[["year", "implied", "ratio", "finding"]]
       year  implied  ratio              finding
    0  2022   1500.0   1.25   sales look too low
    1  2023   1200.0   0.80  sales look too high
    """
    items = list(dict.fromkeys(check.reported for check in rules.checks))
    for item in items:
        base_item(item)
    kinds = [kind for kind in EVIDENCE if any(check.evidence == kind for check in rules.checks)]
    frame = open_table(statements, asked_by="reconcile_sales", numeric=items, key=[firm, year])
    require_whole_years(frame, year, "reconcile_sales")
    yearly = _yearly(months, kinds, rules.value_added_tax_rate, firm, month)
    if (type(yearly), yearly.implementation) != (type(frame), frame.implementation):
        raise TypeError(
            "reconcile_sales needs all tables from one engine, "
            f"found {frame.implementation} and {yearly.implementation}"
        )
    named = [industry] if industries is None and industry in frame.collect_schema().names() else []
    joined = frame.select(firm, year, *named, *items, nw.col(year).cast(nw.Int64).alias(_YEAR))
    joined = joined.join(yearly, on=[firm, _YEAR], how="inner")
    joined = _with_norms(joined, rules.checks, industries, firm, year, industry)
    made = nw.concat([_made(joined, check, firm, year) for check in rules.checks])
    return sorted_by(made, firm, year, "check").to_native()


def suspicious_sales(
    reconciliation: IntoFrameT, least_sources: int = 2, *, firm: str = "firm_id", year: str = "year"
) -> IntoFrameT:
    """Firm-years whose reported sales look too high to at least so many sources of evidence.

    ``reconciliation`` is a table of `reconcile_sales`. Two checks of one source (value-added tax against other years
    and against the industry) count once.

    Returns a table of the same kind: firm, year, ``sources``; it has no rows when nothing is suspicious.

    Raises ``ValueError`` for a number of sources below 1, and ``LookupError`` for another table.

    >>> import pandas as pd
    >>> checks = pd.DataFrame({"firm_id": "A", "year": [2022, 2023, 2023, 2023], "finding": "sales look too high",
    ...     "evidence": ["electricity", "electricity", "value-added tax", "value-added tax"]})
    >>> suspicious_sales(checks)
      firm_id  year  sources
    0       A  2023        2
    """
    if isinstance(least_sources, bool) or not isinstance(least_sources, int) or least_sources < 1:
        raise ValueError(f"suspicious_sales needs least_sources to be 1 or more, found {least_sources!r}")
    frame = check_table(reconciliation, asked_by="suspicious_sales", text=[firm, year, "evidence", "finding"])
    against = frame.filter(nw.col("finding") == _TOO_HIGH).select(firm, year, "evidence").unique()
    counted = against.group_by(firm, year).agg(nw.len().alias("sources"))
    counted = counted.with_columns(nw.col("sources").cast(nw.Int64)).filter(nw.col("sources") >= least_sources)
    return sorted_by(counted, firm, year).to_native()


def _yearly(months: Any, kinds: Sequence[str], tax_rate: float, firm: str, month: str) -> Frame:
    """The evidence of each firm and whole year; missing when a month's amount is."""
    columns = [column for kind in kinds for column in _MONTHLY[kind]]
    frame = open_table(months, asked_by="reconcile_sales", numeric=columns, key=[firm, month])
    dtype = frame.collect_schema()[month]
    if dtype not in (nw.Date, nw.Datetime):
        raise ValueError(f"reconcile_sales needs dates in {month!r}, found {dtype}")
    frame = frame.select(firm, nw.col(month).dt.year().cast(nw.Int64).alias(_YEAR), *columns)
    sums = [nw.col(column).sum() for column in columns]
    counts = [nw.col(column).count().alias(f"{column}, {_MONTHS}") for column in columns]
    sums_and_counts = joinable(frame.group_by(firm, _YEAR).agg(*sums, *counts))
    whole = {column: nw.when(nw.col(f"{column}, {_MONTHS}") == 12).then(nw.col(column)) for column in columns}
    evidence = {}
    for kind in kinds:
        first, *others = (whole[column] for column in _MONTHLY[kind])
        evidence[kind] = sum(others, start=first)
    if "inflows" in evidence:
        evidence["inflows"] = evidence["inflows"] / (1 + tax_rate)
    return sums_and_counts.select(firm, _YEAR, *[value.alias(kind) for kind, value in evidence.items()])


def _with_norms(
    frame: Frame, checks: Sequence[SalesCheck], industries: Any, firm: str, year: str, industry: str
) -> Frame:
    """Add each check's norm, in a column named as the check: evidence per unit of what is reported."""
    rates = {check.name: nw.col(check.evidence) / _above_zero(check.reported) for check in checks}
    frame = frame.with_columns(**rates)
    own = [check.name for check in checks if check.norm == "own years"]
    if own:
        totals = [nw.col(name).sum().alias(f"{name}, sum") for name in own]
        counts = [nw.col(name).count().alias(f"{name}, {_MONTHS}") for name in own]
        frame = frame.join(joinable(frame.group_by(firm).agg(*totals, *counts)), on=firm, how="left")
        for name in own:
            others = nw.col(f"{name}, {_MONTHS}") - 1
            rest = nw.col(f"{name}, sum") - nw.col(name)
            frame = frame.with_columns(nw.when(others > 0).then(rest / others).alias(name))
    trade = [check.name for check in checks if check.norm == "industry"]
    if trade:
        frame = with_industry_medians(frame, industries, trade, _MEDIAN, firm, year, industry)
        frame = frame.with_columns(*[nw.col(f"{name}{_MEDIAN}").alias(name) for name in trade])
    return frame.with_columns(*[nw.lit(1.0).alias(check.name) for check in checks if check.norm == "none"])


def _made(frame: Frame, check: SalesCheck, firm: str, year: str) -> Frame:
    """One check's rows, where reported and implied amounts are known."""
    implied = nw.col(check.evidence) / _above_zero(check.name)
    ratio = implied / _above_zero(check.reported)
    table = frame.select(
        firm,
        year,
        nw.lit(check.name).alias("check"),
        nw.lit(check.evidence).alias("evidence"),
        nw.col(check.reported).alias("reported"),
        implied.alias("implied"),
        ratio.alias("ratio"),
    ).filter(nw.col("ratio").is_finite())
    return table.with_columns(
        finding=_by_bounds(check, nw.lit(_TOO_HIGH), nw.lit(_TOO_LOW)).otherwise(nw.lit(_IN_LINE)),
        reason=_by_bounds(check, nw.lit(check.too_high), nw.lit(check.too_low)),
    )


def _by_bounds(check: SalesCheck, below: nw.Expr, above: nw.Expr) -> Any:
    ratio = nw.col("ratio")
    return nw.when(ratio < check.least).then(below).when(ratio > check.most).then(above)


def _above_zero(name: str) -> nw.Expr:
    return nw.when(nw.col(name) > 0).then(nw.col(name))
