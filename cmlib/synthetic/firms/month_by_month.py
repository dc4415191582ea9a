"""What is known and hidden of firms month by month: their accounts, what happens to them, and who leads them."""

import numpy as np
import pandas as pd

from cmlib.synthetic.firms import ability, events, monthly
from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.frames import coded
from cmlib.synthetic.rooms import Made, Room

_MONEY = (
    "account_inflow",
    "inflow_elsewhere",
    "other_inflow",
    "account_outflow",
    "deposit_end",
    "average_deposit",
    "vat_paid",
    "income_tax_paid",
    "wages_paid",
    "fee_income",
)


def make(block: FirmBlock, house) -> Made:
    """The monthly tables of a block of firms."""
    tables = {
        "firm_months": _firm_months(block),
        "firm_events": _firm_events(block),
        "management_marks": _management_marks(block),
    }
    own = monthly.habits(block)
    account_habits = {name: values[: block.count] for name, values in vars(own).items() if name != "lead"}
    return Made(
        tables,
        {
            "account_habits": pd.DataFrame({"firm_id": block.ids} | account_habits),
            "account_warnings": _account_warnings(block, own),
        },
    )


def _firm_months(block: FirmBlock) -> pd.DataFrame:
    columns = monthly.firm_months(block)
    shown = {name: values.T.ravel() / (100 if name in _MONEY else 1) for name, values in columns.items()}
    firm = np.repeat(np.arange(block.count), block.calendar.months)
    return pd.DataFrame(
        {"firm_id": coded(firm, block.ids), "month": np.tile(block.calendar.first_days, block.count)} | shown
    )


def _firm_events(block: FirmBlock) -> pd.DataFrame:
    found = events.events(block)
    columns = {
        "firm_id": coded(found.firm, block.ids),
        "date": found.date,
        "kind": coded(found.kind, events.EVENTS),
    }
    return pd.DataFrame(columns)


def _management_marks(block: FirmBlock) -> pd.DataFrame:
    marks = ability.ability_marks(block)
    firm, rater = (index.ravel() for index in np.indices(marks.shape[:2]))
    columns = {
        "firm_id": coded(firm, block.ids),
        "rater": coded(rater, ability.RATERS),
        "year": np.full(len(firm), block.first_year + block.years - 1),
    }
    return pd.DataFrame(
        columns | dict(zip(ability.ABILITIES, marks.reshape(-1, len(ability.ABILITIES)).T, strict=True))
    )


def _account_warnings(block: FirmBlock, own: monthly.Habits) -> pd.DataFrame:
    """A row a firm that defaults in a month shown, or so soon after that its account shows it already."""
    left = block.default_month - (block.calendar.months - 1)
    firm = np.flatnonzero((block.default_month >= 0) & (left <= own.lead[: block.count]))
    columns = {
        "firm_id": block.ids[firm],
        "default_month": (block.calendar.starts[0] + block.default_month[firm]).astype("datetime64[D]"),
        "lead_months": own.lead[firm],
    }
    return pd.DataFrame(columns)


ROOM = Room(
    "firms month by month",
    ("firm_months", "firm_events", "management_marks"),
    make,
    truth={
        "account_habits": "One row a firm: what part of its customers' money and of its cash is with us, and how its "
        "tax, power, payroll, wages and size of payment differ from its industry's.",
        "account_warnings": "firm_id, default_month, lead_months: how many months before its default a firm's "
        "account began to show it.",
    },
    parameters={**monthly.TRUTH.as_dict(), **events.TRUTH.as_dict(), **ability.TRUTH.as_dict()},
)
