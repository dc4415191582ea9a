"""Provisions: what the guidelines of 2002 ask for, and what the measures of 2011 do."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from engines import every_engine, on, plain

from cmlib.rating import (
    ALL,
    LOAN_CATEGORIES,
    PROVISION_STANDARD,
    ProvisionStandard,
    classify_loans,
    provision_ratios,
    provisions_by_category,
)
from cmlib.rating.categories import LOAN_QUALITY

#: The book by hand: two branches, CNY.
BOOK = pd.DataFrame(
    {
        "branch": ["n", "n", "n", "n", "s", "s", "s"],
        "category": [1, 2, 3, 5, 1, 4, 1],
        "outstanding": [9_000.0, 500, 300, 200, 800, 200, np.nan],
    }
)


@every_engine
def test_by_category(engine):
    found = plain(on(engine, provisions_by_category, BOOK), ["category"])
    assert found.category.tolist() == [1, 2, 3, 4, 5]
    assert found.category_name.tolist() == list(LOAN_CATEGORIES.order)
    assert found.loans.tolist() == [2, 1, 1, 1, 1]
    assert found.outstanding.tolist() == [9_800, 500, 300, 200, 200]
    assert found.provision_rate.tolist() == [0, 0.02, 0.25, 0.5, 1]
    assert found.provision.tolist() == [0, 10, 75, 100, 200]


@every_engine
def test_by_branch(engine):
    found = plain(on(engine, provision_ratios, BOOK, by="branch"), ["branch"]).set_index("branch")
    north, south = (found.loc[name].astype(float) for name in ("n", "s"))
    assert north[["loans", "outstanding", "problem_loans", "nonperforming_loans"]].tolist() == [4, 10_000, 1_000, 500]
    assert north[["general_provision", "special_provision", "provisions"]].tolist() == [100, 285, 385]
    assert north[["nonperforming_ratio", "problem_loan_ratio"]].tolist() == [0.05, 0.1]
    assert north[["coverage_ratio", "loan_provision_ratio"]].tolist() == [385 / 500, 0.0385]
    assert north[["standard_provision", "shortfall"]].tolist() == [750, 365]
    assert south[["provisions", "standard_provision", "shortfall"]].tolist() == [110, 300, 190]


def test_the_whole_book_and_what_the_bank_holds():
    whole = provision_ratios(BOOK).iloc[0]
    assert (whole.outstanding, whole.provisions) == (11_000, 495)
    held = provision_ratios(BOOK, held=1_200).iloc[0]
    assert (held.provisions, held.shortfall, held.standard_provision) == (1_200, 0, 1_050)
    assert held.coverage_ratio == 1_200 / 700
    assert provision_ratios(BOOK, held=1_050).shortfall[0] == 0
    assert provision_ratios(BOOK, held=1_000).shortfall[0] == 50


def test_the_larger_of_the_two_standards_counts():
    sound = pd.DataFrame({"category": [1, 3], "outstanding": [990.0, 10]})
    assert provision_ratios(sound).standard_provision[0] == pytest.approx(25)  # 2.5% of 1,000, above 1.5 times 10
    lower = ProvisionStandard("lowered in 2018", "test", coverage_ratio=1.2, loan_provision_ratio=0.015)
    assert provision_ratios(sound, standard=lower).standard_provision[0] == 15
    assert (PROVISION_STANDARD.coverage_ratio, PROVISION_STANDARD.loan_provision_ratio) == (1.5, 0.025)


def test_without_bad_loans_there_is_no_coverage():
    good = provision_ratios(pd.DataFrame({"category": [1, 2], "outstanding": [50.0, 50]})).iloc[0]
    assert math.isnan(good.coverage_ratio)
    assert (good.nonperforming_ratio, good.problem_loan_ratio, good.special_provision) == (0, 0.5, 1)


def test_groups_add_up():
    parts, whole = provision_ratios(BOOK, by=["branch"]), provision_ratios(BOOK)
    for name in ("loans", "outstanding", "problem_loans", "nonperforming_loans", "special_provision", "provisions"):
        assert parts[name].sum() == pytest.approx(whole[name][0])
    assert parts.branch.tolist() == ["n", "s"]
    fine = provisions_by_category(BOOK, by=["branch"])
    assert fine.provision.sum() == whole.special_provision[0]
    assert list(fine)[:2] == ["branch", "category"]


def test_classified_loans_go_straight_in():
    loans = pd.DataFrame({"days_past_due": [0, 30, 100, np.nan], "outstanding": [100.0, 100, 100, 100]})
    classified = classify_loans(loans, keep=["outstanding"])
    assert provisions_by_category(classified).provision.sum() == classified.provision.sum() == 27


def test_rates_of_two_categories_float_by_a_fifth():
    high = LOAN_CATEGORIES.floated({"substandard": 0.2, "doubtful": -0.2})
    assert [one.provision_rate for one in high.categories] == pytest.approx([0, 0.02, 0.30, 0.40, 1])
    assert provisions_by_category(BOOK, high).provision.tolist() == pytest.approx([0, 10, 90, 80, 200])
    for changes, message in [
        ({"loss": 0.1}, "provision rate of 'loss' does not float"),
        ({"doubtful": 0.21}, "the change of 'doubtful' is a number from -0.2 to 0.2, found 0.21"),
        ({"doubtful": -0.21}, "the change of 'doubtful'"),
    ]:
        with pytest.raises(ValueError, match=message):
            LOAN_CATEGORIES.floated(changes)
    with pytest.raises(LookupError, match="no category 'bad'"):
        LOAN_CATEGORIES.floated({"bad": 0.1})


REFUSED = [
    (lambda: provisions_by_category(BOOK.assign(category=6)), ValueError, "from 1 to 5 in 'category'; found 6"),
    (lambda: provisions_by_category(BOOK.assign(category=0)), ValueError, "found 0"),
    (lambda: provisions_by_category(BOOK.assign(category=2.5)), ValueError, "found 2.5"),
    (lambda: provision_ratios(BOOK.assign(outstanding=-1.0)), ValueError, "outstanding of 0 or more; found -1"),
    (lambda: provision_ratios(BOOK, held=-1), ValueError, "provision_ratios: held is a number of 0 or more, found -1"),
    (lambda: provision_ratios(BOOK, held=1, by="branch"), ValueError, "cannot be divided over"),
    (lambda: provision_ratios(BOOK, by="town"), LookupError, r"needs the columns \['town'\]"),
    (lambda: provision_ratios(BOOK.drop(columns="category")), LookupError, r"\['category'\]"),
    (lambda: provision_ratios(7), TypeError, "needs a table"),
    (lambda: replace(PROVISION_STANDARD, coverage_ratio=-1), ValueError, "coverage_ratio is a number of 0 or more"),
    (lambda: replace(PROVISION_STANDARD, loan_provision_ratio=2), ValueError, "loan_provision_ratio is a number"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "kind", "message"), REFUSED)
def test_what_is_wrong_is_named(call, kind, message):
    with pytest.raises(kind, match=message):
        call()


def test_ratios_are_formulas_of_the_room():
    for name, one in LOAN_QUALITY.items():
        assert ALL[name] is one
        assert one(**dict(zip(one.parameters, (3, 4), strict=True))) == 0.75


def test_the_standard_goes_to_a_file_and_back(tmp_path):
    PROVISION_STANDARD.to_toml(tmp_path / "standard.toml")
    assert ProvisionStandard.from_toml(tmp_path / "standard.toml") == PROVISION_STANDARD
