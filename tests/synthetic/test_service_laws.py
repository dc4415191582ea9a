"""The laws of service hold for any seed and size, and each notices when something breaks it."""

import pandas as pd
import pytest
from banks import bank

from cmlib.synthetic.service.laws import LAWS
from cmlib.synthetic.service.rooms import PEOPLE
from cmlib.synthetic.service.survey_tables import TABLES as SURVEY_TABLES
from cmlib.synthetic.service.tables import TABLES

SIZES = (
    {},
    {"customers": 100, "firms": 10, "months": 12},
    {"customers": 1_001, "firms": 10, "months": 12},
    {"customers": 1_130, "firms": 10, "months": 60},
)
DAY = pd.Timedelta(1, "D")
LONG_AGO = pd.Timestamp("1990-01-01")


@pytest.mark.parametrize("seed", [88, 3])
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_laws_hold(seed, sizes):
    tables = bank(seed, **sizes).tables
    for law in LAWS:
        broken = law.breaks(tables)
        assert len(broken) == 0, f"{law.sentence}: {broken.head(3).to_dict('records')}"


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_values_are_as_declared_and_no_key_is_an_orphan(sizes):
    tables = bank(3, **sizes).tables
    for table in (*TABLES, *SURVEY_TABLES):
        frame = tables[table.name]
        assert len(frame) > 0
        assert not frame.duplicated(list(table.key)).any(), table.name
        for column in table.columns:
            values, where = frame[column.name].dropna(), (table.name, column.name)
            assert not column.required or len(values) == len(frame), where
            assert not column.allowed or values.isin(column.allowed).all(), where
            assert column.minimum is None or (values >= column.minimum).all(), where
            assert column.maximum is None or (values <= column.maximum).all(), where
        for reference in table.references:
            if reference.table != "managers":
                values = frame[reference.column].dropna()
                assert values.isin(tables[reference.table][reference.target]).all(), (table.name, reference)


def test_a_block_is_the_same_alone_and_with_others():
    for room in PEOPLE:
        alone, again = (room.make(bank(88, **sizes).people_block(0), None) for sizes in ({}, {"customers": 1_000}))
        for name in room.tables:
            pd.testing.assert_frame_equal(alone.tables[name], again.tables[name])


def _first(table: str, column: str, change, where=lambda frame: frame.index >= 0):
    def break_it(tables):
        frame = tables[table]
        row = frame.index[where(frame)][0]
        frame.loc[row, column] = change(frame.loc[row])

    return break_it


def _complain_twice(tables):
    frame = tables["complaints"]
    again = frame.iloc[[0]].assign(complaint_id=-1, received_on=frame.loc[0, "received_on"] + DAY)
    tables["complaints"] = pd.concat([frame, again], ignore_index=True)


def _repeat_event(tables):
    tables["care_events"] = pd.concat([tables["care_events"], tables["care_events"].iloc[[0]].assign(care_event_id=-1)])


#: A law's sentence begins with -> how to break it.
BREAKS = {
    "a complaint is settled": _first("complaints", "settled_in_time", lambda row: not row["settled_in_time"]),
    "a complaint is reviewed": _first("complaints", "review_on", lambda row: row["review_on"] + DAY),
    "who complains again": _complain_twice,
    "those who responded": _first("survey_invitations", "responded", lambda row: not row["responded"]),
    "a second attempt": _first(
        "risk_questionnaire", "taken_on", lambda _: LONG_AGO, lambda frame: frame["attempt"] == 2
    ),
    "an event of a kind": _repeat_event,
    "a wealth customer": _first("contact_log", "manager_id", lambda _: "MP999999"),
    "one complains": _first("complaints", "received_on", lambda _: LONG_AGO),
    "one is invited": _first("survey_invitations", "invited_on", lambda _: LONG_AGO),
    "one answers": _first("survey_answers", "answered_on", lambda _: LONG_AGO),
    "one fills in": _first("risk_questionnaire", "taken_on", lambda _: LONG_AGO),
    "one comments": _first("comments", "date", lambda _: LONG_AGO),
    "the bank hears": _first("care_events", "date", lambda _: LONG_AGO),
    "one is looked after": _first("contact_log", "date", lambda _: LONG_AGO),
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.sentence)
def test_each_law_notices_a_break(law):
    (breaks,) = [change for beginning, change in BREAKS.items() if law.sentence.startswith(beginning)]
    tables = {name: bank(88).tables[name].copy() for name in law.tables}
    breaks(tables)
    assert len(law.breaks(tables)) == 1
