"""What serving a customer costs the bank: the price list that the cost to serve is counted with."""

import pandas as pd

from cmlib.synthetic.accounts.movements import CHANNELS
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.schema import Column, Table
from cmlib.synthetic.world.block import WorldBlock

#: CNY for one of each column of `customer_months`.
CONTACT_COST = {"counter_visits": 9.0, "calls": 5.0, "app_logins": 0.03, "advice_minutes": 2.2}

#: CNY for one transaction, by channel.
TRANSACTION_COST = dict(zip(CHANNELS, (3.00, 0.80, 0.15, 0.20, 0.12, 0.05), strict=True))

#: CNY for each month in which a person is a customer, whatever he or she does.
MONTHLY_COST = 2.0


def make(world: WorldBlock, house) -> Made:
    """The price list."""
    rows = [("contact", name, cost) for name, cost in CONTACT_COST.items()]
    rows += [("transaction", name, cost) for name, cost in TRANSACTION_COST.items()]
    rows += [("customer", "month", MONTHLY_COST)]
    return Made({"service_costs": pd.DataFrame(rows, columns=["kind", "activity", "cost"])}, {})


TABLE = Table(
    "service_costs",
    "What service costs the bank",
    "One row a kind of service: the full cost of one unit.",
    ("kind", "activity"),
    (
        Column(
            "kind",
            "string",
            "contact: counted in customer_months; transaction: one transaction by its channel; customer: a month of "
            "being a customer.",
            "类别",
            allowed=("contact", "transaction", "customer"),
        ),
        Column("activity", "string", "Column of customer_months, channel of transactions, or month.", "服务项目"),
        Column("cost", "number", "Cost of one of them.", "单位成本", "CNY", minimum=0),
    ),
)

ROOM = Room("service costs", ("service_costs",), make)
