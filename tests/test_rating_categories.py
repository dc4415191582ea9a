"""The five categories: every bound, every rule, and the bank's own marks."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import every_engine, on, plain
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.rating import LOAN_CATEGORIES, classify_loans, explain_loan
from cmlib.rating.categories.scheme import COMPARISONS, STEPS

NAMES = ["normal", "special mention", "substandard", "doubtful", "loss"]
RULES = {rule.name: rule for rule in LOAN_CATEGORIES.rules}


def category(days=0, **signals):
    return classify_loans(pd.DataFrame([{"days_past_due": days, **signals}])).iloc[0]


#: Days past due on and beside each bound of articles 10 to 13 of the Measures of 2023.
BY_DAYS = [(0, 1), (1, 2), (7, 2), (8, 2), (90, 2), (91, 3), (270, 3), (271, 4), (360, 4), (361, 5), (5_000, 5)]


def test_days_past_due():
    found = classify_loans(pd.DataFrame(BY_DAYS, columns=["days_past_due", "wanted"]), keep=["wanted"])
    assert found.category.tolist() == found.wanted.tolist()
    assert found.category_name.tolist() == [NAMES[place - 1] for place in found.wanted]


def test_a_technical_delay_of_up_to_a_week_is_excused():
    assert [category(days, technical_delay=True).category for days in (1, 7, 8, 91)] == [1, 1, 2, 3]
    assert [category(days, technical_delay=False).category for days in (1, 7)] == [2, 2]
    assert category(7, technical_delay=math.nan).category == 2


#: Signals -> category and the rule that decides; each bound of a number from both sides.
SIGNALS = [
    ({"purpose_changed": 1}, 2, "purpose changed"),
    ({"purpose_changed": 0}, 1, None),
    ({"repaid_by_new_debt": True}, 2, "repaid by new debt"),
    ({"past_asset_conversion_cycle": True}, 2, "longer than the asset conversion cycle"),
    ({"restructured": True}, 2, "restructured"),
    ({"debt_service_cover": 0.99}, 2, "debt service not covered"),
    ({"debt_service_cover": 1}, 1, None),
    ({"borrower_nonperforming_share": 0.0}, 1, None),
    ({"borrower_nonperforming_share": 0.1}, 2, "other loan non-performing"),
    ({"borrower_nonperforming_share": 0.11}, 3, "more than 10% non-performing"),
    ({"borrower_overdue_share": 0.2}, 1, None),
    ({"borrower_overdue_share": 0.21}, 3, "more than 20% overdue for 90 days"),
    ({"rating_cut": True}, 3, "rating cut"),
    ({"credit_impaired": True}, 3, "credit-impaired"),
    ({"credit_impaired": True, "expected_loss_share": 0.49}, 3, "credit-impaired"),
    ({"credit_impaired": True, "expected_loss_share": 0.5}, 4, "half lost"),
    ({"credit_impaired": True, "expected_loss_share": 0.89}, 4, "half lost"),
    ({"credit_impaired": True, "expected_loss_share": 0.9}, 5, "nearly all lost"),
    ({"credit_impaired": False, "expected_loss_share": 0.95}, 1, None),
    ({"expected_loss_share": 0.95}, 1, None),
    ({"credit_impaired": True, "collateral_ratio": 0.5}, 4, "impaired with half the cover"),
    ({"credit_impaired": True, "collateral_ratio": 0.51}, 3, "credit-impaired"),
    ({"collateral_ratio": 0.0}, 1, None),
    ({"in_liquidation": True}, 5, "in liquidation"),
    ({"borrower_willing": 2}, 2, "unwilling"),
    ({"borrower_willing": 3}, 1, None),
    ({"evading_debt": True}, 4, "evading debt"),
    ({"legal_defect": True}, 2, "legal defect"),
    ({"purpose_changed": True, "in_liquidation": True}, 5, "in liquidation"),
]


def test_signals():
    rows = [{"days_past_due": 0} | {name: float(value) for name, value in one.items()} for one, _, _ in SIGNALS]
    found = classify_loans(pd.DataFrame(rows))
    assert found.category.tolist() == [wanted for _, wanted, _ in SIGNALS]
    assert [None if pd.isna(rule) else rule for rule in found.decided_by] == [rule for _, _, rule in SIGNALS]
    assert (found.reasons == "").tolist() == [rule is None for _, _, rule in SIGNALS]


def test_the_first_of_the_worst_rules_decides_and_all_are_named():
    found = category(95, rating_cut=True, credit_impaired=True, purpose_changed=True)
    assert found.decided_by == "overdue more than 90 days"
    assert found.reasons.split("; ") == [
        "overdue", "overdue more than 7 days", "overdue more than 90 days", "purpose changed", "rating cut",
        "credit-impaired",
    ]  # fmt: skip


def by_hand(row, rules):
    """The scheme in plain Python: what holds, and the worst of it."""
    fired = []
    for rule in rules:
        met = []
        for one in rule.conditions:
            value = row.get(one.column)
            known = value is not None and not pd.isna(value) and math.isfinite(value)
            met.append({
                "is true": lambda v: v == 1, "is not true": lambda v: v == 0, "more than": lambda v, b=one.value: v > b,
                "at least": lambda v, b=one.value: v >= b, "less than": lambda v, b=one.value: v < b,
                "at most": lambda v, b=one.value: v <= b,
            }[one.test](value) if known else one.test == "is not true")  # fmt: skip
        if all(met):
            fired.append(rule)
    return max((LOAN_CATEGORIES.rank(rule.category) for rule in fired), default=1), [rule.name for rule in fired]


def loans(number=400):
    rng = np.random.default_rng([6, 12])
    table = pd.DataFrame(
        {"loan_id": np.arange(number), "days_past_due": rng.choice([0.0, 0, 0, 5, 40, 100, 300, 400], number)}
    )
    for name in LOAN_CATEGORIES.columns:
        tests = {one.test for rule in LOAN_CATEGORIES.rules for one in rule.conditions if one.column == name}
        if name == "days_past_due":
            continue
        drawn = (
            rng.random(number) < 0.1
            if tests.isdisjoint(COMPARISONS)
            else rng.choice([0.0, 0.1, 0.15, 0.5, 0.9, 1, 3], number)
        )
        table[name] = np.where(rng.random(number) < 0.5, np.nan, drawn.astype(float))
    table.loc[:2, "days_past_due"] = [np.nan, np.inf, 400]
    table["outstanding"] = rng.uniform(0, 1e6, number).round(2)
    return table


LOANS = loans()


@every_engine
def test_every_engine_classifies_as_plain_python_does(engine):
    every = 6 if engine == "dask" else 1  # building a Dask graph takes seconds: fewer rules do for it
    scheme = replace(LOAN_CATEGORIES, rules=LOAN_CATEGORIES.rules[::every])
    found = plain(on(engine, classify_loans, LOANS, scheme), ["loan_id"])
    for row, answer in zip(LOANS.to_dict("records"), found.to_dict("records"), strict=True):
        if not math.isfinite(row["days_past_due"]):
            assert all(pd.isna(answer[name]) for name in answer if name not in ("loan_id", "outstanding"))
            continue
        wanted, names = by_hand(row, scheme.rules)
        assert (answer["category"], answer["category_name"]) == (wanted, NAMES[wanted - 1])
        assert answer["reasons"].split("; ") == (names or [""])
        rate = [0, 0.02, 0.25, 0.5, 1][wanted - 1]
        assert (answer["provision_rate"], answer["provision"]) == (rate, rate * row["outstanding"])
        decided = [name for name in names if LOAN_CATEGORIES.rank(RULES[name].category) == wanted]
        assert answer["decided_by"] == decided[0] if decided else pd.isna(answer["decided_by"])


YES_OR_NO = ["purpose_changed", "restructured", "credit_impaired", "in_liquidation", "evading_debt", "rating_cut"]


@given(days=st.integers(0, 500), bad=st.sets(st.sampled_from(YES_OR_NO)), more=st.sampled_from(YES_OR_NO))
@settings(derandomize=True, max_examples=10, deadline=None)
def test_a_bad_sign_or_a_longer_delay_never_improves(days, bad, more):
    rows = [{"days_past_due": days + later} | {name: name in bad | extra for name in YES_OR_NO} for later, extra in
            [(0, set()), (0, {more}), (30, set())]]  # fmt: skip
    first, worse, later = classify_loans(pd.DataFrame(rows)).category
    assert worse >= first <= later


def test_yes_and_no_in_any_form():
    for yes in ([True, False], [1, 0], [1.0, 0.0], pd.array([True, False], dtype="boolean")):
        table = pd.DataFrame({"days_past_due": [0, 0], "evading_debt": yes})
        assert classify_loans(table).category.tolist() == [4, 1]
    table = pd.DataFrame({"days_past_due": [0, 0, 0], "evading_debt": pd.array([True, None, False], dtype="boolean")})
    assert classify_loans(table).category.tolist() == [4, 1, 1]


TOGETHER = pd.DataFrame(
    {
        "loan_id": list("abcdefgh"),
        "firm_id": ["F", "F", "G", "G", "H", "H", None, None],
        "days_past_due": [100, 0, 100, 0, 30, 0, 100, 0],
        "outstanding": [20.0, 80, 5, 95, 50, 50, 50, 50],
    }
)
#: Rules enough for them: the fewer, the shorter a Dask graph.
SHARED = replace(
    LOAN_CATEGORIES,
    rules=tuple(
        RULES[name]
        for name in (
            "overdue more than 7 days",
            "overdue more than 90 days",
            "other loan non-performing",
            "more than 10% non-performing",
        )
    ),
)


@every_engine
def test_the_loans_of_one_firm_are_judged_together(engine):
    found = plain(on(engine, classify_loans, TOGETHER, SHARED, borrower="firm_id"), ["loan_id"])
    # F: a fifth is non-performing, so all is; G: a twentieth, so the other one is special mention; H: none.
    assert found.category.tolist() == [3, 3, 3, 2, 2, 1, 3, 1]
    alone = classify_loans(TOGETHER, SHARED)
    assert alone.category.tolist() == [3, 1, 3, 1, 2, 1, 3, 1]


def test_shares_of_a_firm_at_their_bounds():
    table = TOGETHER.head(2).assign(outstanding=[10.0, 90])
    assert classify_loans(table, borrower="firm_id").decided_by.tolist()[1] == "other loan non-performing"
    assert classify_loans(table.assign(outstanding=[11.0, 89]), borrower="firm_id").category.tolist() == [3, 3]
    assert classify_loans(table.assign(outstanding=0.0), borrower="firm_id").category.tolist() == [3, 1]
    overdue = table.assign(borrower_nonperforming_share=0.0)  # stated for all banks: taken instead
    assert classify_loans(overdue, borrower="firm_id").category.tolist() == [3, 1]
    assert classify_loans(overdue.assign(outstanding=[21.0, 79]), borrower="firm_id").category.tolist() == [3, 3]
    both = overdue.assign(outstanding=[21.0, 79], borrower_overdue_share=0.0)
    assert classify_loans(both, borrower="firm_id").category.tolist() == [3, 1]


def test_months_are_judged_one_by_one():
    later = TOGETHER.head(2).assign(days_past_due=0)
    table = pd.concat([TOGETHER.head(2).assign(month="2024-01-01"), later.assign(month="2024-02-01")])
    table["month"] = pd.to_datetime(table["month"])
    assert classify_loans(table, borrower="firm_id", month="month").category.tolist() == [3, 3, 1, 1]


def test_the_bank_marks_are_found_again():
    """The rule of days past due gives exactly the planted categories, and so finds each mark that is too mild."""
    made = bank(12, customers=600, firms=60, months=24)
    months = made.tables["loan_months"]
    found = classify_loans(months).merge(months, on=["loan_id", "month"], suffixes=("", "_of_bank"))
    mild = found[found.category_of_bank < found.category]
    truth = made.truth["loan_categories_too_mild"]
    wanted = truth.sort_values(["loan_id", "month"])[["loan_id", "month", "category_by_rule", "category"]]
    answer = mild.sort_values(["loan_id", "month"])[["loan_id", "month", "category", "category_of_bank"]]
    assert len(wanted) > 20
    assert answer.to_numpy().tolist() == wanted.to_numpy().tolist()


def test_one_loan_in_words():
    loan = {"days_past_due": 95, "credit_impaired": True, "collateral_ratio": 0.9, "purpose_changed": None}
    found = explain_loan(pd.Series(loan))
    assert found.attrs["category"] == 3
    assert (found.attrs["category_name"], found.attrs["zh"]) == ("substandard", "次级")
    assert found.attrs["decided_by"] == "overdue more than 90 days"
    assert found.attrs["words"] == (
        "Substandard (次级): overdue for more than 90 days (Measures, article 11 (1)). Also: credit-impaired by the "
        "accounting standard; principal or interest is overdue; overdue for more than 7 days, which no technical cause "
        "excuses. Not known: 15 of 22 rules."
    )
    answers = found.set_index("rule").answer
    assert answers["overdue more than 270 days"] == "no"
    assert answers["impaired with half the cover"] == "no"
    assert answers["half lost"] == answers["purpose changed"] == "not known"
    steps = [STEPS.index(step) for step in found.step]
    assert steps == sorted(steps)


def test_a_condition_that_fails_settles_the_rule():
    found = explain_loan({"days_past_due": 0, "credit_impaired": False}).set_index("rule").answer
    assert found["half lost"] == "no"
    open_still = explain_loan({"days_past_due": 0, "expected_loss_share": 0.6}).set_index("rule").answer
    assert (open_still["half lost"], open_still["nearly all lost"]) == ("not known", "no")


def test_words_for_a_good_loan_and_for_an_unknown_one():
    known = dict.fromkeys(LOAN_CATEGORIES.columns, 0) | {
        "debt_service_cover": 2,
        "borrower_willing": 4,
        "collateral_ratio": 1,
    }
    assert explain_loan(known).attrs["words"] == "Normal (正常): no rule holds."
    unknown = explain_loan({"days_past_due": math.nan, "evading_debt": True})
    assert unknown.attrs["words"] == "Not classified: the days past due are not known."
    assert set(unknown.answer) == {"not known"}
    assert unknown.attrs["category"] is None


REFUSED = [
    (lambda: classify_loans([1]), TypeError, "classify_loans needs a table"),
    (lambda: classify_loans(pd.DataFrame({"x": [1]})), LookupError, r"needs the columns \['days_past_due'\]"),
    (lambda: category(-1), ValueError, "classify_loans needs days_past_due of 0 or more; found -1"),
    (lambda: category(0, outstanding=-2.0), ValueError, "outstanding of 0 or more; found -2"),
    (lambda: category("9"), ValueError, "needs numbers in 'days_past_due'"),
    (lambda: category(0, evading_debt="yes"), ValueError, "needs yes or no .* in 'evading_debt'"),
    (lambda: category(0, debt_service_cover="2"), ValueError, "needs numbers in 'debt_service_cover'"),
    (lambda: classify_loans(LOANS[["loan_id", "days_past_due"]], borrower="loan_id"), LookupError, "'outstanding' to"),
    (lambda: classify_loans(LOANS, borrower="firm_id"), LookupError, r"needs the columns \['firm_id'\]"),
    (lambda: classify_loans(LOANS.assign(category=1), keep=["category"]), ValueError, r"makes the columns \['cat"),
    (lambda: classify_loans(LOANS.head(0)), ValueError, "at least one row"),
    (lambda: explain_loan([1]), TypeError, "explain_loan needs a mapping or a pandas Series, found list"),
    (lambda: explain_loan({"days_past_due": "9"}), TypeError, "yes or no, for days_past_due; found '9'"),
    (lambda: explain_loan({"evading_debt": True}), LookupError, r"needs the columns \['days_past_due'\]"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "kind", "message"), REFUSED)
def test_what_is_wrong_is_named(call, kind, message):
    with pytest.raises(kind, match=message):
        call()
