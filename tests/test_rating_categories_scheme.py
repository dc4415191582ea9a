"""The scheme of categories as data: what exists is sound, and goes to a file and back."""

import itertools
from dataclasses import replace

import pandas as pd
import pytest

from cmlib.rating import LOAN_CATEGORIES, LoanCategories, classify_loans
from cmlib.rating.categories import Condition
from cmlib.rating.categories.scheme import STEPS

NAMES = ["normal", "special mention", "substandard", "doubtful", "loss"]


def test_the_categories():
    assert LOAN_CATEGORIES.order == tuple(NAMES)
    assert [one.zh for one in LOAN_CATEGORIES.categories] == ["正常", "关注", "次级", "可疑", "损失"]
    assert LOAN_CATEGORIES.problem_loans == tuple(NAMES[1:])
    assert LOAN_CATEGORIES.nonperforming == tuple(NAMES[2:])
    assert [LOAN_CATEGORIES.rank(name) for name in NAMES] == [1, 2, 3, 4, 5]
    with pytest.raises(LookupError, match=r"no category 'dubtful'.*did you mean 'doubtful'"):
        LOAN_CATEGORIES["dubtful"]


def test_the_deck_step_by_step():
    assert {rule.step for rule in LOAN_CATEGORIES.rules} == set(STEPS)


def changed(**changes):
    first, *others = LOAN_CATEGORIES.rules
    return {"rules": (replace(first, **changes), *others)}


CATEGORIES = LOAN_CATEGORIES.categories
UNSOUND = [
    ({"categories": CATEGORIES[:1]}, "need at least two categories"),
    ({"categories": (CATEGORIES[0], *CATEGORIES)}, "have the category 'normal' twice"),
    ({"categories": CATEGORIES[::-1]}, "'doubtful' has a lower provision_rate than 'loss'"),
    (
        {"categories": (replace(CATEGORIES[0], provision_rate=-0.1), *CATEGORIES[1:])},
        "provision_rate is a number from 0 to 1",
    ),
    ({"general_provision_rate": 1.1}, "general_provision_rate is a number from 0 to 1, found 1.1"),
    ({"rates_may_float": -0.1}, "rates_may_float is a number from 0 to 1"),
    ({"rules": LOAN_CATEGORIES.rules * 2}, "have the rule 'overdue' twice"),
    (changed(category="normal"), "rule 'overdue': a rule puts a loan into one of .* found 'normal'"),
    (changed(step="luck"), "step is one of .* found 'luck'"),
    (changed(name="a; b"), "no semicolon"),
    (changed(conditions=()), "needs at least one condition"),
    (changed(conditions=(Condition("x", "about", 1),)), "a test is one of .* found 'about'"),
    (
        changed(conditions=(Condition("x", "more than"),)),
        "the test 'more than' of 'x' needs a number as value, found None",
    ),
    (changed(conditions=(Condition("x", "is true", 1),)), "the test 'is true' of 'x' takes no value, found 1"),
    (changed(conditions=(Condition("legal_defect", "more than", 1),)), "'legal_defect' is a number in one rule"),
]


@pytest.mark.parametrize(("changes", "message"), UNSOUND)
def test_a_scheme_that_exists_is_sound(changes, message):
    with pytest.raises(ValueError, match=message):
        replace(LOAN_CATEGORIES, **changes)


def test_the_scheme_goes_to_a_file_and_back(tmp_path):
    LOAN_CATEGORIES.to_toml(tmp_path / "categories.toml")
    assert LoanCategories.from_toml(tmp_path / "categories.toml") == LOAN_CATEGORIES


def test_a_scheme_of_ones_own():
    own = replace(LOAN_CATEGORIES, rules=(), categories=CATEGORIES[:2])
    found = classify_loans(pd.DataFrame({"days_past_due": [900]}), own)
    assert (found.category[0], found.reasons[0]) == (1, "")
    assert pd.isna(found.decided_by[0])
    assert own.nonperforming == ("special mention",)


def test_provision_rates_rise():
    assert [one.provision_rate for one in CATEGORIES] == [0, 0.02, 0.25, 0.5, 1]
    assert all(worse.provision_rate > better.provision_rate for better, worse in itertools.pairwise(CATEGORIES))
    assert Condition("x", "more than", 0.5).text == "x more than 0.5"
    assert Condition("x", "is true").text == "x is true"
