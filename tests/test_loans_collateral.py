"""What collateral counts, and how far it covers loans: by the pencil, the planted truth, on every engine."""

import dataclasses
import datetime

import duckdb
import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import ENGINES, every_engine

from cmlib.loans import (
    COLLATERAL_RULES,
    CollateralColumns,
    CollateralRule,
    CollateralRules,
    collateral_coverage,
    counted_collateral,
)

DAY = datetime.datetime
LOANS = pd.DataFrame(
    {"loan_id": ["L1", "L2", "L3", "L4"], "amount": [560.0, 100.0, 0.0, None], "matures": DAY(2034, 3, 20)}
)
HAIRCUTS = pd.DataFrame({"kind": ["house", "car", "land use right"], "haircut": [0.3, 0.45, 1.0]})
SOUND = {
    "loan_id": "L1", "kind": "house", "owner": "borrower", "appraised_value": 1_000.0,
    "appraised_on": DAY(2024, 3, 1), "insured_until": DAY(2034, 3, 20), "first_beneficiary": "bank", "registered": True,
}  # fmt: skip
AS_OF = "2024-12-31"

# What is changed -> what is counted, why not, what is noted.
PENCIL = [
    ({}, 700.0, "", ""),
    ({"registered": False}, 0.0, "not registered", ""),
    ({"insured_until": DAY(2034, 3, 19)}, 0.0, "insurance ends before the loan", ""),
    ({"insured_until": None}, 0.0, "insurance ends before the loan", ""),
    ({"first_beneficiary": "owner"}, 0.0, "bank is not first beneficiary", ""),
    ({"first_beneficiary": None}, 0.0, "bank is not first beneficiary", ""),
    ({"owner": "third party"}, 700.0, "", "owned by a third party, whose consent must be on file"),
    ({"appraised_on": DAY(2023, 12, 31)}, 700.0, "", ""),
    ({"appraised_on": DAY(2023, 12, 30)}, 700.0, "", "last appraisal more than a year ago"),
    ({"appraised_value": None}, 0.0, "its value is missing", ""),
    ({"appraised_value": 0.0}, 0.0, "", ""),
    ({"kind": "car"}, 550.0, "", ""),
    ({"kind": "land use right", "insured_until": None, "first_beneficiary": None}, 0.0, "", ""),
    ({"kind": "boat", "insured_until": None}, 0.0, "there is no haircut for its kind", ""),
    (
        {"registered": False, "first_beneficiary": "owner", "insured_until": DAY(2030, 1, 1)},
        0.0,
        "not registered; insurance ends before the loan; bank is not first beneficiary",
        "",
    ),
]


def pieces(changes=PENCIL):
    table = pd.DataFrame([SOUND | one[0] for one in changes])
    table.insert(0, "collateral_id", [f"K{number:02d}" for number in range(len(table))])
    return table


def in_engine(engine, *frames):
    """Several tables in one engine; for DuckDB in one connection."""
    if engine != "duckdb":
        return [ENGINES[engine][0](frame) for frame in frames]
    connection = duckdb.connect()
    for number, frame in enumerate(frames):
        connection.register(f"table_{number}", frame)
    return [connection.table(f"table_{number}") for number in range(len(frames))]


@every_engine
def test_each_rule_by_the_pencil_on_every_engine(engine):
    tables = in_engine(engine, pieces(), LOANS, HAIRCUTS)
    found = counted_collateral(*tables, as_of=AS_OF)
    assert type(found) is type(tables[0])
    found = ENGINES[engine][1](found).sort_values("collateral_id")
    assert found["counted_value"].astype(float).tolist() == [one[1] for one in PENCIL]
    assert found["not_counted"].tolist() == [one[2] for one in PENCIL]
    assert found["noted"].tolist() == [one[3] for one in PENCIL]
    after = found["after_haircut"].astype(float).tolist()
    assert after[:3] == [700.0, 700.0, 700.0]
    assert np.isnan([after[9], after[13]]).all()
    assert list(found) == [
        "collateral_id", "loan_id", "kind", "appraised_value", "haircut", "after_haircut", "counted_value",
        "not_counted", "noted",
    ]  # fmt: skip


@every_engine
def test_the_cover_of_each_loan_on_every_engine(engine):
    things = pieces([({},), ({"registered": False},), ({"loan_id": "L3"},), ({"loan_id": "L4"},), ({"loan_id": "L9"},)])
    tables = in_engine(engine, things, LOANS, HAIRCUTS)
    found = collateral_coverage(*tables, as_of=AS_OF)
    assert type(found) is type(tables[0])
    found = ENGINES[engine][1](found).sort_values("loan_id")
    assert found["loan_id"].tolist() == ["L1", "L2", "L3", "L4"]  # L9 is no loan of theirs
    assert found["pieces"].tolist() == [2, 0, 1, 1]
    assert found["pieces_not_counted"].tolist() == [1, 0, 0, 0]
    numbers = found.drop(columns="loan_id").astype(float)
    assert numbers["value"].tolist() == [2_000.0, 0.0, 1_000.0, 1_000.0]
    assert numbers["after_haircut"].tolist() == [1_400.0, 0.0, 700.0, 700.0]
    assert numbers["counted_value"].tolist() == [700.0, 0.0, 700.0, 700.0]
    np.testing.assert_array_equal(numbers["coverage"], [1.25, 0.0, np.nan, np.nan])
    np.testing.assert_array_equal(numbers["uncovered"], [0.0, 100.0, 0.0, np.nan])


def test_what_is_uncovered_is_the_exposure_less_what_counts():
    loans = LOANS.assign(outstanding=[1_000.0, 700.0, 700.01, 5.0])
    things = pieces([({},), ({"loan_id": "L2"},), ({"loan_id": "L3"},)])
    columns = CollateralColumns(exposure="outstanding")
    found = collateral_coverage(things, loans, HAIRCUTS, as_of=AS_OF, columns=columns)
    assert found["uncovered"].round(2).tolist() == [300.0, 0.0, 0.01, 5.0]
    assert found["coverage"].tolist()[:2] == [0.7, 1.0]


def test_eager_tables_keep_their_rows_in_order():
    things = pieces().sample(frac=1, random_state=2)
    found = counted_collateral(things, LOANS, HAIRCUTS.iloc[::-1], as_of=AS_OF)
    assert found["collateral_id"].tolist() == things["collateral_id"].tolist()
    assert found.index.tolist() == things.index.tolist()
    loans = LOANS.iloc[::-1]
    assert collateral_coverage(things, loans, HAIRCUTS, as_of=AS_OF)["loan_id"].tolist() == loans["loan_id"].tolist()


def test_the_planted_breaches_are_found_and_no_others():
    made = bank(3, customers=400, firms=40, months=12)
    tables = [made.tables[name] for name in ("collateral", "loans", "haircuts")]
    found = counted_collateral(*tables, as_of="2025-12-31")
    planted = made.truth["collateral_breaches"]
    said = {rule.name: rule.reason for rule in COLLATERAL_RULES.rules}
    expected = planted.groupby("collateral_id")["rule"].apply(lambda rules: {said[rule] for rule in rules}).to_dict()
    named = {row.collateral_id: set(row.not_counted.split("; ")) for row in found.itertuples() if row.not_counted}
    assert named == expected
    assert len(named) > 3


def test_a_bank_may_ask_for_other_things(tmp_path):
    strict = CollateralRules(
        "strict",
        "our handbook",
        (
            CollateralRule("own", "", "owner", "not the borrower's own", word="borrower"),
            CollateralRule(
                "fresh", "", "appraised within months", "appraised too long ago", months=2, kinds=("house",)
            ),
        ),
    )
    strict.to_toml(tmp_path / "strict.toml")
    assert CollateralRules.from_toml(tmp_path / "strict.toml") == strict
    table = pieces([({"owner": "aunt", "appraised_on": DAY(2024, 10, 30)},), ({"appraised_on": DAY(2024, 10, 31)},)])
    few = table[["collateral_id", "loan_id", "kind", "owner", "appraised_value", "appraised_on"]]
    found = counted_collateral(few, LOANS, HAIRCUTS, as_of="2024-12-31", rules=strict)
    assert found["not_counted"].tolist() == ["not the borrower's own; appraised too long ago", ""]
    assert found["noted"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"test": "blessed"}, "test must be one of 'registered', .*; found 'blessed'"),
        ({"effect": "ignored"}, "effect must be one of 'not counted', 'noted'; found 'ignored'"),
        ({"word": "bank"}, "a word belongs to the tests 'first beneficiary of the insurance' and 'owner'"),
        ({"test": "owner"}, "a word belongs to .* found None"),
        ({"months": 3}, "months belong to the test 'appraised within months'; found 3"),
        ({"test": "appraised within months"}, "months belong to .* found None"),
        ({"test": "appraised within months", "months": 0}, "months must be 1 or more; found 0"),
    ],
)
def test_disorder_among_rules_is_refused(rule, message):
    one = CollateralRule(**({"name": "r", "zh": "", "test": "registered", "reason": "no"} | rule))
    with pytest.raises(ValueError, match=f"collateral rules 'x', rule 'r': {message}"):
        CollateralRules("x", "test", (one,))


def test_rules_come_once_and_there_is_one():
    one = COLLATERAL_RULES.rules[0]
    with pytest.raises(ValueError, match="have the rule 'collateral_not_registered' twice"):
        CollateralRules("x", "test", (one, dataclasses.replace(one, reason="again")))
    with pytest.raises(ValueError, match="need at least one rule"):
        CollateralRules("x", "test", ())


@pytest.mark.parametrize("function", [counted_collateral, collateral_coverage])
def test_what_cannot_be_judged_is_refused(function):
    def called(things=None, loans=LOANS, haircuts=HAIRCUTS, as_of=AS_OF):
        return function(pieces() if things is None else things, loans, haircuts, as_of=as_of)

    name = function.__name__
    with pytest.raises(TypeError, match=f"{name} needs all tables from one engine; found pandas, polars"):
        called(loans=ENGINES["polars"][0](LOANS))
    with pytest.raises(TypeError, match=f"{name} needs all tables from one engine; found pandas, polars"):
        called(haircuts=ENGINES["polars"][0](HAIRCUTS))
    with pytest.raises(TypeError, match=f"{name} needs a table"):
        called(haircuts={"house": 0.3})
    with pytest.raises(LookupError, match="registered"):
        called(things=pieces().drop(columns="registered"))
    with pytest.raises(LookupError, match="matures"):
        called(loans=LOANS.drop(columns="matures"))
    with pytest.raises(ValueError, match="stands in 2 rows"):
        called(loans=pd.concat([LOANS, LOANS]))
    with pytest.raises(ValueError, match="stands in 2 rows"):
        called(haircuts=pd.concat([HAIRCUTS, HAIRCUTS]))
    with pytest.raises(ValueError, match=r"'haircut' to be from 0 to 1; 'car' has 1\.01"):
        called(haircuts=HAIRCUTS.assign(haircut=[0.3, 1.01, 1.0]))
    with pytest.raises(ValueError, match=r"'haircut' to be from 0 to 1; 'house' has -0\.1"):
        called(haircuts=HAIRCUTS.assign(haircut=[-0.1, 0.0, 1.0]))
    with pytest.raises(ValueError, match=r"'appraised_value' to be 0 or more; 'K00' has -1\.0"):
        called(things=pieces([({"appraised_value": -1.0},)]))
    with pytest.raises(ValueError, match="as_of to be a day"):
        called(as_of="today or so")
