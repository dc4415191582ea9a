"""Recency, frequency, money: by pencil, ties, every engine, and rules as data."""

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pytest
from banks import bank
from engines import ENGINES, on, plain

from cmlib.segments import RFM_RULES, RFMRules, rfm

AS_OF = "2024-03-31"


def paid(*rows):
    table = pd.DataFrame(rows, columns=["customer_id", "date", "amount"])
    return table.assign(date=pd.to_datetime(table["date"]))


#: Five customers, the first the best in everything.
FIVE = paid(
    *[("a", "2024-03-30", 100)] * 5, *[("b", "2024-03-20", 60)] * 4, *[("c", "2024-03-01", 20)] * 3,
    *[("d", "2024-02-01", 5)] * 2, ("e", "2023-12-31", 1),
)  # fmt: skip


def random_payments(seed=3, customers=40):
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, customers, 300)
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 90, 300), unit="D")
    return pd.DataFrame(
        {"customer_id": [f"C{one:02}" for one in rows], "date": days, "amount": rng.integers(1, 9, 300)}
    )


def score_by_definition(values, value, scores):
    """Middle of the ranks from 0 of all equal values, cut into equal parts."""
    less, equal = sum(one < value for one in values), sum(one == value for one in values)
    return int(scores * (2 * less + equal) // (2 * len(values))) + 1


class TestPencil:
    def test_measures_and_scores(self):
        found = rfm(FIVE, as_of=AS_OF)
        assert found["recency_days"].tolist() == [1, 11, 30, 59, 91]  # 2024 is a leap year
        assert found["frequency"].tolist() == [5, 4, 3, 2, 1]
        assert found["monetary"].tolist() == [500, 240, 60, 10, 1]
        for score in ("recency_score", "frequency_score", "monetary_score"):
            assert found[score].tolist() == [5, 4, 3, 2, 1]
        assert found["segment"].tolist() == ["champions", "champions", "asleep", "asleep", "asleep"]

    def test_equal_customers_have_equal_scores(self):
        same = paid(*[(name, "2024-03-01", 10) for name in "abcdefghij"])
        found = rfm(same, as_of=AS_OF)
        assert set(found["monetary_score"]) == {3}
        one_better = rfm(pd.concat([same, paid(("a", "2024-03-01", 10))]), as_of=AS_OF)
        assert one_better["frequency_score"].tolist() == [5] + [3] * 9  # middle rank 4 of 0 to 8: 5 · 9 / 20 = 2.25

    def test_calendar_days_count_whatever_the_hour(self):
        late = paid(("a", "2024-03-30 23:59", 1))
        assert rfm(late, as_of="2024-03-31")["recency_days"].item() == 1
        assert rfm(late, as_of=dt.datetime(2024, 4, 1, 12))["recency_days"].item() == 2
        assert rfm(late, as_of=dt.date(2024, 3, 30))["recency_days"].item() == 0

    def test_each_combination_has_its_segment(self):
        # Twenty customers in each half: recent or not, frequent or not, valuable or not.
        rows = []
        for place, (recent, frequent, valuable) in enumerate(np.ndindex(2, 2, 2)):
            for copy in range(4):
                times = 4 if frequent else 1
                amount = (1_000 if valuable else 8) / times
                rows += [(f"{place}{copy}", "2024-03-01" if recent else "2023-01-01", amount)] * times
        rules = dataclasses.replace(RFM_RULES, scores=2, high_from=2)
        found = rfm(paid(*rows), as_of=AS_OF, rules=rules)
        for place, combination in enumerate(np.ndindex(2, 2, 2)):
            names = found.loc[found["customer_id"].str.startswith(str(place)), "segment"].unique()
            (name,) = names
            assert (rules[name].recent, rules[name].frequent, rules[name].valuable) == tuple(map(bool, combination))


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_definition(engine):
    table = random_payments()
    found = plain(on(engine, rfm, table, as_of="2024-04-01"), ["customer_id"])
    by = table.groupby("customer_id").agg(last=("date", "max"), n=("amount", "size"), total=("amount", "sum"))
    assert found["customer_id"].tolist() == by.index.tolist()
    days = (pd.Timestamp("2024-04-01") - by["last"]).dt.days.tolist()
    assert found["recency_days"].tolist() == days
    assert found["frequency"].tolist() == by["n"].tolist()
    assert found["monetary"].tolist() == by["total"].tolist()
    for score, values in (
        ("recency_score", [-one for one in days]), ("frequency_score", by["n"].tolist()),
        ("monetary_score", by["total"].tolist()),
    ):  # fmt: skip
        assert found[score].tolist() == [score_by_definition(values, one, 5) for one in values]
    assert set(found["recency_score"]) == {1, 2, 3, 4, 5}


def test_python_dates():
    table = FIVE.assign(date=[day.date() for day in FIVE["date"]])
    found = rfm(pl.from_pandas(table), as_of=AS_OF).to_pandas()
    assert found["recency_days"].tolist() == rfm(FIVE, as_of=AS_OF)["recency_days"].tolist()


def test_the_card_payments_of_the_bank():
    moved = bank(88).tables["transactions"]
    purchases = moved[moved["kind"] == "card payment"].assign(amount=lambda t: -t["amount"])
    found = rfm(purchases, as_of="2025-12-31")
    assert len(found) == purchases["customer_id"].nunique()
    assert found["monetary"].sum() == pytest.approx(purchases["amount"].sum())
    fifths = found["monetary_score"].value_counts(normalize=True)
    assert fifths.between(0.19, 0.21).all()
    assert found["segment"].nunique() == 8
    value = found.groupby("monetary_score")["monetary"].agg(["min", "max"])
    assert (value["min"].to_numpy()[1:] > value["max"].to_numpy()[:-1]).all()


class TestRefusals:
    def test_tables(self):
        with pytest.raises(ValueError, match="customer 'a' has a transaction after that day"):
            rfm(FIVE[FIVE["customer_id"] == "a"], as_of="2024-03-29")
        with pytest.raises(ValueError, match="needs as_of to be a date"):
            rfm(FIVE, as_of="yesterday")
        with pytest.raises(ValueError, match="needs dates in 'date'"):
            rfm(FIVE.assign(date="2024-03-01"), as_of=AS_OF)
        for column in ("customer_id", "date", "amount"):
            spoilt = FIVE.assign(**{column: FIVE[column].where(FIVE.index > 0)})
            with pytest.raises(ValueError, match="in every row; found"):
                rfm(spoilt, as_of=AS_OF)
        with pytest.raises(ValueError, match="at least one row"):
            rfm(FIVE.iloc[:0], as_of=AS_OF)
        with pytest.raises(LookupError, match=r"columns \['amount'\]"):
            rfm(FIVE.drop(columns="amount"), as_of=AS_OF)

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"scores": 1}, "at least 2 scores"),
            ({"high_from": 1}, "high from 1"),
            ({"high_from": 6}, "high from 6"),
            ({"segments": RFM_RULES.segments[1:]}, r"\(True, True, True\) needs one segment, found 0"),
            ({"segments": RFM_RULES.segments + RFM_RULES.segments[:1]}, "needs one segment, found 2"),
            (
                {"segments": tuple(dataclasses.replace(one, name="x") for one in RFM_RULES.segments)},
                "a name of its own",
            ),
        ],
    )
    def test_rules(self, changes, message):
        with pytest.raises(ValueError, match=f"RFM rules 'eight segments'.*{message}"):
            dataclasses.replace(RFM_RULES, **changes)

    def test_rules_keep_in_a_file(self, tmp_path):
        RFM_RULES.to_toml(tmp_path / "rfm.toml")
        assert RFMRules.from_toml(tmp_path / "rfm.toml") == RFM_RULES
        with pytest.raises(LookupError, match="have no segment 'x'"):
            RFM_RULES["x"]
