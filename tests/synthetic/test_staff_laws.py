"""The laws of the staff hold in every bank, and each one notices a break made by hand."""

import pandas as pd
import pytest
from banks import bank

from cmlib.datasets import SEED
from cmlib.synthetic import plan
from cmlib.synthetic.staff import day, peers
from cmlib.synthetic.staff.laws import LAWS
from cmlib.synthetic.staff.room import TABLES

SIZES = (
    {},
    {"customers": 100, "firms": 10, "months": 12},
    {"customers": 1_001, "firms": 101, "months": 60},
    {"customers": 130, "firms": 12, "months": 17},
)


def id_of(sizes):
    return ", ".join(f"{value} {name}" for name, value in sizes.items()) or "course"


@pytest.mark.parametrize("sizes", SIZES, ids=id_of)
@pytest.mark.parametrize("seed", [SEED, 3, 4])
def test_the_laws_hold(seed, sizes):
    tables = bank(seed, **sizes).tables
    for law in LAWS:
        broken = law.breaks(tables)
        assert broken.empty, f"{law.sentence}:\n{broken.head().to_string()}"


@pytest.mark.parametrize("sizes", SIZES, ids=id_of)
@pytest.mark.parametrize("seed", [SEED, 3])
def test_tables_are_as_described(seed, sizes):
    tables = bank(seed, **sizes).tables
    for table in (*TABLES, peers.TABLE, day.TABLE):
        frame = tables[table.name]
        assert not frame.duplicated(list(table.key)).any()
        for column in table.columns:
            values = frame[column.name].dropna()
            assert len(values) == len(frame) or not column.required, column.name
            assert column.minimum is None or (values >= column.minimum).all(), column.name
            assert column.maximum is None or (values <= column.maximum).all(), column.name
            assert not column.allowed or values.isin(column.allowed).all(), column.name
        for reference in table.references:
            assert frame[reference.column].dropna().isin(tables[reference.table][reference.target]).all()


@pytest.mark.parametrize("sizes", SIZES, ids=id_of)
def test_every_manager_of_a_customer_is_there_from_the_first_month_to_the_last(sizes):
    made = bank(3, **sizes)
    managers = made.tables["managers"].set_index("manager_id")
    needed = [name for house in made.houses[1:] for name in house.block.manager_ids]
    assert managers.loc[needed, "left"].isna().all()
    assert (managers.loc[needed, "hired"] < pd.Timestamp(made.calendar.first_days[0])).all()
    months = made.tables["manager_months"].groupby("manager_id").size()
    assert (months[needed] == made.calendar.months).all()
    at = [name for house in made.houses[1:] for name in house.block.branch_ids]
    assert managers.loc[needed, "branch_id"].tolist() == at


def set_where(frame, column, value, where=0):
    """The frame with one value of a column changed, in the first row or in the first of some rows."""
    changed = frame.copy()
    changed.loc[changed.index[where], column] = value
    return changed


def first(rows) -> int:
    return int(rows.to_numpy().argmax())


BREAKS = {
    ("manager_months", "managers"): lambda f: set_where(f, "month", pd.Timestamp("1999-01-01")),
    ("training", "managers"): lambda f: set_where(f, "month", pd.Timestamp("1999-01-01")),
    ("performance_years", "managers"): lambda f: set_where(f, "year", 1999),
    ("level_years",): lambda f: set_where(f, "level", 9.0, where=3),
    ("level_years", "managers"): lambda f: f.iloc[1:],
    ("candidates",): lambda f: set_where(f, "hired", False, where=first(f["hired"])),
    ("candidates", "managers"): lambda f: f[f.index != first(f["hired"])],
    ("managers", "teams"): lambda f: set_where(f, "team_id", f["team_id"].iloc[-1]),
    ("teams", "branches"): lambda f: set_where(f, "founded", 1900),
    ("targets", "manager_months"): lambda f: set_where(f, "achieved", f["achieved"].iloc[0] + 1),
    ("targets",): lambda f: set_where(f, "bonus", f["bonus"].iloc[0] + 0.01),
    ("appraisals", "managers"): lambda f: set_where(f, "rater_kind", "self"),
    ("day_tasks",): lambda f: set_where(f, "latest", "09:01"),
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.sentence)
def test_each_law_notices_a_break(law):
    tables = [bank(SEED).tables[name] for name in law.tables]
    tables[0] = BREAKS[law.tables](tables[0])
    assert not law.broken(*tables).empty


def test_the_staffs_parameters_have_names_of_their_own():
    names = [name for room in plan.ROOMS for name in room.parameters]
    assert sorted(names) == sorted(set(names))


def test_a_block_is_the_same_in_a_larger_bank():
    small, large = bank(3, customers=1_000, firms=100).tables, bank(3).tables
    for name in ("managers", "candidates", "manager_months", "targets", "appraisals"):
        key = "candidate_id" if name == "candidates" else "manager_id"
        kept = large[name][large[name][key].isin(small[name][key])].reset_index(drop=True)
        pd.testing.assert_frame_equal(small[name], kept)
