"""Identities between holdings, balances and transactions."""

import numpy as np
import pandas as pd

from cmlib.synthetic.accounts.holdings import PRODUCT_IDS, TERM_MONTHS
from cmlib.synthetic.law import Law

_CURRENT, _CARD = "P01", "P42"
_DEPOSITS = ("P02", "P03", "P04")
_INVESTMENTS = ("P45", "P46", "P47", "P48", "P49", "P50")
_WITH_BALANCE = (_CURRENT, _CARD, *_DEPOSITS, *_INVESTMENTS)
_MONEY = ["inflow", "outflow", "interest", "balance"]


def roll_broken(balances: pd.DataFrame, holdings: pd.DataFrame) -> pd.DataFrame:
    """Rows whose balance is not that of the row before, plus inflow, less outflow, plus interest."""
    rows = balances.sort_values(["holding_id", "month"]).reset_index(drop=True)
    rows = rows.merge(holdings[["holding_id", "opened"]], on="holding_id", how="left", sort=False)
    cents = _cents(rows)
    same = rows["holding_id"].eq(rows["holding_id"].shift())
    before = cents["balance"].shift(fill_value=0).where(same, 0)
    known = same | (rows["opened"] >= balances["month"].min())
    expected = before + cents["inflow"] - cents["outflow"] + cents["interest"]
    wrong = known & (expected != cents["balance"])
    return rows.assign(expected=expected / 100).loc[wrong, ["holding_id", "month", "balance", "expected"]]


def months_broken(balances: pd.DataFrame, holdings: pd.DataFrame) -> pd.DataFrame:
    """Holdings without exactly one row of balances for each month in which they are open, or not 0 once closed."""
    first, last = balances["month"].min(), balances["month"].max()
    held = holdings[holdings["product_id"].isin(_WITH_BALANCE)].set_index("holding_id")
    begin = held["opened"].dt.to_period("M").dt.to_timestamp().clip(lower=first)
    end = held["closed"].dt.to_period("M").dt.to_timestamp().fillna(last)
    rows = (
        balances.sort_values("month")
        .groupby("holding_id")
        .agg(
            begin_found=("month", "min"),
            end_found=("month", "max"),
            rows=("month", "size"),
            balance=("balance", "last"),
        )
    )
    table = pd.DataFrame({"begin": begin, "end": end, "closed": held["closed"]}).join(rows, how="outer")
    months = 12 * (table["end"].dt.year - table["begin"].dt.year) + table["end"].dt.month - table["begin"].dt.month + 1
    wrong = (table["begin"] != table["begin_found"]) | (table["end"] != table["end_found"]) | (table["rows"] != months)
    wrong |= table["closed"].notna() & (table["balance"] != 0)
    return table[wrong].reset_index()


def sums_broken(balances: pd.DataFrame, transactions: pd.DataFrame, holdings: pd.DataFrame) -> pd.DataFrame:
    """Months of current accounts and cards whose inflow, outflow or interest is not what their movements add up to."""
    of = holdings.loc[holdings["product_id"].isin((_CURRENT, _CARD)), ["holding_id", "product_id"]]
    rows = balances.merge(of, on="holding_id")
    moved = transactions.assign(month=_month(transactions["date"]), cents=(transactions["amount"] * 100).round())
    earned = moved["kind"] == "interest"
    parts = {
        "into": moved["cents"].clip(lower=0) * ~earned,
        "out_of": -moved["cents"].clip(upper=0),
        "interest_moved": moved["cents"] * earned,
    }
    found = moved.assign(**parts).groupby(["holding_id", "month"], as_index=False)[list(parts)].sum()
    table = rows.merge(found, on=["holding_id", "month"], how="outer").fillna(dict.fromkeys([*parts, *_MONEY], 0.0))
    card = (table["product_id"] == _CARD).to_numpy()
    into, out_of = (np.where(card, table[a], table[b]) for a, b in (("out_of", "into"), ("into", "out_of")))
    cents = _cents(table)
    wrong = (cents["inflow"] != into) | (cents["outflow"] != out_of) | (cents["interest"] != table["interest_moved"])
    return table[wrong | table["product_id"].isna()]


def overdrawn(transactions: pd.DataFrame, balances: pd.DataFrame, holdings: pd.DataFrame) -> pd.DataFrame:
    """Movements after which a current account is below zero."""
    current = holdings.loc[holdings["product_id"] == _CURRENT, "holding_id"]
    first = balances.sort_values("month").drop_duplicates("holding_id").set_index("holding_id")
    cents = _cents(first)
    opening = cents["balance"] - cents["inflow"] + cents["outflow"] - cents["interest"]
    moved = transactions[transactions["holding_id"].isin(set(current))].sort_values("transaction_id", kind="stable")
    amount = (moved["amount"] * 100).round().astype("int64")
    after = amount.groupby(moved["holding_id"]).cumsum() + moved["holding_id"].map(opening)
    return moved.assign(after=after / 100)[after < 0]


def outside_life(holdings: pd.DataFrame) -> pd.DataFrame:
    """Holdings that begin before, or end after, their customer's only current account; customers with none or two."""
    current = holdings.loc[holdings["product_id"] == _CURRENT, ["customer_id", "opened", "closed"]]
    table = holdings.merge(current, on="customer_id", how="left", suffixes=("", "_current"))
    twice = table["customer_id"].isin(current.loc[current["customer_id"].duplicated(), "customer_id"])
    wrong = twice | table["opened_current"].isna() | (table["opened"] < table["opened_current"])
    wrong |= table["closed"] < table["opened"]
    wrong |= table["closed_current"].notna() & ~(table["closed"] <= table["closed_current"])
    return table[wrong]


def outside_holding(transactions: pd.DataFrame, holdings: pd.DataFrame) -> pd.DataFrame:
    """Movements on another's holding, before it was opened, or after it was closed."""
    table = transactions.merge(
        holdings[["holding_id", "customer_id", "opened", "closed"]],
        on="holding_id",
        how="left",
        suffixes=("", "_of_holding"),
    )
    wrong = (table["date"] < table["opened"]) | (table["date"] > table["closed"])
    return table[wrong | (table["customer_id"] != table["customer_id_of_holding"])]


def maturity_broken(holdings: pd.DataFrame) -> pd.DataFrame:
    """Time deposits that are not due a whole term after their opening, or are still there after it."""
    terms = dict(zip(PRODUCT_IDS, TERM_MONTHS.tolist(), strict=True))
    found = []
    for product in _DEPOSITS:
        held = holdings[holdings["product_id"] == product]
        due = held["opened"] + pd.DateOffset(months=terms[product])
        found.append(held[(held["maturity"] != due) | (held["closed"] > held["maturity"])])
    others = holdings[~holdings["product_id"].isin(_DEPOSITS) & holdings["maturity"].notna()]
    return pd.concat([*found, others])


def own_holdings_broken(transactions: pd.DataFrame, balances: pd.DataFrame, holdings: pd.DataFrame) -> pd.DataFrame:
    """Customers and months in which a holding got or gave other money than the current account gave or got for it."""
    product = balances["holding_id"].map(holdings.set_index("holding_id")["product_id"])
    kinds = {
        "time deposit placed": (_DEPOSITS, "inflow", -1),
        "time deposit repaid": (_DEPOSITS, "outflow", 1),
        "purchase of investment": (_INVESTMENTS, "inflow", -1),
        "sale of investment": (_INVESTMENTS, "outflow", 1),
        "card repayment": ((_CARD,), "outflow", -1),
    }
    current = set(holdings.loc[holdings["product_id"] == _CURRENT, "holding_id"])
    moved = transactions.assign(month=_month(transactions["date"]))
    moved = moved[moved["holding_id"].isin(current)]
    found = []
    for kind, (products, column, sign) in kinds.items():
        there = balances[product.isin(products)].groupby(["customer_id", "month"])[column].sum()
        here = sign * moved[moved["kind"] == kind].groupby(["customer_id", "month"])["amount"].sum()
        table = pd.DataFrame({"holding": there, "current_account": here}).fillna(0.0)
        found.append(table[(table["holding"] - table["current_account"]).abs() > 0.005].assign(kind=kind).reset_index())
    return pd.concat(found)


def fund_value_broken(balances: pd.DataFrame, holdings: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """Fund holdings that were not traded in a month and did not grow as their fund did."""
    path = prices.sort_values(["product_id", "date"]).copy()
    path["growth"] = (path["price"] + path["dividend"]) / path.groupby("product_id")["price"].shift()
    path["month"] = _month(path["date"])
    growth = path.groupby(["product_id", "month"], as_index=False)["growth"].prod()
    growth = growth[growth["month"] > growth["month"].min()]  # the price before the first month is not shown
    rows = balances.sort_values(["holding_id", "month"]).reset_index(drop=True)
    rows["before"] = rows.groupby("holding_id")["balance"].shift()
    rows = rows.merge(holdings[["holding_id", "product_id"]], on="holding_id").merge(growth, on=["product_id", "month"])
    rows = rows[(rows["inflow"] == 0) & (rows["outflow"] == 0) & rows["before"].notna()]
    expected = (rows["before"] * rows["growth"]).round(2)
    return rows.assign(expected=expected)[(rows["balance"] - expected).abs() > 0.011]


def one_sided(transactions: pd.DataFrame) -> pd.DataFrame:
    """Transfers to or from a customer of the bank that the other customer's account does not show."""
    between = transactions[transactions["counterparty_id"].notna()]
    mirror = between.assign(
        customer_id=between["counterparty_id"], counterparty_id=between["customer_id"], amount=-between["amount"]
    )
    key = ["customer_id", "counterparty_id", "date", "second", "amount"]
    both = between.merge(mirror[key].assign(found=True).drop_duplicates(), on=key, how="left")
    named = (transactions["counterparty"] == "customer") != transactions["counterparty_id"].notna()
    return pd.concat([both[both["found"].isna()], transactions[named]])


def contacts_broken(months: pd.DataFrame, holdings: pd.DataFrame, transactions: pd.DataFrame) -> pd.DataFrame:
    """Customers without one row for each month of being one, or with more movements at the counter than visits."""
    first, last = months["month"].min(), months["month"].max()
    current = holdings[holdings["product_id"] == _CURRENT].set_index("customer_id")
    begin = _month(current["opened"]).clip(lower=first)
    end = _month(current["closed"]).fillna(last)
    expected = 12 * (end.dt.year - begin.dt.year) + end.dt.month - begin.dt.month + 1
    rows = months.groupby("customer_id")["month"].agg(["size", "min", "max"])
    table = pd.DataFrame({"begin": begin, "end": end, "expected": expected}).join(rows, how="outer")
    wrong = (table["size"] != table["expected"]) | (table["min"] != table["begin"]) | (table["max"] != table["end"])
    counter = transactions[transactions["channel"] == "counter"]
    counter = counter.assign(month=_month(counter["date"])).groupby(["customer_id", "month"]).size().rename("movements")
    visits = months.merge(counter.reset_index(), on=["customer_id", "month"])
    return pd.concat([table[wrong].reset_index(), visits[visits["movements"] > visits["counter_visits"]]])


def out_of_order(transactions: pd.DataFrame) -> pd.DataFrame:
    """Movements whose number is higher than that of a later one of the same block."""
    table = transactions.sort_values("transaction_id")
    moment = table["date"].to_numpy("datetime64[s]").astype("int64") + table["second"].to_numpy()
    block = table["transaction_id"].to_numpy() // 100_000_000
    return table[np.append(False, (np.diff(moment) < 0) & (np.diff(block) == 0))]


def _month(dates: pd.Series) -> pd.Series:
    return dates.dt.to_period("M").dt.to_timestamp()


def _cents(rows: pd.DataFrame) -> pd.DataFrame:
    return (rows[_MONEY] * 100).round().astype("int64")


LAWS = (
    Law("Balances roll forward", ("balances", "holdings"), roll_broken),
    Law(
        "A holding has a balance in each month in which it is open, and 0 at its end",
        ("balances", "holdings"),
        months_broken,
    ),
    Law(
        "The movements of a month add up to the inflow, outflow and interest of current accounts and cards",
        ("balances", "transactions", "holdings"),
        sums_broken,
    ),
    Law("No current account is ever overdrawn", ("transactions", "balances", "holdings"), overdrawn),
    Law("All that a customer holds lies inside the life of his one current account", ("holdings",), outside_life),
    Law(
        "Nothing moves before a holding is opened or after it is closed", ("transactions", "holdings"), outside_holding
    ),
    Law("A time deposit is due one term after it was opened", ("holdings",), maturity_broken),
    Law(
        "What other holdings get and give, the current account gives and gets",
        ("transactions", "balances", "holdings"),
        own_holdings_broken,
    ),
    Law("Untouched funds grow as their prices do", ("balances", "holdings", "fund_prices"), fund_value_broken),
    Law("A transfer between two customers is on both accounts", ("transactions",), one_sided),
    Law(
        "A customer's contacts are counted every month, and each movement at the counter is a visit",
        ("customer_months", "holdings", "transactions"),
        contacts_broken,
    ),
    Law("Movements are numbered in the order of time", ("transactions",), out_of_order),
)
