"""What the bank knows of its accounts, as tables; the table of transactions is in `ledger`."""

import numpy as np
import pandas as pd

from cmlib.synthetic.accounts.balances import BalanceRows
from cmlib.synthetic.accounts.contacts import CONTACTS
from cmlib.synthetic.accounts.days import days_of
from cmlib.synthetic.accounts.holdings import NO_DAY, PRODUCT_IDS, Holdings
from cmlib.synthetic.accounts.movements import CHANNELS
from cmlib.synthetic.frames import coded
from cmlib.synthetic.people.block import PeopleBlock


def holdings_table(block: PeopleBlock, held: Holdings, holding_ids: np.ndarray) -> pd.DataFrame:
    """The table of holdings."""
    days = days_of(block.calendar)

    def dates(day):
        return np.where(day == NO_DAY, np.datetime64("NaT"), days.date(day))

    return pd.DataFrame(
        {
            "holding_id": coded(np.arange(len(held)), holding_ids),
            "customer_id": coded(held.customer, block.people.ids),
            "product_id": coded(held.product, PRODUCT_IDS),
            "opened": days.date(held.opened),
            "closed": dates(held.closed),
            "maturity": dates(held.maturity),
            "rate": held.rate,
            "channel": coded(held.channel, CHANNELS),
        }
    )


def balances_table(block: PeopleBlock, held: Holdings, rows: BalanceRows, holding_ids: np.ndarray) -> pd.DataFrame:
    """The table of balances."""
    money = {name: getattr(rows, name) / 100 for name in ("inflow", "outflow", "interest", "balance")}
    keys = {
        "holding_id": coded(rows.holding, holding_ids),
        "customer_id": coded(held.customer[rows.holding], block.people.ids),
        "month": block.calendar.first_days[rows.month],
    }
    return pd.DataFrame(keys | money)


def months_table(block: PeopleBlock, contacts: np.ndarray) -> pd.DataFrame:
    """The table of contacts."""
    customer, month = np.nonzero(block.life.present().T)
    counts = {name: part[month, customer] for name, part in zip(CONTACTS, contacts, strict=True)}
    keys = {"customer_id": coded(customer, block.people.ids), "month": block.calendar.first_days[month]}
    return pd.DataFrame(keys | counts)
