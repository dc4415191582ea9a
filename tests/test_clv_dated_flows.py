"""Present values of dated cash flows, in every engine, against a plain loop."""

import datetime
import math

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES, every_engine, on, plain

from cmlib.clv import present_value_by_customer

RATE = {"valuation_date": "2025-12-31", "discount_rate_per_year": 0.10}


def flows(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "amount"])
    return frame.assign(date=pd.to_datetime(frame["date"], format="ISO8601"), amount=frame["amount"].astype(float))


@pytest.fixture(scope="module")
def many() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    dates = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 4_000, 400), unit="D")
    amounts = np.where(rng.random(400) < 0.02, np.nan, rng.normal(100, 80, 400).round(2))
    return pd.DataFrame({"customer_id": rng.integers(0, 40, 400).astype(str), "date": dates, "amount": amounts})


def by_loop(frame, day, rate, count, compound):
    """The definition, flow by flow."""
    found = {}
    for customer, date, amount in frame.itertuples(index=False):
        past = date.date() <= day
        days, months = (date.date() - day).days, 12 * (date.year - day.year) + date.month - day.month
        years = days / 365 if count == "days" else months / 12
        value = amount if past and not compound else amount / (1 + rate) ** years
        found.setdefault(customer, {"past": 0.0, "coming": 0.0})["past" if past else "coming"] += value
    table = pd.DataFrame.from_dict(found, orient="index").rename_axis("customer_id").sort_index().reset_index()
    lost = table[["past", "coming"]].isna().any(axis=1)
    table.loc[lost, ["past", "coming"]] = np.nan
    return table.assign(present_value=table["past"] + table["coming"])


@every_engine
@pytest.mark.parametrize(("count", "compound"), [("days", True), ("months", False)])
def test_as_by_hand_in_every_engine(engine, many, count, compound):
    given = {"valuation_date": datetime.date(2025, 6, 15), "discount_rate_per_year": 0.07}
    found = on(engine, present_value_by_customer, many, **given, count=count, compound_past=compound)
    expected = by_loop(many, given["valuation_date"], 0.07, count, compound)
    assert 0 < expected["past"].isna().sum() < 20
    pd.testing.assert_frame_equal(plain(found, ["customer_id"]), plain(expected, ["customer_id"]), rtol=1e-12)


def test_pencil():
    table = flows(("A", "2024-12-31", 100), ("A", "2025-12-31", 1), ("A", "2026-12-31", 110), ("B", "2026-01-01", 5))
    found = present_value_by_customer(table, **RATE).set_index("customer_id")
    assert found.loc["A"].to_list() == pytest.approx([111, 100, 211])
    assert found.loc["B"].to_list() == pytest.approx([0, 5 / 1.1 ** (1 / 365), 5 / 1.1 ** (1 / 365)])
    plain_sum = present_value_by_customer(table, **RATE, compound_past=False).set_index("customer_id")
    assert plain_sum.loc["A", "past"] == 101


def test_months_are_whole_whatever_their_days():
    table = flows(("A", "2025-12-01", 1), ("B", "2026-01-31", 1), ("C", "2026-12-01", 1.1), ("D", "2024-12-31", 1))
    found = present_value_by_customer(table, **RATE, count="months")["present_value"]
    assert found.to_list() == pytest.approx([1, 1.1 ** (-1 / 12), 1, 1.1])


def test_the_time_of_day_does_not_count():
    table = flows(("A", "2025-12-31T23:59:59", 7), ("B", "2026-12-31T00:00", 11), ("C", "2026-12-31T18:00", 11))
    found = present_value_by_customer(table, **RATE)
    assert found["past"].to_list() == [7, 0, 0]
    assert found["coming"].to_list() == pytest.approx([0, 10, 10])


def test_leap_days_count():
    table = flows(("A", "2024-02-28", 1), ("B", "2024-03-01", 1))
    day = {"valuation_date": "2024-03-01", "discount_rate_per_year": 1.0}
    assert present_value_by_customer(table, **day)["past"].to_list() == pytest.approx([2 ** (2 / 365), 1])


def test_what_is_not_known_is_missing():
    table = flows(("A", "2026-01-01", None), ("A", "2024-01-01", 5), ("B", None, 5), ("C", "2026-01-01", math.inf))
    table = pd.concat([table, flows(("D", "2025-12-31", 3))], ignore_index=True)
    found = present_value_by_customer(table, **RATE).set_index("customer_id")["present_value"]
    assert found.isna().to_dict() == {"A": True, "B": True, "C": True, "D": False}
    far = flows(("A", "2000-01-01", 1e300))
    assert present_value_by_customer(far, valuation_date="2025-01-01", discount_rate_per_year=1e20)["past"].isna().all()
    large = flows(("A", "2025-01-01", 1.7e308), ("A", "2025-01-01", 1.7e308))
    assert present_value_by_customer(large, **RATE)["past"].isna().all()
    both = flows(("A", "2025-12-31", 1.7e308), ("A", "2026-01-01", 1.7e308))  # each a number, but not their sum
    assert present_value_by_customer(both, **RATE).drop(columns="customer_id").isna().all(axis=None)


@pytest.mark.parametrize("day", [pd.Timestamp("2025-12-31 15:00"), np.datetime64("2025-12-31"), "2025-12-31T10:00"])
def test_a_date_is_a_date_however_it_is_written(day):
    table = flows(("A", "2026-12-31", 110))
    found = present_value_by_customer(table, valuation_date=day, discount_rate_per_year=0.10)
    assert found["coming"].to_list() == pytest.approx([100])


@pytest.mark.parametrize(
    ("change", "changed", "error", "message"),
    [
        (lambda t: t.assign(date=t["date"].astype(str)), {}, ValueError, r"dates in 'date'; found String.*to_datetime"),
        (lambda t: t.assign(date=20251231), {}, ValueError, "dates in 'date'; found Int64, for example 20251231"),
        (lambda t: t.drop(columns="amount"), {}, LookupError, r"needs the columns \['amount'\]"),
        (lambda t: t.drop(columns="date"), {}, LookupError, r"needs the columns \['date'\]"),
        (lambda t: t.drop(columns="customer_id"), {}, LookupError, r"needs the columns \['customer_id'\]"),
        (lambda t: t.assign(amount="x"), {}, ValueError, "needs numbers in 'amount'"),
        (lambda t: t.iloc[:0], {}, ValueError, "at least one row"),
        (lambda t: [1, 2], {}, TypeError, "needs a table"),
        (lambda t: t, {"valuation_date": "31.12.2025"}, ValueError, "valuation_date to be a date.*'31.12.2025'"),
        (lambda t: t, {"valuation_date": pd.NaT}, ValueError, "valuation_date to be a date.*NaT"),
        (lambda t: t, {"valuation_date": 2025}, ValueError, "valuation_date to be a date.*2025"),
        (lambda t: t, {"discount_rate_per_year": -1}, ValueError, "discount_rate_per_year to be a fraction above -1"),
        (lambda t: t, {"count": "weeks"}, ValueError, "count to be 'days' or 'months'; found 'weeks'"),
    ],
)
def test_bad_arguments(change, changed, error, message):
    with pytest.raises(error, match=f"present_value_by_customer.*{message}"):
        present_value_by_customer(change(flows(("A", "2026-12-31", 110))), **(RATE | changed))


def test_other_names_of_columns():
    table = flows(("A", "2026-12-31", 110)).set_axis(["firm", "paid_on", "cash"], axis=1)
    found = present_value_by_customer(table, **RATE, customer="firm", date="paid_on", amount="cash")
    assert found.columns.to_list() == ["firm", "past", "coming", "present_value"]


def test_every_engine_is_tried():
    assert len(ENGINES) >= 8
