"""The bank's tables become the parts of profit: by pencil, and against the planted profit of a small bank."""

import pandas as pd
import pytest
from banks import bank

from cmlib.segments import LossRule, profit_contribution, profit_parts

DAY = pd.Timestamp("2024-01-01")


def tables():
    """One customer with a deposit, a card and two loans, of which one is bad; and a firm's loan."""
    later = pd.Timestamp("2024-02-01")
    products = [
        ("P1", "liability", 0.02, 0.0, 0.0),
        ("P2", "intermediary", 0.0, 0.0, 12.0),
        ("P3", "asset", 0.03, 0, 0),
    ]
    holdings = [("H1", "a", "P1", "2020-05-01", None, 0.01), ("H2", "a", "P2", "2024-01-20", "2024-02-10", None)]
    loans = [("L1", "a", "P3", 0.05, "mortgage"), ("L2", "a", "P3", 0.05, "none"), ("L3", None, "P3", 0.05, "none")]
    owed = [("L1", DAY, 120_000.0, 1), ("L2", DAY, 60_000.0, 2), ("L2", later, 60_000.0, 3), ("L3", DAY, 9e6, 1)]
    held = pd.DataFrame(holdings, columns=["holding_id", "customer_id", "product_id", "opened", "closed", "rate"])
    return {
        "products": pd.DataFrame(
            products, columns=["product_id", "business_line", "transfer_price", "fee_rate", "fee"]
        ),
        "holdings": held.assign(opened=pd.to_datetime(held["opened"]), closed=pd.to_datetime(held["closed"])),
        "balances": pd.DataFrame({"holding_id": ["H1"], "customer_id": "a", "month": DAY, "balance": 12_000.0}),
        "loans": pd.DataFrame(loans, columns=["loan_id", "customer_id", "product_id", "rate", "security"]),
        "loan_months": pd.DataFrame(owed, columns=["loan_id", "month", "outstanding", "category"]),
        "customer_months": pd.DataFrame({"customer_id": "a", "month": [DAY, later], "calls": [2, 0]}),
        "transactions": pd.DataFrame({"customer_id": ["a"], "date": [DAY], "channel": ["counter"]}),
        "service_costs": pd.DataFrame(
            [("contact", "calls", 5.0), ("transaction", "counter", 3.0), ("customer", "month", 2.0)],
            columns=["kind", "activity", "cost"],
        ),
    }


def test_every_part_by_pencil():
    parts = profit_parts(tables())
    found = profit_contribution(
        parts.positions, fees=parts.fees, costs=parts.costs, expected_losses=parts.expected_losses,
        by=["customer_id", "year"],
    )  # fmt: skip
    # Margins: 12,000 x 1% / 12; 180,000 x 2% / 12. The card is held at the end of one month of two.
    # Costs: two calls, two months, one payment. Losses: (120,000 x 0.4% x 20% + 60,000 x 2% x 40%) / 12.
    assert found.round(6).values.tolist() == [["a", 2024, 10.0, 300.0, 1.0, 17.0, 48.0, 246.0]]


def test_another_rule_and_a_bank_without_payments():
    rule = LossRule(default_secured=0.1, default_other=0.5, lost_secured=0.5, lost_other=1.0)
    quiet = tables()
    quiet["transactions"] = quiet["transactions"].head(0)
    parts = profit_parts(quiet, rule)
    assert parts.expected_losses["amount"].round(6).tolist() == [500.0, 2_500.0]
    assert parts.costs["amount"].tolist() == [14.0]


def test_a_missing_table_is_named():
    with pytest.raises(LookupError, match=r"needs the tables \['loans', 'transactions'\]"):
        profit_parts({name: table for name, table in tables().items() if name not in ("loans", "transactions")})


def test_without_loans_the_profit_of_a_bank_is_the_planted_one():
    of, by = bank(3), ["customer_id", "year"]
    names = ["holdings", "balances", "products", "loans", "loan_months", "customer_months", "transactions"]
    parts = profit_parts(of.tables.only(*names, "service_costs"))
    own = parts.positions[parts.positions["business_line"] != "asset"]
    found = profit_contribution(own, fees=parts.fees, costs=parts.costs, by=by)
    both = of.truth["customer_profit"].merge(found, on=by, suffixes=("_true", ""), how="outer")
    assert (both["profit"] - both["profit_true"]).abs().max() < 0.02
