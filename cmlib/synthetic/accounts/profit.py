"""What each customer brings in a year: the truth that a student computes again from the tables.

Interest margin: for each month-end balance of a deposit, balance x (transfer price - the customer's rate) / 12.
Fee income: balance x (fee rate - transfer price) / 12 of intermediary products (only the card has a transfer price:
what is owed on it must be funded), and fee / 12 for each month at whose end the product is held. Cost to serve: what
`service_costs` says of contacts, transactions and months. Expected loss and the margin of loans are not in it.
"""

import numpy as np
import pandas as pd

from cmlib.synthetic.accounts.balances import BalanceRows
from cmlib.synthetic.accounts.contacts import CONTACTS
from cmlib.synthetic.accounts.days import days_of
from cmlib.synthetic.accounts.holdings import NO_DAY, PRODUCT_IDS, TRANSFER_PRICE, Holdings
from cmlib.synthetic.accounts.service_costs import CONTACT_COST, MONTHLY_COST, TRANSACTION_COST
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.world.products import BY_ID

_DEPOSIT = np.array([BY_ID[product].business_line == "liability" for product in PRODUCT_IDS])
_FEE_RATE = np.array([BY_ID[product].fee_rate for product in PRODUCT_IDS])
_FEE = np.array([BY_ID[product].fee for product in PRODUCT_IDS])


def customer_profit(
    block: PeopleBlock, held: Holdings, rows: BalanceRows, contacts: np.ndarray, transactions: np.ndarray
) -> pd.DataFrame:
    """A row a customer and year in which he or she was a customer.

    ``contacts`` are as `draw_contacts` gives them; ``transactions`` counts them by (channel, month, customer).
    """
    product, month = held.product[rows.holding], rows.month
    deposit = _DEPOSIT[product]
    yearly = np.where(
        deposit, TRANSFER_PRICE[product] - held.rate[rows.holding], _FEE_RATE[product] - TRANSFER_PRICE[product]
    )
    earned = rows.balance / 100 * yearly / 12
    customer = held.customer[rows.holding]
    margin = _sums(block, month[deposit], customer[deposit], earned[deposit])
    fees = _sums(block, month[~deposit], customer[~deposit], earned[~deposit]) + _fees(block, held)
    there = block.life.present()
    cost = np.tensordot([CONTACT_COST[name] for name in CONTACTS], contacts, axes=1)
    cost += np.tensordot(list(TRANSACTION_COST.values()), transactions, axes=1) + MONTHLY_COST * there

    years, place = np.unique(block.calendar.years, return_index=True)
    parts = [np.add.reduceat(part, place, axis=0) for part in (margin, fees, cost)]
    year, who = np.nonzero(np.logical_or.reduceat(there, place, axis=0))
    margin, fees, cost = (np.round(part[year, who], 2) for part in parts)
    frame = {
        "customer_id": block.people.ids[who],
        "year": years[year],
        "interest_margin": margin,
        "fee_income": fees,
        "cost_to_serve": cost,
        "profit": np.round(margin + fees - cost, 2),
    }
    return pd.DataFrame(frame)


def _sums(block, month, customer, amount) -> np.ndarray:
    shape = block.calendar.months, block.count
    return np.bincount(month * block.count + customer, weights=amount, minlength=shape[0] * shape[1]).reshape(shape)


def _fees(block, held: Holdings) -> np.ndarray:
    """Yearly fees, a twelfth for each month at whose end the product is held."""
    days, paying = days_of(block.calendar), np.flatnonzero(_FEE[held.product])
    closed = np.where(held.closed[paying] == NO_DAY, days.count, held.closed[paying])
    months = np.zeros((block.calendar.months + 1, block.count))
    fee = _FEE[held.product[paying]] / 12
    first = np.searchsorted(days.last, held.opened[paying])
    after = np.maximum(np.searchsorted(days.last, closed, side="right"), first)
    np.add.at(months, (first, held.customer[paying]), fee)
    np.subtract.at(months, (after, held.customer[paying]), fee)
    return np.cumsum(months, axis=0)[:-1]
