"""The structure of cash flow: what came in and went out, by activity."""

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from cmlib.items import ITEMS
from cmlib.statements.proportions import fraction
from cmlib.table.door import open_table
from cmlib.table.expressions import not_below_zero, total

#: Activity -> its lines in the cash-flow statement, each with +1 (a receipt) or -1 (a payment).
ACTIVITIES = {activity: ITEMS[f"{activity}_cash_flow"].total_of for activity in ("operating", "investing", "financing")}

_SIDES = ("inflow", "outflow")


def structure(statements: IntoFrameT, *, firm: str = "firm_id", year: str = "year") -> IntoFrameT:
    """Cash in, cash out and net of each activity, and its share of all inflows and outflows (现金流量结构).

    A line is an inflow where it adds to cash and an outflow where it takes cash away; both are
    positive numbers. So ``other_operating_receipts``, which is shown net, counts on the side that its
    sign gives it.

    Returns a table of the same kind: firm, year; for each activity (operating, investing, financing)
    ``operating_inflow``, ``operating_outflow``, ``operating_net``; ``total_inflow``, ``total_outflow``,
    ``total_net``; and the fractions ``operating_share_of_inflows``, ``operating_share_of_outflows``, ….
    A share is missing where there is nothing to share, and everything that rests on a missing line is
    missing.

    Raises ``TypeError`` for what is no table, ``LookupError`` for a missing column, ``ValueError`` for
    text among the amounts, an empty table or a repeated firm and year.

    Source: Robinson, Henry, Pirie, Broihahn (2015), International Financial Statement Analysis,
    3rd ed., ch. 6 (total cash inflows and outflows method).

    >>> import pandas as pd
    >>> lines = dict.fromkeys(["other_operating_receipts", "taxes_paid", "investments_sold",
    ...     "proceeds_from_disposals", "investments_purchased", "equity_issued", "dividends_paid"], 0)
    >>> firm = pd.DataFrame([{"firm_id": "A", "year": 2023, **lines, "cash_received_from_customers": 90,
    ...     "cash_paid_to_suppliers_and_employees": 70, "capital_expenditure": 20, "borrowings_received": 10,
    ...     "borrowings_repaid": 6, "interest_paid": 4}])
    >>> structure(firm)[["operating_net", "operating_share_of_inflows", "operating_share_of_outflows"]]
       operating_net  operating_share_of_inflows  operating_share_of_outflows
    0           20.0                         0.9                          0.7
    """
    lines = [line for parts in ACTIVITIES.values() for line, _ in parts]
    frame = open_table(statements, asked_by="structure", numeric=lines, key=[firm, year])
    sides = {}
    for activity, parts in ACTIVITIES.items():
        flows = [nw.col(line) * factor for line, factor in parts]
        sides[f"{activity}_inflow"] = total([not_below_zero(flow) for flow in flows])
        sides[f"{activity}_outflow"] = total([not_below_zero(-flow) for flow in flows])
    frame = frame.select(firm, year, **sides)
    totals = {f"total_{side}": total([nw.col(f"{activity}_{side}") for activity in ACTIVITIES]) for side in _SIDES}
    frame = frame.with_columns(**totals)
    nets = {
        activity: (nw.col(f"{activity}_inflow") - nw.col(f"{activity}_outflow")).alias(f"{activity}_net")
        for activity in (*ACTIVITIES, "total")
    }
    amounts = [
        column
        for activity, net in nets.items()
        for column in (nw.col(f"{activity}_inflow"), nw.col(f"{activity}_outflow"), net)
    ]
    shares = {
        f"{activity}_share_of_{side}s": fraction(nw.col(f"{activity}_{side}"), nw.col(f"total_{side}"))
        for activity in ACTIVITIES
        for side in _SIDES
    }
    return frame.select(firm, year, *amounts, **shares).to_native()
