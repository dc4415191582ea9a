"""Collateral at the value that a bank counts on."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from engines import every_engine, on, plain

from cmlib.datasets import load
from cmlib.rating import HAIRCUTS, Haircuts, collateral_by_loan, collateral_value
from cmlib.rating.collateral import value_after_haircut
from cmlib.rating.figures import check_figure, is_number

THINGS = pd.DataFrame(
    {
        "loan_id": ["a", "a", "b", "c", "c"],
        "kind": ["house", "deposit pledge", "car", "inventory", "house"],
        "appraised_value": [1_000.0, 100, 200, 50, np.nan],
    }
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


@every_engine
def test_every_engine_adds_up_by_loan(engine):
    found = plain(on(engine, collateral_by_loan, THINGS), ["loan_id"])
    assert found.loan_id.tolist() == ["a", "b", "c"]
    assert found.collateral_value.tolist()[:2] == [1_100, 200]
    assert found.collateral_after_haircut.tolist()[:2] == pytest.approx([795, 110])
    assert found.loc[2, ["collateral_value", "collateral_after_haircut"]].isna().all()


def test_a_thing_may_be_worth_nothing():
    table = pd.DataFrame({"loan_id": ["a", "b"], "kind": ["house", "deposit pledge"], "appraised_value": [0.0, 0.5]})
    found = plain(collateral_by_loan(table), ["loan_id"])
    assert found.collateral_value.tolist() == [0, 0.5]
    assert found.collateral_after_haircut.tolist() == pytest.approx([0, 0.5 * 0.95])


def test_the_columns_may_have_other_names():
    table = (
        THINGS.rename(columns={"loan_id": "who", "kind": "what", "appraised_value": "worth"}).head(2).assign(at=[1, 2])
    )
    found = collateral_by_loan(table, by=["who", "at"], value="worth", kind="what")
    assert list(found) == ["who", "at", "collateral_value", "collateral_after_haircut"]
    assert len(found) == 2


def test_the_bank_collateral_is_worth_less_than_appraised():
    things = load("collateral")
    found = collateral_by_loan(things)
    assert found.collateral_value.sum() == pytest.approx(things.appraised_value.sum())
    rates = things.kind.map({one.kind: 1 - one.haircut for one in HAIRCUTS.kinds})
    assert found.collateral_after_haircut.sum() == pytest.approx((things.appraised_value * rates).sum())


def change(**columns):
    return THINGS.assign(**columns)


REFUSED = [
    (lambda: collateral_value({"hous": 1}), LookupError, "no kind 'hous'.*did you mean 'house'"),
    (lambda: collateral_value({"house": -1}), ValueError, "values of 0 or more; found -1 for 'house'"),
    (lambda: collateral_value({"house": "1"}), TypeError, "a number for 'house', found '1'"),
    (lambda: collateral_value({"house": True}), TypeError, "a number for 'house', found True"),
    (lambda: collateral_by_loan(change(kind="boat")), LookupError, "no kind 'boat'"),
    (lambda: collateral_by_loan(change(kind=None)), LookupError, "no kind None"),
    (
        lambda: collateral_by_loan(change(appraised_value=-0.5)),
        ValueError,
        "0 or more in 'appraised_value'; found -0.5",
    ),
    (lambda: collateral_by_loan(THINGS, by="loan"), LookupError, r"needs the columns \['loan'\]"),
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
