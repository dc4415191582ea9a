"""Identities between a firm's months, and between its months and its yearly statements."""

import pandas as pd

from cmlib.synthetic.firms.monthly import TRUTH
from cmlib.synthetic.law import Law


def account_broken(months: pd.DataFrame) -> pd.DataFrame:
    """Months whose deposit is not the one before plus what came in less what went out."""
    table = months.sort_values(["firm_id", "month"])
    before = table.groupby("firm_id")["deposit_end"].shift()
    expected = before + table["account_inflow"] + table["other_inflow"] - table["account_outflow"]
    table = table.assign(expected=expected.round(2))
    return table.loc[(table["deposit_end"] - expected).abs() > 0.005, ["firm_id", "month", "deposit_end", "expected"]]


def receipts_broken(months: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Years in which customers' money at all banks is not what the statements say, value-added tax added."""
    received = months.assign(received=months["account_inflow"] + months["inflow_elsewhere"])
    table = _years(received, statements, "received", "cash_received_from_customers")
    table["expected"] = table["cash_received_from_customers"] * (1 + TRUTH.value_added_tax_rate)
    return table[(table["received"] - table["expected"]).abs() > 0.01]


def income_tax_broken(months: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Years in which the income tax paid is not the one in the statements."""
    table = _years(months, statements, "income_tax_paid", "income_tax")
    return table[(table["income_tax_paid"] - table["income_tax"]).abs() > 0.005]


def year_end_broken(months: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Years at whose end more is on the account with us than the firm has in cash at all."""
    december = months[months["month"].dt.month == 12]
    december = december.assign(year=december["month"].dt.year)[["firm_id", "year", "deposit_end"]]
    table = december.merge(statements[["firm_id", "year", "cash"]], on=["firm_id", "year"])
    return table[table["deposit_end"] > table["cash"] + 0.005]


def fees_broken(months: pd.DataFrame) -> pd.DataFrame:
    """Months whose fees are not those of the price list."""
    expected = TRUTH.fee_a_settlement * months["settlement_count"] + TRUTH.fee_on_outflow * months["account_outflow"]
    table = months[["firm_id", "month", "fee_income"]].assign(expected=expected.round(2))
    return table[(months["fee_income"] - expected).abs() > 0.01]


def rows_broken(months: pd.DataFrame, firms: pd.DataFrame) -> pd.DataFrame:
    """Firms that do not have one row for every month of the bank."""
    rows = months.groupby("firm_id")["month"].nunique().reindex(firms["firm_id"], fill_value=0)
    found = rows.rename("months").reset_index()
    return found[found["months"] != months["month"].nunique()]


def events_broken(events: pd.DataFrame, months: pd.DataFrame) -> pd.DataFrame:
    """Events outside the months shown."""
    first, after = months["month"].min(), months["month"].max() + pd.DateOffset(months=1)
    return events[(events["date"] < first) | (events["date"] >= after)]


def _years(months: pd.DataFrame, statements: pd.DataFrame, paid: str, item: str) -> pd.DataFrame:
    """Sum of ``paid`` over each whole year of a firm, beside ``item`` of its statements."""
    grouped = months.groupby(["firm_id", months["month"].dt.year.rename("year")])[paid]
    sums = grouped.sum().round(2)[grouped.size() == 12].reset_index()
    return sums.merge(statements[["firm_id", "year", item]], on=["firm_id", "year"])


_WITH_STATEMENTS = ("firm_months", "statements")

LAWS = (
    Law(
        "A firm's deposit at the end of a month is the one before, plus all that came in, less all that went out.",
        ("firm_months",),
        account_broken,
    ),
    Law(
        "What a firm's customers pay into its accounts at all banks in a year is the cash received from customers in "
        "its statements, with value-added tax.",
        _WITH_STATEMENTS,
        receipts_broken,
    ),
    Law(
        "The income tax a firm pays in the months of a year is the one in its statements.",
        _WITH_STATEMENTS,
        income_tax_broken,
    ),
    Law("At the end of a year a firm has no more with us than it has in cash.", _WITH_STATEMENTS, year_end_broken),
    Law("A firm's fees follow the price list.", ("firm_months",), fees_broken),
    Law("Every firm has a row for every month.", ("firm_months", "firms"), rows_broken),
    Law("Moments of entry lie within the months shown.", ("firm_events", "firm_months"), events_broken),
)
