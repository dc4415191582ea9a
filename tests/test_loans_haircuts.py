"""Collateral at the value that a bank counts on."""

import math
from dataclasses import replace

import pandas as pd
import pytest
from engines import every_engine, plain
from two_tables import in_pandas, of_one_engine

from cmlib.datasets import load
from cmlib.figures import check_figure, is_number
from cmlib.loans import (
    HAIRCUTS,
    Haircut,
    Haircuts,
    collateral_coverage,
    collateral_value,
    counted_collateral,
    value_after_haircut,
)


def test_the_haircuts_are_those_of_the_bank():
    bank = load("haircuts")
    assert {one.kind: one.haircut for one in HAIRCUTS.kinds} == dict(zip(bank["kind"], bank["haircut"], strict=True))


def test_pencil():
    assert collateral_value({"house": 1_000, "deposit pledge": 100}) == pytest.approx(700 + 95)
    assert collateral_value({}) == 0
    assert collateral_value({"house": 0, "car": 0.5}) == pytest.approx(0.5 * 0.55)
    assert math.isnan(collateral_value({"house": math.nan}))
    assert value_after_haircut(value=200, haircut=1) == 0


ON = {
    "collateral_id": ["K1", "K2", "K3", "K4"],
    "loan_id": ["a", "a", "b", "c"],
    "kind": ["house", "deposit pledge", "car", "boat"],
    "appraised_value": [1_000.0, 100, 200, 50],
    "appraised_on": pd.Timestamp("2024-03-01"),
    "owner": "borrower",
    "registered": True,
    "insured_until": pd.Timestamp("2034-05-01"),
    "first_beneficiary": "bank",
}
PIECES = pd.DataFrame(ON)
LOANS = pd.DataFrame({"loan_id": ["a", "b", "c"], "amount": 1_000.0, "matures": pd.Timestamp("2034-03-20")})


@every_engine
def test_haircuts_of_a_bank_go_where_a_table_of_them_goes(engine):
    listed = pd.DataFrame(
        {"kind": [one.kind for one in HAIRCUTS.kinds], "haircut": [one.haircut for one in HAIRCUTS.kinds]}
    )

    pieces, loans, table = of_one_engine(engine, PIECES, LOANS, listed)
    by_rules, by_table = (
        plain(in_pandas(engine, counted_collateral(pieces, loans, haircuts, as_of="2024-12-31")), ["collateral_id"])
        for haircuts in (HAIRCUTS, table)
    )
    pd.testing.assert_frame_equal(by_rules, by_table)
    assert by_rules.counted_value.tolist() == pytest.approx([700, 95, 110, 0])
    assert by_rules.not_counted.tolist() == ["", "", "", "there is no haircut for its kind"]


def test_another_bank_counts_less():
    strict = Haircuts(name="strict", source="this test", kinds=(Haircut("house", 1), Haircut("car", 0.5)))
    found = collateral_coverage(PIECES, LOANS, strict, as_of="2024-12-31")
    assert found.counted_value.tolist() == [0, 100, 0]
    assert found.coverage.tolist() == [0, 0.1, 0]


REFUSED = [
    (lambda: collateral_value({"hous": 1}), LookupError, "no kind 'hous'.*did you mean 'house'"),
    (lambda: collateral_value({"house": -1}), ValueError, "values of 0 or more; found -1 for 'house'"),
    (lambda: collateral_value({"house": "1"}), TypeError, "a number for 'house', found '1'"),
    (lambda: collateral_value({"house": True}), TypeError, "a number for 'house', found True"),
    (lambda: HAIRCUTS["boat"], LookupError, "have no kind 'boat'"),
    (lambda: replace(HAIRCUTS, kinds=()), ValueError, "need at least one kind"),
    (lambda: replace(HAIRCUTS, kinds=HAIRCUTS.kinds * 2), ValueError, "have the kind 'house' twice"),
    (
        lambda: replace(HAIRCUTS, kinds=(replace(HAIRCUTS.kinds[0], haircut=1.1),)),
        ValueError,
        "kind 'house': the haircut is a number from 0 to 1, found 1.1",
    ),
]


@pytest.mark.parametrize(("call", "kind", "message"), REFUSED)
def test_what_is_wrong_is_named(call, kind, message):
    with pytest.raises(kind, match=message):
        call()


def test_haircuts_go_to_a_file_and_back(tmp_path):
    HAIRCUTS.to_toml(tmp_path / "haircuts.toml")
    assert Haircuts.from_toml(tmp_path / "haircuts.toml") == HAIRCUTS


@pytest.mark.parametrize("value", [True, "1", None, math.nan, math.inf, 1j])
def test_what_is_no_figure(value):
    assert not is_number(value)
    with pytest.raises(ValueError, match="x is a finite number, found"):
        check_figure(value, "x")


@pytest.mark.parametrize(
    ("value", "bounds", "wanted"), [(-1, (0,), "of 0 or more"), (3, (0, 2), "from 0 to 2"), (-1, (0, 2), "from 0 to 2")]
)
def test_figures_out_of_bounds(value, bounds, wanted):
    with pytest.raises(ValueError, match=f"x is a number {wanted}, found {value}"):
        check_figure(value, "x", *bounds)


def test_figures_on_their_bounds():
    assert [check_figure(value, "x", 0, 2) for value in (0, 2, 1.5)] == [None] * 3
