"""From the tables of the course's bank to what `profit_contribution` takes."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from cmlib.rating.pricing.expected_loss import expected_loss
from cmlib.segments.profit import cost_to_serve

_NEEDED = (
    "holdings", "balances", "products", "loans", "loan_months", "customer_months", "transactions", "service_costs",
)  # fmt: skip


@dataclass(frozen=True)
class LossRule:
    """What a house expects to lose on loans: chance of default in a year, and the part that is lost then."""

    default_secured: float = 0.004
    default_other: float = 0.02
    lost_secured: float = 0.2
    lost_other: float = 0.4


#: The course's own rule. A mortgage secures a loan; nothing else counts as security.
LOSS_RULE = LossRule()


@dataclass(frozen=True, eq=False)
class ProfitParts:
    """Tables of the parts of profit, each with ``customer_id`` and ``year``. Made by `profit_parts`.

    ``positions`` has a row a balance and month: of holdings, and of performing loans. ``fees``, ``costs`` and
    ``expected_losses`` have an ``amount`` in CNY.
    """

    positions: pd.DataFrame
    fees: pd.DataFrame
    costs: pd.DataFrame
    expected_losses: pd.DataFrame


def profit_parts(tables: Mapping[str, pd.DataFrame], rule: LossRule = LOSS_RULE) -> ProfitParts:
    """Bring the bank's tables into the form that `profit_contribution` takes (客户利润贡献).

    ``tables`` maps the names of the course's tables to pandas tables: holdings, balances, products, loans,
    loan_months, customer_months, transactions and service_costs. A fee of so much a year is paid in twelfths,
    for each month at whose end the product is held. Loans in categories 3 to 5 are left out: neither their
    interest nor further losses are expected. Expected loss in a month is a twelfth of probability of default
    × loss given default × balance, by the ``rule``.

    Raises ``LookupError`` when a table is missing.

    >>> profit_parts({})
    Traceback (most recent call last):
    LookupError: profit_parts needs the tables ['holdings', 'balances', 'products', 'loans', 'loan_months', \
'customer_months', 'transactions', 'service_costs']
    """
    missing = [name for name in _NEEDED if name not in tables]
    if missing:
        raise LookupError(f"profit_parts needs the tables {missing}")
    prices = tables["products"][["product_id", "business_line", "transfer_price", "fee_rate", "fee"]]
    held = tables["holdings"].merge(prices, on="product_id")
    accounts = tables["balances"].drop(columns="customer_id").merge(held, on="holding_id")
    lent = _lent(tables["loans"], tables["loan_months"], prices)
    secured = lent["security"] == "mortgage"
    default = secured.map({True: rule.default_secured, False: rule.default_other})
    lost = secured.map({True: rule.lost_secured, False: rule.lost_other})
    positions = _with_year(pd.concat([accounts, lent], ignore_index=True), "month")
    return ProfitParts(
        positions=positions,
        fees=_fees(held[held["fee"] > 0], tables["customer_months"]),
        costs=_costs(tables),
        expected_losses=_with_year(lent, "month").assign(amount=expected_loss(default, lost, lent["balance"]) / 12),
    )


def _lent(loans: pd.DataFrame, loan_months: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """A row a performing loan of a person and month."""
    personal = loans[loans["customer_id"].notna()]
    rows = loan_months[loan_months["category"] <= 2].merge(personal, on="loan_id").merge(prices, on="product_id")
    return rows.rename(columns={"outstanding": "balance"})


def _fees(paying: pd.DataFrame, months: pd.DataFrame) -> pd.DataFrame:
    rows = paying.merge(months[["customer_id", "month"]], on="customer_id")
    end = rows["month"] + pd.offsets.MonthEnd(0)
    rows = rows[(rows["opened"] <= end) & ~(rows["closed"] < end)]
    return _with_year(rows, "month").assign(amount=rows["fee"] / 12)


def _costs(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Contacts and months, and transactions, each times its unit cost, by customer and year."""
    unit, key = tables["service_costs"].set_index(["kind", "activity"])["cost"], ["customer_id", "year"]
    months = _with_year(tables["customer_months"], "month")
    contacts = cost_to_serve(months, unit["contact"].to_dict(), by=key, cost_per_row=unit["customer", "month"])
    moved = tables["transactions"]
    if not len(moved):
        return contacts
    payments = cost_to_serve(_with_year(moved, "date"), unit["transaction"].to_dict(), by=key, kind="channel")
    return pd.concat([contacts, payments], ignore_index=True)


def _with_year(table: pd.DataFrame, date: str) -> pd.DataFrame:
    return table.assign(year=table[date].dt.year)
