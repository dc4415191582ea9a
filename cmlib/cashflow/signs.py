"""The eight patterns of the signs of the three net cash flows, and how a lender reads them."""

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.table.door import open_table


@dataclass(frozen=True)
class Pattern:
    """Signs of the operating, investing and financing cash flow, in this order, and their reading.

    ``stage`` is the stage of the firm's life that the pattern stands for. ``name`` and ``reading`` are
    for a lender.
    """

    signs: str
    name: str
    stage: str
    reading: str


#: All eight. The reading of each pattern follows Gup, Samson, Dugan, Kim and Jittrapanun (1993), An
#: Analysis of Patterns from the Statement of Cash Flows, Financial Practice and Education 3(2); the
#: stages are those of Dickinson (2011), Cash Flow Patterns as a Proxy for Firm Life Cycle, The
#: Accounting Review 86(6), 1969-1994. The words are ours.
PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "+++", "cash from every side", "shake-out",
        "Operations earn cash, and yet assets are sold and new money is raised. Ask what the cash is saved for: "
        "a large purchase, or trouble that the owners see coming.",
    ),
    Pattern(
        "++-", "shrinking to pay back", "shake-out",
        "Operations and sold assets together pay lenders and owners. The debt falls, but so does the business: "
        "see whether operations alone would have been enough.",
    ),
    Pattern(
        "+-+", "growing with outside money", "growth",
        "Operations earn cash, but less than the firm invests; lenders or owners add the rest. Sound as long as "
        "the new assets earn their interest.",
    ),
    Pattern(
        "+--", "paying its own way", "mature",
        "Operations pay for the investments and still repay lenders or reward owners. The best pattern for a lender.",
    ),
    Pattern(
        "-++", "living on assets and new money", "decline",
        "Operations lose cash; sold assets and new loans or capital fill the hole. New credit would pay for "
        "losses: find out what ends them before lending.",
    ),
    Pattern(
        "-+-", "selling assets to pay lenders", "decline",
        "Operations lose cash, and the firm sells assets to cover that and to pay lenders or owners back. "
        "What it can still sell limits what it can still repay.",
    ),
    Pattern(
        "--+", "building on other people's money", "introduction",
        "Operations do not earn cash yet, and the firm invests with money from lenders or owners. Normal for a "
        "young firm, a warning for an old one: repayment rests on plans.",
    ),
    Pattern(
        "---", "living on reserves", "shake-out",
        "Operations lose cash, and the firm still invests and repays, all out of cash saved before. "
        "Divide the cash that is left by the year's loss of cash: so many years remain.",
    ),
)  # fmt: skip

_FLOWS = ("operating_cash_flow", "investing_cash_flow", "financing_cash_flow")


def pattern(statements: IntoFrameT, *, firm: str = "firm_id", year: str = "year") -> IntoFrameT:
    """Read the signs of the three net cash flows of every firm and year.

    A flow is ``+`` when it brought money in, and ``-`` otherwise: a flow of exactly zero brought none
    and counts as ``-``. All texts are missing where one of the flows is.

    Mind where interest stands. Chinese statements count it as financing, statements under US rules as
    operating; a firm with much debt may look like ``+`` here and like ``-`` there.

    Returns a table of the same kind: firm, year, and of the entry in ``PATTERNS`` signs, name, stage,
    reading.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for
    text among the amounts, an empty table or a repeated firm and year.

    >>> import pandas as pd
    >>> firm = pd.DataFrame({"firm_id": ["A"], "year": [2023], "operating_cash_flow": [50],
    ...                      "investing_cash_flow": [-80], "financing_cash_flow": [40]})
    >>> pattern(firm)[["signs", "name", "stage"]]
      signs                        name   stage
    0   +-+  growing with outside money  growth
    """
    frame = open_table(statements, asked_by="pattern", numeric=_FLOWS, key=[firm, year])
    texts = [_text(name).alias(name) for name in ("signs", "name", "stage", "reading")]
    return frame.select(firm, year, *texts).to_native()


def _text(attribute: str, among: Sequence[Pattern] = PATTERNS, flow: int = 0) -> nw.Expr:
    """Choose by one flow after the other: where a flow is missing, neither branch is taken."""
    if flow == len(_FLOWS):
        (chosen,) = among
        return nw.lit(getattr(chosen, attribute))
    brought_in, brought_none = (_text(attribute, [p for p in among if p.signs[flow] == s], flow + 1) for s in "+-")
    amount = nw.col(_FLOWS[flow])
    return nw.when(amount > 0).then(brought_in).otherwise(nw.when(amount <= 0).then(brought_none))
