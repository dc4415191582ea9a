"""Categories at their edges: small schemes, values on a bound, firms without debts, loans without an amount."""

import math
from dataclasses import replace

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest

from cmlib.rating import LOAN_CATEGORIES, PROVISION_STANDARD, classify_loans, explain_loan, provision_ratios
from cmlib.rating.categories import Condition

CATEGORIES = LOAN_CATEGORIES.categories


def rule(*conditions):
    return replace(LOAN_CATEGORIES.rules[0], name="the rule", category="loss", conditions=conditions)


@pytest.mark.parametrize(("number", "wanted"), [(2, CATEGORIES[1:2]), (3, CATEGORIES[2:3]), (4, CATEGORIES[1:4])])
def test_the_nonperforming_categories_of_a_small_scheme(number, wanted):
    scheme = replace(LOAN_CATEGORIES, categories=CATEGORIES[:number], rules=())
    assert scheme.nonperforming == tuple(one.name for one in wanted)


def test_two_categories_may_have_the_same_provision_rate():
    same = replace(CATEGORIES[1], provision_rate=CATEGORIES[2].provision_rate)
    assert replace(LOAN_CATEGORIES, categories=(CATEGORIES[0], same, *CATEGORIES[2:])).rank("loss") == 5


# (test, value) -> whether 4, 5 and 6 meet it
MET = {
    "more than": (False, False, True),
    "at least": (False, True, True),
    "less than": (True, False, False),
    "at most": (True, True, False),
}


@pytest.mark.parametrize("test", MET)
def test_a_rule_is_open_only_while_what_is_known_does_not_rule_it_out(test):
    scheme = replace(LOAN_CATEGORIES, rules=(rule(Condition("size", test, 5), Condition("bad", "is true")),))
    for size, met in zip((4, 5, 6), MET[test], strict=True):
        answers = {
            bad: explain_loan({"days_past_due": 0, "size": size} | given, scheme).answer[0]
            for bad, given in {"missing": {}, "yes": {"bad": True}, "no": {"bad": False}}.items()
        }
        assert answers == {"missing": "not known" if met else "no", "yes": "yes" if met else "no", "no": "no"}


def test_an_excuse_that_holds_rules_a_rule_out():
    scheme = replace(LOAN_CATEGORIES, rules=(rule(Condition("bad", "is true"), Condition("excused", "is not true")),))
    loan = {"days_past_due": 0}
    assert explain_loan(loan | {"excused": True}, scheme).answer[0] == "no"
    assert explain_loan(loan | {"excused": False}, scheme).answer[0] == "not known"
    assert explain_loan(loan, scheme).answer[0] == "not known"
    assert explain_loan(loan | {"bad": True}, scheme).answer[0] == "yes"
    assert explain_loan(loan | {"bad": True, "excused": True}, scheme).answer[0] == "no"


def test_more_rules_than_fit_into_one_number():
    """A rule for each of 70 things, of which the first, the 62nd to 65th, and the last are true of the loans."""
    rules = tuple(replace(rule(Condition(f"x{n}", "is true")), name=f"rule {n}") for n in range(70))
    true = [0, 61, 62, 63, 64, 69]
    table = pd.DataFrame({"days_past_due": 0.0} | {f"x{n}": [float(n == at) for at in true] for n in range(70)})
    found = classify_loans(table, replace(LOAN_CATEGORIES, rules=rules))
    assert found.category.tolist() == [5] * 6
    assert found.decided_by.tolist() == found.reasons.tolist() == [f"rule {n}" for n in true]


def test_without_rules_nothing_decides_whatever_the_table_lacks():
    table = pd.DataFrame({"note": [None, "x"], "days_past_due": [0.0, 900]})
    found = classify_loans(table, replace(LOAN_CATEGORIES, rules=()), keep=["note"])
    assert found.decided_by.isna().all()
    assert found.category.tolist() == [1, 1]


@pytest.mark.parametrize("kind", [lambda table: table, pl.from_pandas], ids=["pandas", "polars"])
@pytest.mark.parametrize(
    ("outstanding", "wanted"),
    [([0.0, 0.0], [3, 1]), ([0.4, 0.1], [3, 3]), ([0.01, 0.99], [3, 2])],
    ids=["nothing owed", "half a CNY", "one CNY"],
)
def test_shares_of_a_firm_that_owes_next_to_nothing(kind, outstanding, wanted):
    """Without debts a firm has no share; one of 80% spreads to all its loans, one of 1% is noted at the other."""
    table = kind(pd.DataFrame({"firm_id": ["F", "F"], "days_past_due": [100.0, 0], "outstanding": outstanding}))
    assert classify_loans(table, borrower="firm_id")["category"].to_list() == wanted


def test_loans_without_a_borrower_are_judged_alone_in_each_month():
    table = pd.DataFrame(
        {
            "firm_id": [None, None, "F", "F"],
            "month": pd.to_datetime(["2024-01-01"] * 4),
            "days_past_due": [100.0, 0, 100, 0],
            "outstanding": [50.0, 50, 50, 50],
        }
    )
    assert classify_loans(table, borrower="firm_id", month="month").category.tolist() == [3, 1, 3, 3]


def test_a_loan_repaid_counts_as_a_loan_of_nothing():
    found = provision_ratios(pd.DataFrame({"category": [1, 3], "outstanding": [100.0, 0.0]})).iloc[0]
    assert (found.loans, found.outstanding, found.nonperforming_loans) == (2, 100, 0)


@pytest.mark.parametrize(
    ("category", "outstanding", "message"),
    [
        (6, np.nan, "categories from 1 to 5 in 'category'; found 6"),
        (math.nan, -0.5, "outstanding of 0 or more; found -0.5"),
        (1, -0.5, "outstanding of 0 or more; found -0.5"),
    ],
)
def test_what_is_wrong_is_named_though_something_else_is_missing(category, outstanding, message):
    book = pd.DataFrame({"category": [1.0, category], "outstanding": [1.0, outstanding]})
    with pytest.raises(ValueError, match=message):
        provision_ratios(book)


@pytest.mark.parametrize(
    "change", [{"coverage_ratio": -0.5}, {"loan_provision_ratio": -0.5}, {"loan_provision_ratio": 1.5}]
)
def test_a_standard_out_of_bounds_is_refused(change):
    with pytest.raises(ValueError, match=f"{next(iter(change))} is a number"):
        replace(PROVISION_STANDARD, **change)


@pytest.mark.parametrize(("days", "category"), [(90, 1), (91, 3)])
def test_debts_overdue_for_more_than_90_days_count_for_the_borrower(days, category):
    """Article 11 (4) by itself: 21% of the debts are late, and more than 20% for more than 90 days is substandard."""
    rule = next(one for one in LOAN_CATEGORIES.rules if one.conditions[0].column == "borrower_overdue_share")
    loans = pd.DataFrame({"firm_id": "a", "days_past_due": [days, 0], "outstanding": [21.0, 79.0]})
    found = classify_loans(loans, replace(LOAN_CATEGORIES, rules=(rule,)), borrower="firm_id")
    assert found["category"].tolist() == [category, category]


def test_a_rule_that_takes_no_for_an_answer_holds_where_nobody_was_asked():
    scheme = replace(LOAN_CATEGORIES, rules=(rule(Condition("excused", "is not true")),))
    assert classify_loans(pd.DataFrame({"days_past_due": [0.0]}), scheme).category.tolist() == [5]
    for answers in ([1.0, 0.0, None], pd.array([True, False, None], dtype="boolean")):
        asked = pd.DataFrame({"days_past_due": [0.0] * 3, "excused": answers})
        assert classify_loans(asked, scheme).category.tolist() == [1, 5, 5]


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pl.LazyFrame])
@pytest.mark.parametrize("test", ["more than", "at least", "less than", "at most"])
def test_what_is_no_finite_number_meets_no_comparison(kind, test):
    scheme = replace(LOAN_CATEGORIES, rules=(rule(Condition("size", test, 5)),))
    table = kind({"days_past_due": [0.0] * 3, "size": [math.nan, math.inf, -math.inf]})
    found = nw.from_native(classify_loans(table, scheme)).lazy().collect()
    assert found["category"].to_list() == [1, 1, 1]


@pytest.mark.parametrize(
    ("stated", "category"), [({"borrower_nonperforming_share": 0.0}, 3), ({"borrower_overdue_share": 0.0}, 3)]
)
def test_a_share_that_is_stated_is_taken_and_the_other_one_is_found(stated, category):
    """Half of the debts are 100 days late: either share by itself makes the other loan substandard."""
    loans = pd.DataFrame({"firm_id": "a", "days_past_due": [100, 0], "outstanding": [50.0, 50.0]}).assign(**stated)
    assert classify_loans(loans, borrower="firm_id")["category"].tolist() == [3, category]
    both = loans.assign(borrower_nonperforming_share=0.0, borrower_overdue_share=0.0)
    assert classify_loans(both, borrower="firm_id")["category"].tolist() == [3, 1]


def test_where_no_rule_makes_a_loan_nonperforming_no_debt_is():
    scheme = replace(LOAN_CATEGORIES, rules=(rule(Condition("borrower_nonperforming_share", "more than", 0)),))
    loans = pd.DataFrame({"firm_id": "a", "days_past_due": [400, 0], "outstanding": [50.0, 50.0]})
    assert classify_loans(loans, scheme, borrower="firm_id")["category"].tolist() == [1, 1]


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pl.LazyFrame])
def test_days_that_are_not_known_do_not_make_a_debt_overdue(kind):
    loans = kind({"firm_id": ["a", "a"], "days_past_due": [None, 0], "outstanding": [50.0, 50.0]})
    found = nw.from_native(classify_loans(loans, borrower="firm_id")).lazy().collect()
    assert found["category"].is_null().to_list() == [True, False]
    assert found["category"].drop_nulls().to_list() == [1]


@pytest.mark.parametrize(("more", "lacking"), [(-0.5, 0.5), (0.0, 0.0), (0.5, 0.0)])
def test_half_a_yuan_is_lacking_or_to_spare(more, lacking):
    """100 of bad loans among 1,000 need 150 at 150% of the bad ones."""
    book = pd.DataFrame({"category": [1, 5], "outstanding": [900.0, 100.0]})
    found = provision_ratios(book, held=150 + more).iloc[0]
    assert (found.standard_provision, found.shortfall) == (150, lacking)
