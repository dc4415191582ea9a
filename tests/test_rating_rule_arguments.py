"""Rules as arguments: what is no rule set is refused in one sentence, and ``help`` shows a rule set by its name."""

import dataclasses
import importlib
import pkgutil
import pydoc
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

import cmlib.rating
from cmlib.rating import (
    GRADES,
    LOAN_CATEGORIES,
    POINTS_SCALE,
    Coefficient,
    LoanCategories,
    PDModel,
    characteristic_stability,
    classify_loans,
    credit_limit,
    credit_limits,
    explain_loan,
    grade,
    price_loans,
    provision_ratios,
    provisions_by_category,
    risk_adjusted_price,
    stability_index,
    warning_gaps,
    warning_signals,
)
from cmlib.rule_file import RuleFile

LOANS = pd.DataFrame({"days_past_due": [0.0], "category": [1.0], "outstanding": [1.0]})
PEOPLE = pd.DataFrame({"grade": ["A"], "monthly_income": [1.0]})
PRICED = pd.DataFrame({"probability_of_default": [0.1], "loss_given_default": [0.4]})
YEARS = pd.DataFrame({"firm_id": ["a"], "year": [1]})
MODEL = PDModel((Coefficient("intercept", -2.0), Coefficient("x", 1.0)), ())
CALLS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "classify_loans": (lambda rules: classify_loans(LOANS, rules), "scheme to be LoanCategories"),
    "explain_loan": (lambda rules: explain_loan({"days_past_due": 0}, rules), "scheme to be LoanCategories"),
    "provisions_by_category": (lambda rules: provisions_by_category(LOANS, rules), "scheme to be LoanCategories"),
    "provision_ratios": (lambda rules: provision_ratios(LOANS, rules), "scheme to be LoanCategories"),
    "provision_ratios standard": (
        lambda rules: provision_ratios(LOANS, standard=rules),
        "standard to be ProvisionStandard",
    ),
    "credit_limit": (lambda rules: credit_limit("A", policy=rules, monthly_income=1), "policy to be LimitPolicy"),
    "credit_limits": (lambda rules: credit_limits(PEOPLE, rules), "policy to be LimitPolicy"),
    "risk_adjusted_price": (lambda rules: risk_adjusted_price(0.1, 0.4, policy=rules), "policy to be PricingPolicy"),
    "price_loans": (lambda rules: price_loans(PRICED, rules), "policy to be PricingPolicy"),
    "grade": (lambda rules: grade(50, rules), "scale to be GradeScale"),
    "stability_index": (
        lambda rules: stability_index([1, 2], [2, 1], of="counts", bands=rules),
        "bands to be StabilityBands",
    ),
    "characteristic_stability": (
        lambda rules: characteristic_stability([], YEARS, bands=rules),
        "bands to be StabilityBands",
    ),
    "PDModel.grade": (lambda rules: MODEL.grade(pd.DataFrame({"x": [1.0]}), rules), "scale to be MasterScale"),
    "PDModel.points": (lambda rules: MODEL.points(pd.DataFrame({"x": [1.0]}), rules), "scale to be PointsScale"),
    "PDModel.scorecard": (lambda rules: MODEL.scorecard(rules), "scale to be PointsScale"),
    "warning_signals": (lambda rules: warning_signals(YEARS, rules), "rules to be WarningRules"),
    "warning_gaps": (lambda rules: warning_gaps(YEARS, rules), "rules to be WarningRules"),
}


@pytest.mark.parametrize(
    "wrong", ["five grades", {"name": "a table"}, 3, LoanCategories], ids=lambda one: str(one)[:12]
)
@pytest.mark.parametrize("call", CALLS)
def test_what_is_no_rule_set_is_refused_in_one_sentence(call, wrong):
    asked, wanted = CALLS[call]
    kind = wanted.split()[-1]
    with pytest.raises(TypeError) as caught:
        asked(wrong)
    found = type(wrong).__name__
    whole = f"{call.split()[0]} needs {wanted}; found {found}. {kind}.from_toml reads them from a file"
    assert str(caught.value) == whole


def test_rules_of_another_kind_are_refused():
    with pytest.raises(TypeError, match="needs scheme to be LoanCategories; found GradeScale"):
        classify_loans(LOANS, GRADES)


class TestHowRulesAreShown:
    def test_by_class_and_name(self):
        assert repr(replace(GRADES, name="our grades")) == "<GradeScale 'our grades'>"

    def test_help_does_not_print_rule_sets(self):
        text = pydoc.render_doc(classify_loans)
        assert f"= <LoanCategories {LOAN_CATEGORIES.name!r}>" in text
        assert "Category(" not in text

    def test_rules_without_a_name_show_their_figures(self):
        assert repr(POINTS_SCALE).startswith("PointsScale(")

    def test_a_class_may_show_itself_in_its_own_way(self):
        @dataclass(frozen=True)
        class Own(RuleFile):
            name: str

            def __repr__(self) -> str:
                return f"{self.name}!"

        assert repr(Own("mine")) == "mine!"

    def test_equality_and_the_file_do_not_change(self, tmp_path):
        LOAN_CATEGORIES.to_toml(tmp_path / "scheme.toml")
        again = LoanCategories.from_toml(tmp_path / "scheme.toml")
        assert again == LOAN_CATEGORIES
        assert again != replace(again, general_provision_rate=0.02)
        assert np.unique([repr(again), repr(LOAN_CATEGORIES)]).size == 1


def dataclasses_of_rating():
    found = set()
    for each in pkgutil.walk_packages(cmlib.rating.__path__, "cmlib.rating."):
        module = importlib.import_module(each.name)
        found |= {one for one in vars(module).values() if isinstance(one, type) and dataclasses.is_dataclass(one)}
    return found


def test_no_rule_and_no_result_can_be_changed_after_its_checks():
    found = dataclasses_of_rating()
    assert len(found) > 50
    assert [one for one in found if not one.__dataclass_params__.frozen] == []


def test_results_with_tables_are_equal_to_themselves_alone():
    """Two tables are not equal or unequal as a whole: compared by value, such results would raise an error."""
    tables = ("DataFrame", "Series", "ndarray")
    holders = {
        one
        for one in dataclasses_of_rating()
        if any(word in str(field.type) for field in dataclasses.fields(one) for word in tables)
    }
    assert len(holders) > 10
    assert [one for one in holders if one.__dataclass_params__.eq] == []
    first, second = (stability_index([50, 50], [40, 60], of="counts") for _ in range(2))
    assert first == first
    assert first != second
