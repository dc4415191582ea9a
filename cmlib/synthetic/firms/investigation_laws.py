"""Identities between ledgers, typed statements and the statements filed."""

import pandas as pd

from cmlib.synthetic.law import Law


def ledgers_broken(entries: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Firms and years whose invoices do not sum to the revenue reported."""
    table = entries.groupby(["firm_id", entries["date"].dt.year.rename("year")])["amount"].sum().reset_index()
    reported = statements[["firm_id", "year", "main_business_revenue"]]
    table = table.merge(reported, on=["firm_id", "year"], how="left")
    return table[~((table["amount"] - table["main_business_revenue"]).abs() <= 0.005)]


def typed_broken(typed: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Typed statements of a firm and year for which none were filed."""
    keys = ["firm_id", "year"]
    table = typed[keys].merge(statements[keys], on=keys, how="left", indicator="filed")
    return table.loc[table["filed"] != "both", keys]


LAWS = (
    Law(
        "The invoices of a year sum to the main-business revenue that the firm reported.",
        ("ledger_entries", "statements"),
        ledgers_broken,
    ),
    Law(
        "Statements are typed only for a firm and year for which they were filed.",
        ("submitted_statements", "statements"),
        typed_broken,
    ),
)
