"""The course's early-warning rules do what their own words say: a firm on either side of the words of each rule."""

from dataclasses import replace

import pandas as pd
import pytest

from cmlib.datasets import load
from cmlib.rating import LOAN_CATEGORIES, WARNING_RULES, WarningRule, WarningRules, warning_signals
from cmlib.table import ratio_table


def warned(signal, values):
    """The years in which the rule by itself warns of a firm with these values, one a year."""
    rule = WARNING_RULES[signal]
    table = pd.DataFrame({"firm_id": "a", "year": range(1, len(values) + 1), rule.column: values})
    found = warning_signals(table, WarningRules(name="one rule", source="the course's", rules=(rule,)))
    return found["year"].tolist()


@pytest.mark.parametrize(
    ("signal", "words", "on_its_side", "on_the_other"),
    [
        ("interest not earned", "Profit before interest does not pay the interest", 0.99, 1.01),
        ("debt service not covered", "Operations do not bring what interest and instalments take", 0.99, 1.01),
        ("collateral no longer covers", "has fallen to 1", 1.0, 1.01),
        ("appraisal old", "older than two years", 2.01, 1.99),
        ("insurance ends", "within a month", 30, 31),
        ("leverage high", "Creditors bear most of the risk", 0.95, 0.5),
        ("managers changed", "have left", 1, 0),
        ("sales falling", "A fifth of sales is gone", -0.2, -0.19),
        ("wages not paid", "does not pay its people", 0.0, 1.0),
        (
            "guarantor in trouble",
            "substandard or worse",
            LOAN_CATEGORIES.rank("substandard"),
            LOAN_CATEGORIES.rank("special mention"),
        ),
        ("firm restructured", "A restructuring", 1, 0),
    ],
)
def test_a_rule_of_one_figure(signal, words, on_its_side, on_the_other):
    assert words in WARNING_RULES[signal].meaning
    assert warned(signal, [on_its_side]) == [1]
    assert warned(signal, [on_the_other]) == []


def test_two_years_that_take_cash():
    assert "For two years" in WARNING_RULES["operations take cash"].meaning
    assert warned("operations take cash", [-0.1, -0.1]) == [2]
    assert warned("operations take cash", [-0.1, 0.1, -0.1]) == []


def test_one_in_five_is_gone_within_a_year():
    """Twelve months of 100 people; a thirteenth month before them, of 0, is out of the year."""
    assert "One in five is gone within a year" in WARNING_RULES["people dismissed"].meaning
    assert warned("people dismissed", [0.0] + [100.0] * 12 + [80.0]) == [14]
    assert warned("people dismissed", [0.0] + [100.0] * 12 + [81.0]) == []
    assert warned("people dismissed", [50.0] + [100.0] * 11 + [76.0]) == [13]  # a mean of 95 5/6, four fifths 76 2/3
    assert warned("people dismissed", [50.0] + [100.0] * 11 + [77.0]) == []


@pytest.mark.parametrize("percent", [-90, -60, -40, -33, -30, -20, -10, -7, 0, 1, 10, 20, 29, 30, 70, 190])
def test_the_threshold_itself_warns_whatever_rounding_makes_of_it(percent):
    """From 100 to 80 is a fall by 0.2, though 80 / 100 - 1 is a little above -0.2; a ten-thousandth less is none."""
    short = -0.01 if percent > 0 else 0.01
    firms = {
        f"{more}, {scale}": (scale, 100 + percent + more) for scale in (0.019, 0.1, 1.0, 1e6) for more in (0, short)
    }
    rows = [(firm, month, 100 * scale) for firm, (scale, _) in firms.items() for month in range(1, 13)]
    rows += [(firm, 13, last * scale) for firm, (scale, last) in firms.items()]
    table = pd.DataFrame(rows, columns=["firm_id", "year", "employees_paid"])
    direction = "above" if percent > 0 else "below"
    rule = replace(WARNING_RULES["people dismissed"], direction=direction, threshold=percent / 100)
    found = warning_signals(table, WarningRules(name="one rule", source="this test", rules=(rule,)))
    assert found.loc[found["year"] == 13, "firm_id"].tolist() == ["0, 0.019", "0, 0.1", "0, 1.0", "0, 1000000.0"]
    assert set(found["year"]) == ({13} if percent else set(range(7, 14)))  # what never changes has not risen


def test_half_of_what_the_firm_used_to_keep():
    assert "keeps half of what it used to keep" in WARNING_RULES["deposits shrinking"].meaning
    assert warned("deposits shrinking", [100.0] * 8 + [41.0, 41.0]) == [10]  # means of 100 and of 90 1/6, half is 45
    assert warned("deposits shrinking", [100.0] * 8 + [51.0, 51.0]) == []


def test_receipts_are_compared_with_a_whole_year():
    """A month of 1,000 makes months of 100 look small (a mean of 175) until a year has gone by."""
    assert "the last year's mean" in WARNING_RULES["receipts falling"].meaning
    assert max(warned("receipts falling", [1000.0] + [100.0] * 14)) == 13
    assert warned("receipts falling", [100.0] * 13 + [59.0, 57.0]) == [
        15
    ]  # the mean is then 96 7/12, and 0.6 of it 57.95
    assert warned("receipts falling", [100.0] * 13 + [61.0, 61.0]) == []


@pytest.mark.parametrize(("firms", "warned_of"), [(10, 1), (20, 2), (40, 4)])
def test_nine_in_ten_of_the_industry_earn_more(firms, warned_of):
    rule = WARNING_RULES["margin at the bottom of its industry"]
    assert "Nine in ten firms of the industry earn more" in rule.meaning
    table = pd.DataFrame({"firm_id": range(firms), "year": 1, "industry": "steel", "net_margin": range(firms)})
    found = warning_signals(table, WarningRules(name="one rule", source="the course's", rules=(rule,)))
    assert found["firm_id"].tolist() == list(range(warned_of))


def test_what_calls_for_a_visit_at_once_is_an_alarm():
    at_once = [rule for rule in WARNING_RULES.rules if rule.advice.startswith("Visit at once")]
    assert len(at_once) >= 2
    assert {rule.severity for rule in at_once} == {3}


@pytest.mark.parametrize("source", ["account", "statements"])
def test_thresholds_seldom_trouble_a_firm(source):
    """Of the months or years of the course's firms, most of which are sound, every rule leaves six in seven alone.

    Nobody there pays no wages or dismisses a fifth of the people; every other rule has something to say.
    """
    if source == "account":
        table, period = load("firm_months"), "month"
    else:
        table, period = ratio_table(load("statements")).merge(load("firms")[["firm_id", "industry"]]), "year"
    rules = [rule for rule in WARNING_RULES.rules if rule.column in table]
    assert len(rules) >= 8
    for rule in rules:
        found = warning_signals(
            table, WarningRules(name="one rule", source="the course's", rules=(rule,)), period=period
        )
        assert len(found) < len(table) / 7, rule.name
        assert (len(found) > 0) == (rule.name not in ("people dismissed", "wages not paid")), rule.name


def test_two_of_two_periods_is_said():
    one = WarningRule("r", "", "finances", "x", "above", 1, 2, "", "", at_least=2, of_last=2)
    assert one.reason == "x at or above 1, in 2 of the last 2 periods"
