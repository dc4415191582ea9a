"""Can the firm pay what falls due this year, and from what?"""

from collections.abc import Mapping
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.items import base_item
from cmlib.table.door import Frame, check_table, require_whole_years
from cmlib.table.expressions import not_below_zero, smaller
from cmlib.table.order import in_order_of
from cmlib.table.years import join_earlier_years


@dataclass(frozen=True)
class Source:
    """A source of repayment. ``column`` holds what it pays, ``verdict`` is given when it pays the last part."""

    column: str
    verdict: str
    meaning: str


#: The ladder, from the soundest source down. A source is used only for what those above it leave open.
SOURCES: tuple[Source, ...] = (
    Source(
        "from_operations", "operations",
        "Operating cash flow, before interest. Negative where operations took cash: then the sources below "
        "must pay for that as well.",
    ),
    Source(
        "from_cash_in_hand", "cash in hand",
        "Cash and securities that can be sold within days, as the last balance sheet shows them.",
    ),
    Source("from_asset_sales", "asset sales", "Plant and equipment sold this year: it cannot be sold twice."),
    Source("from_owners", "owners", "Capital that the owners put in this year."),
    Source(
        "from_new_borrowing", "new borrowing",
        "Loans drawn this year, beyond those that replaced repaid loans which were not due in this reckoning.",
    ),
)  # fmt: skip

_INTEREST, _INSTALMENTS = "interest_paid", "current_portion_of_long_term_debt_prior"
_SHORT_TERM = "short_term_debt_prior"
_OTHERS = (
    "operating_cash_flow", "cash_prior", "short_term_investments_prior", "proceeds_from_disposals",
    "equity_issued", "borrowings_received", "borrowings_repaid",
)  # fmt: skip
# Amounts below this fraction of what had to be paid are rounding, not money.
_ROUNDING = 1e-12
_HALF_A_CENT = 0.005


def repayment_source(
    statements: IntoFrameT, *, renewed: bool = True, firm: str = "firm_id", year: str = "year"
) -> IntoFrameT:
    """Name, for every firm and year, the weakest source needed to pay what fell due.

    Due are the interest paid and the instalments that the last balance sheet shows as due
    (``interest_paid + current_portion_of_long_term_debt_prior``, the denominator of
    ``debt_service_cover``). Short-term loans are taken as renewed, as is usual with working capital;
    ``renewed=False`` asks the harder question and adds ``short_term_debt_prior``.

    The sources pay in the order of ``SOURCES``, each as much as it can of what is still open. The
    verdict is that of the last source that had to pay: ``"operations"``, ``"cash in hand"``, ``"asset
    sales"``, ``"owners"``, ``"new borrowing"``; ``"not covered"`` when all together fall short;
    ``"nothing due"`` when nothing was due. Investment and dividends are not subtracted: a firm can put
    them off, interest it cannot.

    Returns a table of the same kind: firm, year, due, the amount from each source, not_covered,
    verdict. The amounts from the sources and not_covered add up to due. Without the year before, or
    with a line missing, all of them are missing. `repayment_evidence` puts a row into words.

    Raises ``TypeError`` for what is no table or a ``renewed`` that is not true or false, ``LookupError``
    for a missing column, ``ValueError`` for text among the amounts, a year that is no whole number,
    an empty table or a repeated firm and year.

    >>> import pandas as pd
    >>> lines = dict.fromkeys(["short_term_investments", "proceeds_from_disposals", "equity_issued"], 0)
    >>> firm = pd.DataFrame([
    ...     {"firm_id": "A", "year": 2022, **lines, "operating_cash_flow": 90, "interest_paid": 20, "cash": 30,
    ...      "current_portion_of_long_term_debt": 80, "borrowings_received": 0, "borrowings_repaid": 0},
    ...     {"firm_id": "A", "year": 2023, **lines, "operating_cash_flow": 75, "interest_paid": 20, "cash": 5,
    ...      "current_portion_of_long_term_debt": 0, "borrowings_received": 0, "borrowings_repaid": 80}])
    >>> verdict = repayment_source(firm).iloc[1]
    >>> verdict["verdict"]
    'cash in hand'
    >>> repayment_evidence(verdict)
    'Due 100.00; operations 75.00, cash in hand 25.00. Verdict: cash in hand.'
    """
    if not isinstance(renewed, bool):
        raise TypeError(f"repayment_source needs renewed to be True or False, found {renewed!r}")
    parameters = [_INTEREST, _INSTALMENTS, *_OTHERS] + ([] if renewed else [_SHORT_TERM])
    items = [base_item(parameter)[0] for parameter in parameters]
    checked = check_table(statements, asked_by="repayment_source", numeric=items, key=[firm, year])
    require_whole_years(checked, year, "repayment_source")
    frame = join_earlier_years(checked, parameters, firm, year)
    principal = nw.col(_INSTALMENTS) if renewed else nw.col(_INSTALMENTS) + nw.col(_SHORT_TERM)
    not_due = not_below_zero(nw.col("borrowings_repaid") - principal)
    frame = frame.select(
        firm,
        year,
        due=nw.col(_INTEREST) + principal,
        from_operations=nw.col("operating_cash_flow"),
        from_cash_in_hand=nw.col("cash_prior") + nw.col("short_term_investments_prior"),
        from_asset_sales=nw.col("proceeds_from_disposals"),
        from_owners=nw.col("equity_issued"),
        from_new_borrowing=not_below_zero(nw.col("borrowings_received") - not_due),
    )
    frame = _pay(frame)
    complete = ~nw.col("not_covered").is_null()  # a missing amount makes everything below it missing
    amounts = ["due", *[source.column for source in SOURCES], "not_covered"]
    shown = [nw.when(complete).then(nw.col(name)).alias(name) for name in amounts]
    verdict = nw.when(complete).then(_verdict()).alias("verdict")
    return in_order_of(checked, frame.select(firm, year, *shown, verdict), [firm, year]).to_native()


def repayment_evidence(row: Mapping) -> str:
    """Put one row of `repayment_source` into a sentence with its figures.

    ``row`` is a dictionary, a pandas Series, or whatever else gives a column's value for its name.

    Raises ``LookupError`` when the row lacks a column of `repayment_source`, ``TypeError`` for a whole table.

    >>> row = dict.fromkeys(["from_cash_in_hand", "from_asset_sales", "from_owners"], 0)
    >>> row |= {"due": 100, "from_operations": -30, "from_new_borrowing": 90, "not_covered": 40}
    >>> repayment_evidence(row | {"verdict": "not covered"})
    'Due 100.00; operations took 30.00, new borrowing 90.00, left open 40.00. Verdict: not covered.'
    """
    names = ["due", *[source.column for source in SOURCES], "not_covered", "verdict"]
    missing = [name for name in names if name not in row]
    if missing:
        raise LookupError(f"repayment_evidence needs a row of repayment_source; it lacks {missing}")
    if np.ndim(row["due"]):
        raise TypeError(
            "repayment_evidence needs one row of repayment_source, such as table.iloc[-1]; "
            f"found a whole {type(row).__name__}"
        )
    if any(pd.isna(row[name]) for name in names):
        return "No verdict: a line is missing, or the year before."
    paid = [(source.verdict, row[source.column]) for source in SOURCES] + [("left open", row["not_covered"])]
    figures = [
        f"{name} {'took ' if amount < 0 else ''}{abs(amount):,.2f}"
        for name, amount in paid
        if abs(amount) >= _HALF_A_CENT
    ]
    return f"Due {row['due']:,.2f}; {', '.join(figures) or 'nothing paid'}. Verdict: {row['verdict']}."


def _pay(frame: Frame) -> Frame:
    """Let each source pay what it can of what is open. ``open_3`` is what the first three leave open."""
    frame = frame.with_columns(open_0=nw.col("due"))
    for step, source in enumerate(SOURCES):
        still_open = nw.col(f"open_{step}")
        frame = frame.with_columns(smaller(nw.col(source.column), still_open).alias(source.column))
        frame = frame.with_columns((still_open - nw.col(source.column)).alias(f"open_{step + 1}"))
    return frame.with_columns(not_covered=nw.col(f"open_{len(SOURCES)}"))


def _verdict() -> nw.Expr:
    """The first source after which nothing is left open, read from the end of the ladder upwards."""
    rounding = (nw.col("due") + nw.col("from_operations").abs()) * _ROUNDING
    verdict = nw.lit("not covered")
    for step, source in reversed(list(enumerate(SOURCES, start=1))):
        verdict = nw.when(nw.col(f"open_{step}") <= rounding).then(nw.lit(source.verdict)).otherwise(verdict)
    return nw.when(nw.col("due") <= 0).then(nw.lit("nothing due")).otherwise(verdict)
