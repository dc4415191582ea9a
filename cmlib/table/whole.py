"""Ratios of whole tables of statements: pandas, polars, pyarrow, DuckDB, Dask or PySpark.

The signatures of the formulas say which columns are needed. An eager frame is worked through as
arrays, block by block; a lazy engine gets one expression a ratio and runs them when it likes.
"""

from collections.abc import Iterator
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.items import EARLIER
from cmlib.table.arrays import beside, blocks
from cmlib.table.door import Frame
from cmlib.table.flags import reason_expression, reasons_in_arrays
from cmlib.table.long import long_form
from cmlib.table.selection import open_statements, parameters_of
from cmlib.table.years import Panel, join_earlier_years, statement_of


def ratio_table(statements: IntoFrameT, ratios: Any = None, firm: str = "firm_id", year: str = "year") -> IntoFrameT:
    """Ratios of every firm and year, in the same kind of table as ``statements``.

    ``statements`` has one row for each firm and year and the line items of `cmlib.items` as columns.
    ``ratios`` is a name or a function, or several of them; a function of your own is made a ratio by
    `cmlib.formula.formula`. Without it, every ratio is computed whose line items are in the
    table. Items of an earlier year are looked up in the firm's statement of that very year.

    Returns the columns ``firm``, ``year`` and one a ratio, as 64-bit floats; what cannot be computed is
    missing; `ratio_flags` says why, row by row, and `ratio_report` sums it up and names the ratios that were
    left out, because the table lacks their columns. Eager tables keep their row order; other columns are dropped.

    Raises ``TypeError`` when ``statements`` is no table or a ratio no ratio, ``LookupError`` for an
    unknown ratio and for missing columns, ``ValueError`` for an empty table, text where numbers belong,
    a (firm, year) that is incomplete or not unique, and a year that is no whole number.

    >>> import pandas as pd
    >>> statements = pd.DataFrame({
    ...     "firm_id": ["A", "A", "A"], "year": [2018, 2019, 2021], "revenue": [100.0, 120.0, 150.0],
    ... })
    >>> ratio_table(statements, "sales_growth")
      firm_id  year  sales_growth
    0       A  2018           NaN
    1       A  2019           0.2
    2       A  2021           NaN
    """
    frame, formulas = open_statements(statements, ratios, firm, year, "ratio_table")
    if isinstance(frame, nw.LazyFrame):
        joined = join_earlier_years(frame, parameters_of(formulas), firm, year)
        computed = [
            formula(**{name: nw.col(name) for name in formula.parameters}).alias(formula.__name__)
            for formula in formulas
        ]
        return joined.select(firm, year, *computed).to_native()
    columns = {formula.__name__: np.empty(len(frame)) for formula in formulas}
    for rows, formula, _, result, _ in _computed(frame, formulas, firm, year):
        columns[formula.__name__][rows] = result
    return beside(frame.select(firm, year), columns).to_native()


def ratio_flags(statements: IntoFrameT, ratios: Any = None, firm: str = "firm_id", year: str = "year") -> IntoFrameT:
    """Why ratios are missing: a long table with the columns ``firm``, ``year``, ``ratio``, ``reason``.

    It has one row for every missing value of `ratio_table`, which takes the same arguments and raises
    the same errors, and is the same kind of table. Sign traps are among them: a growth rate on a base
    below zero, a return on equity that is used up. Rows of eager tables keep their order.

    >>> import pandas as pd
    >>> statements = pd.DataFrame({
    ...     "firm_id": ["A", "A"], "year": [2018, 2019], "net_income": [10.0, -20.0], "equity": [5.0, -15.0],
    ... })
    >>> for flag in ratio_flags(statements, "return_on_equity").itertuples(index=False):
    ...     print(*flag, sep=" | ")
    A | 2018 | return_on_equity | no statement for the year before
    A | 2019 | return_on_equity | denominator (equity_prior + equity) / 2 is negative
    """
    frame, formulas = open_statements(statements, ratios, firm, year, "ratio_flags")
    if isinstance(frame, nw.LazyFrame):
        joined = join_earlier_years(frame, parameters_of(formulas), firm, year)
        names = joined.collect_schema().names()
        without = {
            back: nw.col(statement_of(back)).is_null() for back in EARLIER.values() if statement_of(back) in names
        }
        reasons = [
            reason_expression(formula, {name: nw.col(name) for name in formula.parameters}, without).alias(
                formula.__name__
            )
            for formula in formulas
        ]
        return long_form(
            joined.select(firm, year, *reasons), [f.__name__ for f in formulas], value="reason"
        ).to_native()
    found = []
    for rows, formula, values, result, without in _computed(frame, formulas, firm, year):
        missing = np.flatnonzero(np.isnan(result))
        texts = reasons_in_arrays(
            formula,
            {name: values[name][missing] for name in formula.parameters},
            {back: absent[missing] for back, absent in without.items()},
        )
        found.append((rows.start + missing, np.full(len(missing), formula.__name__, dtype=object), texts))
    place, name, reason = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort(place, kind="stable")
    keys = frame.select(firm, year)[place[order], :]
    return beside(keys, {"ratio": name[order], "reason": reason[order]}, nw.String).to_native()


def _computed(frame: Frame, formulas: Any, firm: str, year: str) -> Iterator[tuple]:
    """Block by block: the rows, the formula, all parameters' values, the ratio, and where statements lack."""
    panel = Panel(frame, parameters_of(formulas), firm, year)
    for rows in blocks(len(frame)):
        values, without = panel.read(rows), panel.without_statement(rows)
        for formula in formulas:
            yield rows, formula, values, formula(**{name: values[name] for name in formula.parameters}), without
