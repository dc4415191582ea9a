"""The course's early-warning rules do what their own words say: a firm on either side of the words of each rule."""

from dataclasses import replace

import pandas as pd
import pytest

from cmlib.rating import LOAN_CATEGORIES, WARNING_RULES, WarningRules, warning_signals


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
        ("insurance ends", "within a month", 30, 32),
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


@pytest.mark.parametrize("percent", [-90, -60, -40, -33, -30, -20, -10, -7, 1, 10, 20, 29, 30, 70, 190])
def test_the_threshold_itself_warns_whatever_rounding_makes_of_it(percent):
    """From 100 to 80 is a fall by 0.2, though 80 / 100 - 1 is a little above -0.2; a ten-thousandth less is none."""
    short = 0.01 if percent < 0 else -0.01
    firms = {f"{more}, {scale}": (scale, 100 + percent + more) for scale in (0.1, 1.0, 1e6) for more in (0, short)}
    rows = [(firm, month, 100 * scale) for firm, (scale, _) in firms.items() for month in range(1, 13)]
    rows += [(firm, 13, last * scale) for firm, (scale, last) in firms.items()]
    table = pd.DataFrame(rows, columns=["firm_id", "year", "employees_paid"])
    direction = "above" if percent > 0 else "below"
    rule = replace(WARNING_RULES["people dismissed"], direction=direction, threshold=percent / 100)
    found = warning_signals(table, WarningRules(name="one rule", source="this test", rules=(rule,)))
    assert found["firm_id"].tolist() == ["0, 0.1", "0, 1.0", "0, 1000000.0"]
    assert found["year"].tolist() == [13] * 3
