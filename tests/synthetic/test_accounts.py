"""The accounts of personal customers: their laws hold, each law sees what breaks it, and their shape is as planned."""

import numpy as np
import pandas as pd
import pytest
from account_frames import with_product
from banks import bank

from cmlib.synthetic.accounts import tables
from cmlib.synthetic.accounts.days import SPENDING_BY_WEEKDAY, chinese_new_year
from cmlib.synthetic.accounts.laws import LAWS

BANKS = {
    "course": {"seed": 88},
    "another": {"seed": 3},
    "long, with a small last block": {"seed": 19, "customers": 1_130, "months": 60},
    "least": {"seed": 5, "customers": 100, "firms": 10, "months": 12},
}
LAW = {law.broken.__name__: law for law in LAWS}


def frames(law, of) -> list[pd.DataFrame]:
    return [of.tables[name] for name in law.tables]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.sentence)
@pytest.mark.parametrize("name", BANKS)
def test_every_law_holds(name, law):
    broken = law.broken(*frames(law, bank(**BANKS[name])))
    assert len(broken) == 0, broken.head().to_string()


def first(frame: pd.DataFrame, where: pd.Series):
    return frame.index[where][0]


def more_money(t):
    row = first(t["balances"], t["balances"]["balance"] > 0)
    t["balances"].loc[row, "balance"] += 0.01


def a_month_less(t):
    return {"balances": t["balances"].drop(index=t["balances"].index[3])}


def money_after_the_end(t):
    ends = t["holdings"].loc[t["holdings"]["closed"].notna() & (t["holdings"]["product_id"] == "P01"), "holding_id"]
    rows = t["balances"][t["balances"]["holding_id"] == ends.iloc[0]]
    t["balances"].loc[rows.index[-1], "balance"] = 5.0


def a_movement_lost(t):
    return {"transactions": t["transactions"].drop(index=t["transactions"].index[100])}


def a_big_withdrawal(t):
    t["transactions"].loc[t["transactions"].index[50], "amount"] = -1e9


def two_current_accounts(t):
    row = first(t["holdings"], t["holdings"]["product_id"] == "P41")
    t["holdings"].loc[row, "product_id"] = "P01"


def outlives_the_current_account(t):
    held = t["holdings"]
    row = first(held, (held["product_id"] == "P41") & held["closed"].notna())
    held.loc[row, "closed"] = pd.NaT


def before_the_opening(t):
    row = first(t["transactions"], t["transactions"]["kind"] == "deposit")
    t["transactions"].loc[row, "date"] -= pd.Timedelta(days=1)


def another_customer(t):
    moved = t["transactions"]
    moved.loc[moved.index[7], "customer_id"] = moved["customer_id"][
        moved["customer_id"] != moved.loc[7, "customer_id"]
    ].iloc[0]


def due_a_day_later(t):
    row = first(t["holdings"], t["holdings"]["maturity"].notna())
    t["holdings"].loc[row, "maturity"] += pd.Timedelta(days=1)


def sold_for_less(t):
    row = first(t["transactions"], t["transactions"]["kind"] == "sale of investment")
    t["transactions"].loc[row, "amount"] -= 0.01


def a_price_too_high(t):
    row = first(t["fund_prices"], t["fund_prices"]["date"] > t["fund_prices"]["date"].min() + pd.Timedelta(days=80))
    t["fund_prices"].loc[row:, "price"] *= 1.05


def one_leg_only(t):
    row = first(t["transactions"], t["transactions"]["counterparty_id"].notna())
    return {"transactions": t["transactions"].drop(index=row)}


def fewer_visits(t):
    t["customer_months"]["counter_visits"] = 0


def numbers_exchanged(t):
    moved = t["transactions"]
    moved.loc[moved.index[[5, 900]], "transaction_id"] = moved.loc[moved.index[[900, 5]], "transaction_id"].to_numpy()


BREAKS = [
    ("roll_broken", more_money),
    ("months_broken", a_month_less),
    ("months_broken", money_after_the_end),
    ("sums_broken", a_movement_lost),
    ("overdrawn", a_big_withdrawal),
    ("outside_life", two_current_accounts),
    ("outside_life", outlives_the_current_account),
    ("outside_holding", before_the_opening),
    ("outside_holding", another_customer),
    ("maturity_broken", due_a_day_later),
    ("own_holdings_broken", sold_for_less),
    ("fund_value_broken", a_price_too_high),
    ("one_sided", one_leg_only),
    ("contacts_broken", fewer_visits),
    ("out_of_order", numbers_exchanged),
]


@pytest.mark.parametrize(("law", "breaking"), BREAKS, ids=lambda part: getattr(part, "__name__", part))
def test_a_law_sees_what_breaks_it(law, breaking):
    law = LAW[law]
    broken = {name: bank(**BANKS["least"]).tables[name].copy() for name in law.tables}
    broken |= breaking(broken) or {}
    assert len(law.broken(*broken.values())) > 0


def test_every_law_is_broken_once():
    assert {name for name, _ in BREAKS} == set(LAW)


@pytest.mark.parametrize("name", BANKS)
def test_tables_are_as_declared(name):
    for table in (*tables.TABLES, *tables.WORLD_TABLES):
        frame = bank(**BANKS[name]).tables[table.name]
        assert not frame[list(table.key)].duplicated().any()
        for column in table.columns:
            values = frame[column.name]
            assert not column.required or values.notna().all(), column.name
            assert not column.allowed or set(values.dropna()) <= set(column.allowed), column.name
            assert column.minimum is None or (values.dropna() >= column.minimum).all(), column.name
            assert column.maximum is None or (values.dropna() <= column.maximum).all(), column.name


@pytest.mark.parametrize("name", BANKS)
def test_current_accounts_live_as_long_as_their_customers(name):
    of = bank(**BANKS[name])
    current = of.tables["holdings"].query("product_id == 'P01'").set_index("customer_id")
    for number in range(-(-of.customers // 1_000)):
        block = of.people_block(number)
        own = current.loc[block.people.ids]
        np.testing.assert_array_equal(own["opened"].to_numpy("datetime64[D]"), block.people.joined)
        left = block.life.left_month
        last_day = np.where(left >= 0, of.calendar.last_days[left], np.datetime64("NaT"))
        np.testing.assert_array_equal(own["closed"].to_numpy("datetime64[D]"), last_day)


def test_a_block_depends_on_no_other():
    small, large = bank(seed=88, customers=1_000), bank(**BANKS["course"])
    for name in ("holdings", "balances", "transactions", "customer_months"):
        part = small.tables[name]
        pd.testing.assert_frame_equal(part, large.tables[name].iloc[: len(part)])


def test_who_leaves_takes_everything_along():
    of = bank(**BANKS["course"])
    last = with_product(of).merge(
        of.tables["holdings"].query("product_id == 'P01' and closed.notna()")[["customer_id", "closed"]],
        on="customer_id",
    )
    at_end = last[last["month"] == last["closed"].dt.to_period("M").dt.to_timestamp()]
    assert at_end["customer_id"].nunique() > 100
    assert (at_end["balance"] == 0).all()


def test_mobile_banking_is_used_by_those_who_have_it():
    of = bank(**BANKS["course"])
    planted = set(of.truth["fraud"]["transaction_id"]) | set(of.truth["laundering"]["transaction_id"])
    moved = of.tables["transactions"]
    moved = moved[(moved["channel"] == "mobile banking") & ~moved["transaction_id"].isin(planted)]
    everyday = moved[
        moved["kind"].isin(["bill payment", "card payment"])
        & moved["holding_id"].str[1:].astype(int).mod(100_000).le(1_000)
    ]
    users = set(of.tables["holdings"].query("product_id == 'P43'")["customer_id"])
    assert everyday["customer_id"].isin(users).mean() > 0.99
    logins = of.tables["customer_months"].query("app_logins > 0")
    assert logins["customer_id"].isin(users).all()


@pytest.mark.parametrize("seed", [88, 3, 19])
def test_card_spending_by_weekday_is_as_planted(seed, recovers):
    moved = bank(seed=seed).tables["transactions"]
    paid = moved[(moved["kind"] == "card payment") & (moved["holding_id"].str[1:].astype(int) % 100_000 <= 1_000)]
    count = np.bincount(paid["date"].dt.day_of_week, minlength=7)
    days = np.bincount(pd.date_range(paid["date"].min(), paid["date"].max()).day_of_week, minlength=7)
    rate = count / days
    planted = np.array(SPENDING_BY_WEEKDAY)
    found, truth = rate[5:].mean() / rate[:5].mean(), planted[5:].mean() / planted[:5].mean()
    error = found * np.sqrt(1 / count[5:].sum() + 1 / count[:5].sum())
    recovers(
        "spending_by_weekday, weekend over workday", truth, found, error, method="ratio of counts a day", seed=seed
    )


@pytest.mark.parametrize(
    ("year", "day"),
    # Gregorian-Lunar Calendar Conversion Tables, Hong Kong Observatory
    [
        (2015, "02-19"),
        (2017, "01-28"),
        (2019, "02-05"),
        (2020, "01-25"),
        (2021, "02-12"),
        (2022, "02-01"),
        (2023, "01-22"),
        (2024, "02-10"),
        (2025, "01-29"),
        (2026, "02-17"),
    ],
)
def test_the_chinese_new_year_is_right_to_a_day(year, day):
    assert abs((chinese_new_year(year) - np.datetime64(f"{year}-{day}")).astype(int)) <= 1
