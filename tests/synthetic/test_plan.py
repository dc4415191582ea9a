"""The bank as a whole: rooms that fit together, streams that do not meet, events inside their customers' time."""

from collections import Counter, defaultdict

import duckdb
import numpy as np
import pandas as pd
import pytest
from banks import bank

from cmlib import datasets
from cmlib.synthetic import Bank, plan, streams
from cmlib.synthetic.in_parts import build_in_parts
from cmlib.table import ratio_table

SEED = datasets.SEED

#: Where dates lie before a customer joins, and where after leaving, and why that is right.
EARLY = {
    **{("leads", name): "a lead comes before the customer" for name in ("found_on", "appointment_on", "visit_on")},
    ("leads", "proposal_on"): "a lead comes before the customer",
}
LATE = {
    ("complaints", "review_on"): "whether a customer stayed is looked up later",
    ("holdings", "maturity"): "as agreed; a deposit ends early when its customer leaves",
    ("loans", "matures"): "as agreed; who leaves repays before",
    ("visits", "next_visit_on"): "as agreed; the customer may leave first",
}


def test_every_room_has_a_name_and_every_table_one_kind_of_home():
    names = [room.name for room in plan.ROOMS]
    assert len(set(names)) == len(names)
    for kind in (plan.WORLD_ROOMS, plan.PEOPLE_ROOMS, plan.FIRM_ROOMS):
        made = Counter(table for room in kind for table in room.tables)
        assert [table for table, times in made.items() if times > 1] == []
    assert {table for room in plan.ROOMS for table in room.tables} == set(plan.TABLE)


def test_no_two_planted_numbers_share_a_name():
    names = Counter(name for room in plan.ROOMS for name in room.parameters)
    assert [name for name, times in names.items() if times > 1] == []
    assert set(Bank(SEED).truth["parameters"]) == set(names)


def test_every_hidden_frame_is_explained_and_holds_something():
    truth = bank(SEED).truth
    assert set(truth) == {"parameters", *Bank.truth_meanings()}
    for name, meaning in Bank.truth_meanings().items():
        assert len(meaning) > 20, name
        assert len(truth[name]) > 0, name


def test_laws_speak_of_tables_that_there_are_and_say_something_of_their_own():
    assert {name for law in plan.LAWS for name in law.tables} <= set(plan.TABLE)
    sentences = [law.sentence for law in plan.LAWS]
    assert len(set(sentences)) == len(sentences)


def test_every_column_has_a_meaning_and_a_chinese_name():
    for table in plan.TABLES:
        for column in table.columns:
            assert len(column.meaning) > 5, (table.name, column.name)
            assert any("\u4e00" <= character <= "\u9fff" for character in column.zh), (table.name, column.name)


def test_no_two_purposes_draw_from_the_same_stream(monkeypatch):
    """numpy takes [seed, room, 3] and [seed, room, 3, 0] for the same stream: trailing zeros do not count."""
    asked, make = defaultdict(set), np.random.default_rng

    def noted(entropy):
        words = tuple(int(word) for word in entropy)
        meant = words
        while meant and meant[-1] == 0:
            meant = meant[:-1]
        asked[meant].add(words)
        return make(entropy)

    monkeypatch.setattr(streams.np.random, "default_rng", noted)
    made = Bank(2, customers=1_100, firms=110, months=12)
    for table in plan.TABLE:
        made.tables[table]
    assert len(asked) > 100
    assert [names for names in asked.values() if len(names) > 1] == []


def test_nothing_happens_before_its_customer_joins_or_after_leaving():
    tables = bank(SEED).tables
    customers = tables["customers"].set_index("customer_id")[["joined", "left"]]
    early, late = set(), set()
    for table in plan.TABLES:
        frame = tables[table.name]
        if "customer_id" not in frame or table.name == "customers":
            continue
        joined, left = (frame["customer_id"].map(customers[name]) for name in ("joined", "left"))
        for column in table.columns:
            if column.type == "date" and column.name != "month":
                early |= {(table.name, column.name)} if (frame[column.name] < joined).any() else set()
                late |= {(table.name, column.name)} if (frame[column.name] > left).any() else set()
    assert early == set(EARLY)
    assert late == set(LATE)


@pytest.mark.parametrize("sizes", [{"customers": 100, "firms": 10, "months": 12}, {"months": 14, "years": 1}], ids=str)
def test_every_table_is_made_at_small_sizes_and_short_histories(sizes):
    made = Bank(77, **sizes)
    assert all(isinstance(made.tables[name], pd.DataFrame) for name in plan.TABLE)


def test_an_unknown_table_is_refused_with_those_there_are():
    with pytest.raises(KeyError, match=r"there is no table 'loan'; there are customers, "):
        Bank(1).tables["loan"]


def test_who_asks_for_some_tables_waits_for_no_others():
    tables = Bank(3, customers=100, firms=10, months=12).tables
    assert "loans" in tables
    assert "loan" not in tables
    chosen = tables.only("firms", "defaults")
    assert list(chosen) == ["firms", "defaults"]
    assert chosen["firms"] is tables["firms"]
    assert set(tables._made) == {"firms", "defaults"}


def test_duckdb_reads_a_bank_in_parts_and_gives_the_same_ratios(tmp_path):
    made = bank(4, customers=100, firms=120, months=12)
    build_in_parts(made, tmp_path)
    relation = duckdb.sql(f"from '{tmp_path}/statements/*.parquet'")
    names = ["current_ratio", "debt_to_assets", "return_on_equity"]
    lazily = ratio_table(relation, names).df().sort_values(["firm_id", "year"]).reset_index(drop=True)
    at_once = ratio_table(made.tables["statements"], names).sort_values(["firm_id", "year"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(lazily[names], at_once[names], check_dtype=False)
