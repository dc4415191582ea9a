"""Frames that a student makes from the tables of accounts."""

import pandas as pd

DEPOSITS = ("P01", "P02", "P03", "P04")
INVESTMENTS = ("P45", "P46", "P47", "P48", "P49", "P50")


def with_product(bank) -> pd.DataFrame:
    """The balances with the product and the customer's rate."""
    return bank.tables["balances"].merge(bank.tables["holdings"][["holding_id", "product_id", "rate"]], on="holding_id")


def monthly(bank) -> pd.DataFrame:
    """A row a customer and month, in order: contacts, money kept with the bank, movements, months until leaving.

    ``balance`` is all deposits and investments at the month's end. ``moves`` needed somebody to make them;
    ``sent_away`` went to other banks. ``months_to_leaving`` is 0 in the month of leaving, missing for who stays.
    """
    keys = ["customer_id", "month"]
    balances = with_product(bank)
    kept = balances[balances["product_id"].isin(DEPOSITS + INVESTMENTS)]
    current = balances[balances["product_id"] == "P01"]
    moved = bank.tables["transactions"].assign(month=lambda t: t["date"].dt.to_period("M").dt.to_timestamp())
    counted = {
        "moves": moved[moved["channel"] != "automatic"],
        "sent_away": moved[(moved["kind"] == "transfer out") & (moved["counterparty"] == "other bank")],
        "card_payments": moved[moved["kind"] == "card payment"],
    }
    table = bank.tables["customer_months"].set_index(keys)
    table["balance"] = kept.groupby(keys)["balance"].sum()
    table["current_account"] = current.groupby(keys)["balance"].sum()
    for name, rows in counted.items():
        table[name] = rows.groupby(keys).size()
    table = table.fillna(dict.fromkeys(counted, 0)).reset_index().sort_values(keys).reset_index(drop=True)
    left = table["customer_id"].map(
        bank.tables["holdings"].query("product_id == 'P01'").set_index("customer_id")["closed"]
    )
    table["months_to_leaving"] = 12 * (left.dt.year - table["month"].dt.year) + left.dt.month - table["month"].dt.month
    return table
