"""Identities of shares, guarantees and calls on guarantors."""

import pandas as pd

from cmlib.synthetic.law import Law


def shares_broken(owned: pd.DataFrame, firms: pd.DataFrame) -> pd.DataFrame:
    """Firms whose shares do not sum to 1."""
    total = owned.groupby("firm_id")["share"].sum().reindex(firms["firm_id"], fill_value=0.0)
    found = total.rename("share").reset_index()
    return found[(found["share"] - 1).abs() > 5e-7]


def owners_broken(owned: pd.DataFrame) -> pd.DataFrame:
    """Owners that own themselves, hold nothing, or are named twice in different ways."""
    inside = owned["owner_firm_id"].notna()
    named = inside & (owned["owner"] != owned["owner_firm_id"])
    return owned[named | (owned["owner_firm_id"] == owned["firm_id"]) | (owned["share"] <= 0)]


def guarantees_broken(guarantees: pd.DataFrame) -> pd.DataFrame:
    """Guarantees of oneself, of nothing, or that end before they begin."""
    g = guarantees
    return g[(g["guarantor_id"] == g["firm_id"]) | (g["amount"] <= 0) | (g["since"] >= g["until"])]


def calls_broken(calls: pd.DataFrame, guarantees: pd.DataFrame) -> pd.DataFrame:
    """Calls without a guarantee in force, for more than it covers, or with more paid than asked for."""
    table = calls.merge(guarantees, on=["guarantor_id", "firm_id"], how="left", suffixes=("", "_guaranteed"))
    in_force = (table["since"] <= table["called_on"]) & (table["called_on"] <= table["until"])
    return table[~in_force | (table["amount"] > table["amount_guaranteed"]) | (table["paid"] > table["amount"])]


def called_too_early(calls: pd.DataFrame, defaults: pd.DataFrame) -> pd.DataFrame:
    """Calls for firms that had not defaulted; years without statements are not judged."""
    defaulted = defaults.loc[defaults["defaulted"] == 1, ["firm_id", "year"]]
    table = calls.merge(defaulted, on="firm_id", how="left")
    called = table["called_on"].dt.year
    return table[(called <= defaults["year"].max()) & ~(table["year"] <= called)]


LAWS = (
    Law("The shares of a firm sum to one.", ("ownership_links", "firms"), shares_broken),
    Law("No firm owns itself, and no owner holds nothing.", ("ownership_links",), owners_broken),
    Law("No firm guarantees itself, and a guarantee begins before it ends.", ("guarantee_links",), guarantees_broken),
    Law(
        "A guarantor is called under a guarantee in force, for no more than its amount, and pays no more than asked.",
        ("guarantee_calls", "guarantee_links"),
        calls_broken,
    ),
    Law("A guarantor is called only after the firm has defaulted.", ("guarantee_calls", "defaults"), called_too_early),
)
