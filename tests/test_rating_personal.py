"""The personal card: the five Cs, from the bank's tables to a grade that separates those who will default."""

import math

import duckdb
import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import ENGINES, every_engine, plain
from sklearn.metrics import roc_auc_score

from cmlib.datasets import load
from cmlib.rating import ALL, GRADES, PERSONAL_CARD, PERSONAL_RATIOS, Scorecard, explain, personal_indicators, score

KEY = {"firm": "customer_id", "year": "application_id"}

APPLICANTS = pd.DataFrame(
    {
        "application_id": [1, 2, 3],
        "customer_id": ["a", "b", "nobody"],
        "applied": pd.to_datetime(["2024-03-15", "2023-01-31", "2024-04-01"]),
        "amount": [100_000.0, 50_000, 20_000],
        "monthly_payment": [2_000.0, 1_000, 0],
        "declared_income": [10_000.0, 0, 5_000],
        "verified_income": [9_000.0, 4_000, 5_000],
        "other_monthly_debt": [250.0, 0, 0],
        "savings": [27_000.0, 500, 100],
        "late_payments_24m": [0, 3, 1],
        "credit_enquiries_6m": [1, 6, 2],
        "years_at_address": [6.5, 0.5, 2.0],
        "years_in_job": [3.0, 0.0, 1.0],
        "employer_stability": [5, 1, 3],
        "collateral_value": [170_000.0, 0, 2_000],
        "guarantor_offered": [False, True, False],
        "officer_character_mark": [4, 2, 3],
        "taxes_in_order": [True, False, True],
    }
)
FILE = pd.DataFrame(
    {"customer_id": ["a", "b", "c"], "joined": pd.to_datetime(["2020-09-30", "2023-01-01", "2001-01-01"])}
)
MONTHS = pd.DataFrame(
    {
        "month": pd.to_datetime(["2023-01-01", "2024-02-01", "2024-03-01"]),
        "unemployment": [0.04, 0.05, 0.06],
        "growth": [0.01, 0.04, 0.05],
    }
)


def indicators(applications=APPLICANTS, customers=FILE, macro=MONTHS):
    return personal_indicators(applications, customers, macro).set_index("application_id")


def test_the_card_has_the_five_cs_and_100_points():
    assert [group.name for group in PERSONAL_CARD.groups] == [
        "character", "capacity", "capital", "collateral or guarantee", "conditions",
    ]  # fmt: skip
    assert sum(one.points for one in PERSONAL_CARD.indicators) == 100
    assert PERSONAL_CARD.grades is GRADES
    for one in PERSONAL_CARD.indicators:
        assert one.zh, one.name


def test_the_card_goes_to_a_file_and_back(tmp_path):
    PERSONAL_CARD.to_toml(tmp_path / "card.toml")
    assert Scorecard.from_toml(tmp_path / "card.toml") == PERSONAL_CARD


def test_pencil():
    found = indicators()
    a, b, nobody = (found.loc[number] for number in (1, 2, 3))
    assert a.payments_to_income == 2_250 / 9_000
    assert (a.proven_part_of_income, a.savings_in_payments, a.collateral_cover) == (0.9, 12, 1.7)
    assert a.months_with_bank == 42  # September 2020 to March 2024
    assert (a.unemployment, a.growth) == (0.05, 0.04)  # of February, the last month published
    assert (b.guarantor_offered, b.taxes_in_order) == (1, 0)
    assert (a.guarantor_offered, a.taxes_in_order) == (0, 1)
    assert b[["unemployment", "growth", "proven_part_of_income"]].isna().all()  # nothing published, nothing declared
    assert b.months_with_bank == 0
    assert math.isnan(nobody.months_with_bank)
    assert math.isnan(nobody.savings_in_payments)
    assert (nobody.unemployment, nobody.payments_to_income) == (0.06, 0)


def test_points_of_one_applicant_by_hand():
    row = indicators().loc[1]
    found = explain(row.to_dict(), PERSONAL_CARD)
    wanted = {
        "years_at_address": 4, "years_in_job": 3, "months_with_bank": 2, "late_payments_24m": 10,
        "credit_enquiries_6m": 3, "officer_character_mark": 4, "taxes_in_order": 2,
        "payments_to_income": 11, "verified_income": 4,
        "proven_part_of_income": 4, "savings_in_payments": 9, "collateral_cover": 12, "guarantor_offered": 0,
        "employer_stability": 6, "unemployment": 1, "growth": 1,
    }  # fmt: skip
    assert found.set_index("column").points.to_dict() == wanted
    assert (found.attrs["total"], found.attrs["grade"]) == (sum(wanted.values()), "A")
    scored = score(indicators().reset_index(), PERSONAL_CARD, **KEY)
    assert scored.loc[0, ["total", "grade"]].tolist() == [76, "A"]
    assert scored.loc[1:, "grade"].isna().all()


def test_the_economy_may_come_by_year():
    years = pd.DataFrame({"year": [2022, 2023], "unemployment": [0.03, 0.04], "growth": [0.01, 0.02]})
    assert indicators(macro=years).unemployment.tolist() == [0.04, 0.03, 0.04]


@every_engine
def test_every_engine_makes_the_same_columns(engine):
    make, back = ENGINES[engine]
    tables = [load("loan_applications").head(80), load("customers"), load("macro_months")]
    tables[0] = tables[0].assign(verified_income=tables[0].verified_income.where(tables[0].application_id != 7, np.nan))
    if engine == "duckdb":  # tables that are joined belong to one connection
        connection = duckdb.connect()
        for name, one in zip(("applications", "customers", "macro"), tables, strict=True):
            connection.register(name, one)
        made = [connection.table(name) for name in ("applications", "customers", "macro")]
    else:
        made = [make(one) for one in tables]
    answer = personal_indicators(*made)
    assert type(answer) is type(made[0])
    wanted = plain(personal_indicators(*tables), ["application_id"])
    found = plain(back(answer), ["application_id"])
    pd.testing.assert_frame_equal(found[wanted.columns], wanted, check_exact=True)


def test_yes_and_no_may_be_missing():
    unsure = APPLICANTS.assign(taxes_in_order=pd.array([True, None, False], dtype="boolean"))
    found = indicators(unsure).taxes_in_order
    assert (found[1], found[3]) == (1, 0)
    assert pd.isna(found[2])


def test_what_is_wrong_is_named():
    with pytest.raises(LookupError, match=r"^personal_indicators needs the columns \['savings'\]"):
        indicators(APPLICANTS.drop(columns="savings"))
    with pytest.raises(LookupError, match=r"needs the columns \['joined'\]"):
        indicators(customers=FILE.drop(columns="joined"))
    with pytest.raises(LookupError, match=r"needs the columns \['year'"):
        indicators(macro=MONTHS.drop(columns="month"))
    with pytest.raises(ValueError, match="stands in 2 rows"):
        indicators(customers=pd.concat([FILE, FILE.head(1)]))
    with pytest.raises(ValueError, match="stands in 2 rows"):
        indicators(pd.concat([APPLICANTS, APPLICANTS.head(1).assign(customer_id="b")]))
    with pytest.raises(TypeError, match="tables of one kind; found DataFrame, DataFrame, LazyFrame"):
        personal_indicators(APPLICANTS, FILE, ENGINES["polars lazy"][0](MONTHS))
    with pytest.raises(TypeError, match="needs a table"):
        personal_indicators(APPLICANTS, FILE, None)


def test_ratios_are_formulas_of_the_room():
    for name, one in PERSONAL_RATIOS.items():
        assert ALL[name] is one
        assert math.isnan(one(**dict.fromkeys(one.parameters, 0)))
    assert all(one.__name__ == name for name, one in ALL.items())


def test_the_card_separates_those_who_will_default():
    """By the planted probability of default: no rating can do better than that itself (an AUC of 0.80 here)."""
    made = bank(11, customers=5_000, firms=10, months=12)
    tables = made.tables
    people = personal_indicators(tables["loan_applications"], tables["customers"], tables["macro_years"])
    scored = score(people, PERSONAL_CARD, missing="zero", **KEY)
    chance = made.truth["loan_default_probability"][["application_id", "default_within_12_months"]]
    both = scored.merge(chance, on="application_id")
    p = both.default_within_12_months.to_numpy()

    def area(mark):
        default = np.r_[np.ones(len(p)), np.zeros(len(p))]
        return roc_auc_score(default, np.r_[mark, mark], sample_weight=np.r_[p, 1 - p])

    assert area(-both.total) > 0.70
    assert area(p) > area(-both.total)
    by_grade = both.groupby("grade").default_within_12_months.mean().reindex(["AA", "A", "BBB", "BB", "B", "CCC"])
    assert by_grade.is_monotonic_increasing
    assert by_grade["B"] > 3 * by_grade["A"]
