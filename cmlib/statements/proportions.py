"""Statements in other units than money: as parts of a whole, as multiples of a base year, as changes.

All three keep the names of the line items, so that a table of fractions reads like the statements
themselves. Columns that are no line items are left out.
"""

import numbers

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.items import ITEMS
from cmlib.table.door import Frame, check_table, open_table, require_whole_years
from cmlib.table.order import in_order_of
from cmlib.table.years import join_earlier_years

#: Statement -> the line item that counts as the whole.
WHOLE = {"balance sheet": "total_assets", "income statement": "revenue", "cash-flow statement": "revenue"}


def common_size(statements: IntoFrameT, *, firm: str = "firm_id", year: str = "year") -> IntoFrameT:
    """Every line item as a fraction of its whole (vertical analysis, 结构分析).

    The whole is ``total_assets`` for the balance sheet and ``revenue`` for the income statement and the
    cash-flow statement. (Cash flows could also be set against all inflows and all outflows:
    `cmlib.cashflow.structure` does that.) A fraction is missing where the whole is not above zero.

    Returns a table of the same kind: firm, year, and the line items that the table has, in fractions.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column or a table without
    line items, ``ValueError`` for text among the amounts, an empty table or a repeated firm and year.

    Source: Robinson, Henry, Pirie, Broihahn (2015), International Financial Statement Analysis,
    3rd ed., ch. 4-6.

    >>> import pandas as pd
    >>> firm = pd.DataFrame({"firm_id": ["A"], "year": [2023], "total_assets": [800], "cash": [40]})
    >>> common_size(firm)
      firm_id  year  cash  total_assets
    0       A  2023  0.05           1.0
    """
    items = _items_of(statements, "common_size")
    wholes = {name: WHOLE[ITEMS[name].statement] for name in items}
    frame = open_table(statements, asked_by="common_size", numeric=[*items, *wholes.values()], key=[firm, year])
    parts = [fraction(nw.col(name), nw.col(whole)).alias(name) for name, whole in wholes.items()]
    return frame.select(firm, year, *parts).to_native()


def index_to_base(statements: IntoFrameT, base_year: int, *, firm: str = "firm_id", year: str = "year") -> IntoFrameT:
    """Every line item as a multiple of its amount in the base year (horizontal analysis, 定基趋势分析).

    The base year itself is 1.0 and 1.25 means a quarter more. (Textbooks print 100 and 125; fractions
    stay fractions here.) The index is missing where the firm has no row for the base year and where the
    amount of the base year is not above zero, because no multiple of a loss means anything.

    Returns a table of the same kind: firm, year, and the line items that the table has.

    Raises ``TypeError`` for a base year that is no whole number, ``ValueError`` for one that no firm
    has, and what `common_size` raises.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 1 (index-number trend
    analysis).

    >>> import pandas as pd
    >>> firm = pd.DataFrame({"firm_id": ["A", "A"], "year": [2022, 2023], "revenue": [200, 250]})
    >>> index_to_base(firm, base_year=2022)
      firm_id  year  revenue
    0       A  2022     1.00
    1       A  2023     1.25
    """
    if not isinstance(base_year, numbers.Integral) or isinstance(base_year, bool):
        raise TypeError(f"index_to_base needs a whole number as base_year, found {base_year!r}")
    items = _items_of(statements, "index_to_base")
    frame = open_table(statements, asked_by="index_to_base", numeric=items, key=[firm, year])
    _require_base(frame, year, int(base_year))
    at_base = {name: f"{name}_at_base" for name in items}
    base = frame.filter(nw.col(year) == int(base_year)).select(firm, *[nw.col(a).alias(b) for a, b in at_base.items()])
    joined = frame.select(firm, year, *items).join(base, on=firm, how="left")
    multiples = [fraction(nw.col(name), nw.col(base)).alias(name) for name, base in at_base.items()]
    return in_order_of(frame, joined.select(firm, year, *multiples), [firm, year]).to_native()


def change(statements: IntoFrameT, *, relative: bool = False, firm: str = "firm_id", year: str = "year") -> IntoFrameT:
    """What every line item gained or lost against the year before (环比分析).

    In money, or with ``relative=True`` as a fraction of the amount of the year before, missing where
    that amount is not above zero. Missing, too, where the table has no row for the year before.

    Returns a table of the same kind: firm, year, and the line items that the table has.

    Raises what `common_size` raises, and ``ValueError`` when a year is no whole number.

    Source: Subramanyam (2014), Financial Statement Analysis, 11th ed., ch. 1 (year-to-year change
    analysis).

    >>> import pandas as pd
    >>> firm = pd.DataFrame({"firm_id": ["A", "A"], "year": [2022, 2023], "revenue": [200, 250]})
    >>> change(firm)["revenue"].tolist()
    [nan, 50.0]
    >>> change(firm, relative=True)["revenue"].tolist()
    [nan, 0.25]
    """
    items = _items_of(statements, "change")
    frame = check_table(statements, asked_by="change", numeric=items, key=[firm, year])
    require_whole_years(frame, year, "change")
    prior = {name: f"{name}_prior" for name in items}
    joined = join_earlier_years(frame, [*prior, *prior.values()], firm, year)
    changes = {name: nw.col(name) - nw.col(before) for name, before in prior.items()}
    if relative:
        changes = {name: fraction(gain, nw.col(prior[name])) for name, gain in changes.items()}
    return in_order_of(frame, joined.select(firm, year, **changes), [firm, year]).to_native()


def fraction(part: nw.Expr, whole: nw.Expr) -> nw.Expr:
    """``part`` over ``whole``; missing where the whole is not above zero, as in every ratio."""
    quotient = nw.when(whole > 0).then(part / whole)
    return nw.when(quotient.is_finite()).then(quotient)


def _items_of(statements: IntoFrameT, asked_by: str) -> list[str]:
    """The line items among the columns, in statement order."""
    columns = check_table(statements, asked_by=asked_by).collect_schema().names()
    items = [name for name in ITEMS if name in columns]
    if not items:
        raise LookupError(
            f"{asked_by} needs at least one line item of cmlib.items.ITEMS as a column, such as 'revenue'; "
            f"the table has {columns}"
        )
    return items


def _require_base(frame: Frame, year: str, base_year: int) -> None:
    require_whole_years(frame, year, "index_to_base")
    years = frame.select(nw.col(year).min().alias("first"), nw.col(year).max().alias("last"))
    at_base = frame.filter(nw.col(year) == base_year).head(1).select(year)
    if isinstance(frame, nw.LazyFrame):
        years, at_base = years.collect(), at_base.collect()
    if not len(at_base):
        first, last = years.rows()[0]
        raise ValueError(f"index_to_base: no firm has the base year {base_year}; the table runs from {first} to {last}")
