"""The summary of purchases as the repeat-purchase models define it: by hand, by a plain loop, in every engine."""

import datetime

import numpy as np
import pandas as pd
import pytest
from engines import every_engine, on, plain

from cmlib.clv import summarise_purchases


def bought(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "amount"])
    return frame.assign(date=pd.to_datetime(frame["date"], format="ISO8601"), amount=frame["amount"].astype(float))


def by_loop(table, until, holdout_until, days) -> pd.DataFrame:
    """The definition, customer by customer: a day's purchases are one, the first is no repeat purchase."""
    rows = []
    for customer, own in table.groupby("customer_id"):
        spent = {}
        for date, amount in zip(own["date"], own["amount"], strict=True):
            spent[date.date()] = spent.get(date.date(), 0.0) + amount
        seen = sorted(day for day in spent if day <= until)
        if seen:
            repeats = [spent[day] for day in seen[1:]]
            rows.append({
                "customer_id": customer,
                "frequency": len(repeats),
                "recency": (seen[-1] - seen[0]).days / days,
                "T": (until - seen[0]).days / days,
                "monetary_value": sum(repeats) / len(repeats) if repeats else 0.0,
                "holdout_frequency": sum(until < day <= holdout_until for day in spent),
                "holdout_T": (holdout_until - until).days / days,
            })  # fmt: skip
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def many() -> pd.DataFrame:
    rng = np.random.default_rng(17)
    minutes = rng.integers(0, 300 * 1_440, 900)
    return pd.DataFrame({
        "customer_id": rng.integers(0, 150, 900).astype(str),
        "date": pd.Timestamp("2023-12-20") + pd.to_timedelta(minutes, unit="min"),
        "amount": np.where(rng.random(900) < 0.01, np.nan, rng.integers(-20, 400, 900) / 4),
    })  # fmt: skip


@every_engine
def test_as_by_hand_in_every_engine(engine, many):
    until, later = datetime.date(2024, 5, 31), datetime.date(2024, 8, 15)
    found = on(engine, summarise_purchases, many, amount="amount", until=until, holdout_until=later, unit="week")
    expected = by_loop(many, until, later, 7)
    assert expected["monetary_value"].isna().any()
    assert len(expected) < many["customer_id"].nunique()
    pd.testing.assert_frame_equal(plain(found, ["customer_id"]), plain(expected, ["customer_id"]), rtol=1e-13)


def test_rows_in_another_order_change_nothing(many):
    shuffled = many.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(summarise_purchases(many), summarise_purchases(shuffled))


class TestPencil:
    def test_what_each_column_means(self):
        table = bought(
            ("A", "2025-01-01", 10), ("A", "2025-01-01", 5), ("A", "2025-01-10", 20), ("A", "2025-01-10T18:00", 4),
            ("A", "2025-01-31", 6), ("A", "2025-02-01", 99), ("B", "2025-01-31", 50), ("C", "2025-02-01", 1),
        )  # fmt: skip
        found = summarise_purchases(table, amount="amount", until="2025-01-31").set_index("customer_id")
        assert found.columns.to_list() == ["frequency", "recency", "T", "monetary_value"]
        assert found.loc["A"].to_list() == [2, 30, 30, 15]  # 24 and 6, without the first day's 15
        assert found.loc["B"].to_list() == [0, 0, 0, 0]
        assert "C" not in found.index

    def test_the_last_purchase_ends_the_time_unless_said_otherwise(self):
        found = summarise_purchases(bought(("A", "2025-01-01", 1), ("B", "2025-01-11T12:00", 1)))
        assert found["T"].to_list() == [10, 0]
        assert found.columns.to_list() == ["customer_id", "frequency", "recency", "T"]

    @pytest.mark.parametrize(("unit", "days"), [("day", 1), ("week", 7), ("month", 365.25 / 12), ("year", 365.25)])
    def test_units_are_never_rounded(self, unit, days):
        found = summarise_purchases(
            bought(("A", "2025-01-01", 1), ("A", "2025-01-06", 1)), until="2025-02-03", unit=unit
        )
        assert found.loc[0, "recency"] == 5 / days
        assert found.loc[0, "T"] == 33 / days

    def test_the_holdout_begins_after_until_and_includes_its_last_day(self):
        table = bought(*[("A", f"2025-01-{day:02}", 1) for day in (1, 10, 11, 11, 20, 21)])
        found = summarise_purchases(table, until="2025-01-10", holdout_until="2025-01-20")
        assert found[["frequency", "holdout_frequency", "holdout_T"]].to_numpy().tolist() == [[1, 2, 10]]

    def test_a_missing_amount_matters_only_among_repeat_purchases(self):
        table = bought(
            ("A", "2025-01-01", None), ("A", "2025-01-02", 5), ("B", "2025-01-01", 5), ("B", "2025-01-02", None),
            ("C", "2025-01-01", 5), ("C", "2025-01-03", 5), ("C", "2025-02-01", None),
        )  # fmt: skip
        found = summarise_purchases(table, amount="amount", until="2025-01-31")["monetary_value"]
        assert found.to_list() == pytest.approx([5, np.nan, 5], nan_ok=True)

    def test_dates_may_be_days_or_time_stamps_with_a_zone(self):
        table = bought(("A", "2025-01-01", 1), ("A", "2025-01-06", 1))
        for dates in (table["date"].astype("date32[pyarrow]"), table["date"].dt.tz_localize("Asia/Shanghai")):
            assert summarise_purchases(table.assign(date=dates))["recency"].to_list() == [5]


class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "changed", "error", "message"),
        [
            (lambda t: t.assign(date=t["date"].astype(str)), {}, ValueError, "dates in 'date'; found String, for ex"),
            (lambda t: t.drop(columns="date"), {}, LookupError, r"needs the columns \['date'\]"),
            (lambda t: t.assign(amount="x"), {"amount": "amount"}, ValueError, "needs numbers in 'amount'"),
            (lambda t: t.iloc[:0], {}, ValueError, "at least one row"),
            (lambda t: "t", {}, TypeError, "needs a table"),
            (lambda t: t.assign(date=t["date"].where(t["amount"] > 1)), {}, ValueError, "every row; 1 rows lack one"),
            (lambda t: t.assign(customer_id=[None, "A"]), {}, ValueError, "'customer_id' and a date in every row; 1"),
            (lambda t: t, {"unit": "weeks"}, ValueError, "'day', 'week', 'month', 'year'; found 'weeks'"),
            (lambda t: t, {"until": "2024-12-31"}, ValueError, "up to until.*the first is of 2025-01-01"),
            (lambda t: t, {"until": "soon"}, ValueError, "until to be a date.*'soon'"),
            (lambda t: t, {"holdout_until": "2025-02-01"}, ValueError, "found holdout_until alone"),
            (
                lambda t: t, {"until": "2025-01-05", "holdout_until": "2025-01-05"}, ValueError,
                "holdout_until after until",
            ),
        ],
    )  # fmt: skip
    def test_bad_arguments(self, change, changed, error, message):
        table = bought(("A", "2025-01-01", 1), ("A", "2025-01-06", 2))
        with pytest.raises(error, match=f"summarise_purchases needs .*{message}|summarise_purchases {message}"):
            summarise_purchases(change(table), **changed)

    def test_until_on_the_first_day_is_early_but_possible(self):
        found = summarise_purchases(bought(("A", "2025-01-01", 1), ("A", "2025-01-06", 2)), until="2025-01-01")
        assert found[["frequency", "recency", "T"]].to_numpy().tolist() == [[0, 0, 0]]
