"""The enterprise scorecard: the deck's groups, a firm added up with a pencil, and the laws of a score."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from cmlib import ratios
from cmlib.items import ITEMS
from cmlib.rating import ENTERPRISE_CARD, GRADES, explain, group_points, score

#: The deck's table, with the columns that measure its indicators.
DECK = {
    ("basic quality", "企业基本素质", 10): "leadership management technology",
    ("economic strength", "经济实力", 7): "equity capital_immobilisation",
    ("solvency and credit", "偿债能力及信用", 43): (
        "debt_to_assets current_ratio quick_ratio interest_cover operating_cash_flow_to_current_liabilities loan_risk"
    ),
    ("operation and efficiency", "经营能力及效益", 31): (
        "receivables_turnover inventory_turnover total_asset_turnover"
        " main_business_margin return_on_total_assets return_on_equity"
    ),
    ("prospects", "发展前景和预测", 9): (
        "capital_three_year_growth sales_three_year_growth profit_three_year_growth"
        " industry_policy market_competitiveness"
    ),
}

#: One firm: column -> its value and the points read off the card by hand.
PENCIL = {
    "leadership": (4, 3), "management": (3, 1.5), "technology": (5, 3),
    "equity": (120e6, 2), "capital_immobilisation": (0.9, 2),
    "debt_to_assets": (0.55, 6), "current_ratio": (1.38, 4), "quick_ratio": (0.85, 3), "interest_cover": (4.0, 5),
    "operating_cash_flow_to_current_liabilities": (0.18, 4), "loan_risk": (2, 4),
    "receivables_turnover": (7, 3), "inventory_turnover": (4, 2), "total_asset_turnover": (1.0, 3),
    "main_business_margin": (0.22, 4), "return_on_total_assets": (0.07, 4), "return_on_equity": (0.10, 4),
    "capital_three_year_growth": (0.05, 1.5), "sales_three_year_growth": (0.12, 2),
    "profit_three_year_growth": (-0.02, 0), "industry_policy": (3, 1), "market_competitiveness": (4, 1.5),
}  # fmt: skip
PENCIL_GROUPS = [7.5, 4, 26, 20, 6]  # together 63.5
FIRM = {column: value for column, (value, _) in PENCIL.items()}


def totals(*firms):
    return score(pd.DataFrame(firms), ENTERPRISE_CARD).total.tolist()


def test_groups_and_indicators_are_the_decks():
    found = {
        (group.name, group.zh, group.points): " ".join(one.column for one in group.indicators)
        for group in ENTERPRISE_CARD.groups
    }
    assert found == DECK
    assert ENTERPRISE_CARD.total == sum(points for _, _, points in DECK) == 100
    assert ENTERPRISE_CARD.grades is GRADES


def test_the_card_says_that_its_split_is_not_the_decks():
    assert "indicator points and bands were set for this course" in ENTERPRISE_CARD.source


@pytest.mark.parametrize(
    "indicator", [one for one in ENTERPRISE_CARD.indicators if one.bands], ids=lambda one: one.column
)
def test_a_measured_indicator_agrees_with_its_ratio_or_line_item(indicator):
    if indicator.column in ITEMS:
        assert indicator.unit == ITEMS[indicator.column].unit
    else:
        formula = ratios.ALL[indicator.column]
        assert (indicator.unit, indicator.better) == (formula.unit, formula.better)


@pytest.mark.parametrize(
    "indicator", [one for one in ENTERPRISE_CARD.indicators if one.levels], ids=lambda one: one.column
)
def test_a_judgement_runs_from_one_to_five(indicator):
    assert [level.value for level in indicator.levels] == [1, 2, 3, 4, 5]
    assert all(level.meaning for level in indicator.levels)
    assert indicator.better == ("lower" if indicator.column == "loan_risk" else "higher")


def test_every_indicator_can_earn_nothing():
    assert {
        min(one.points for one in indicator.bands or indicator.levels) for indicator in ENTERPRISE_CARD.indicators
    } == {0}


def test_the_best_firm_has_100_points_and_the_worst_none():
    best = {one.column: 1e12 if one.better == "higher" else -1e12 for one in ENTERPRISE_CARD.indicators}
    worst = {column: -value for column, value in best.items()}
    judged = [one for one in ENTERPRISE_CARD.indicators if one.levels]
    best |= {one.column: 5 if one.better == "higher" else 1 for one in judged}
    worst |= {one.column: 1 if one.better == "higher" else 5 for one in judged}
    assert totals(best, worst) == [100, 0]


def test_a_firm_added_up_with_a_pencil():
    scored = score(pd.DataFrame([FIRM]), ENTERPRISE_CARD).iloc[0]
    assert {column: scored[f"{column}_points"] for column in PENCIL} == {
        column: points for column, (_, points) in PENCIL.items()
    }
    assert [scored[group.points_column] for group in ENTERPRISE_CARD.groups] == PENCIL_GROUPS
    assert (scored["total"], scored["grade"]) == (63.5, "BBB")


def test_the_pencil_firm_is_explained_alike():
    reasons = explain(FIRM, ENTERPRISE_CARD)
    assert reasons.set_index("column").points.to_dict() == {column: points for column, (_, points) in PENCIL.items()}
    assert group_points(reasons).points.tolist() == PENCIL_GROUPS
    assert (reasons.attrs["total"], reasons.attrs["grade"]) == (63.5, "BBB")


def draw(indicator, rng, number):
    """Values on, between and beyond the bounds of an indicator."""
    bounds = [level.value for level in indicator.levels] or [band.upper for band in indicator.bands[:-1]]
    on_bounds = rng.choice(bounds, number).astype(float)
    if indicator.levels:
        return on_bounds
    width = bounds[-1] - bounds[0]
    return np.where(rng.random(number) < 0.5, on_bounds, rng.uniform(bounds[0] - width, bounds[-1] + width, number))


def test_a_better_value_never_lowers_the_total():
    """For every indicator 50 firms, each in two forms that differ in this one value."""
    rng = np.random.default_rng([6, 8])
    worse, better = [], []
    for changed in ENTERPRISE_CARD.indicators:
        firms = pd.DataFrame({one.column: draw(one, rng, 50) for one in ENTERPRISE_CARD.indicators})
        pair = np.sort([firms[changed.column], draw(changed, rng, 50)], axis=0)
        low, high = pair if changed.better == "higher" else pair[::-1]
        worse.append(firms.assign(**{changed.column: low}))
        better.append(firms.assign(**{changed.column: high}))
    before, after = (score(pd.concat(forms, ignore_index=True), ENTERPRISE_CARD).total for forms in (worse, better))
    assert (after >= before).all()
    assert (after > before).mean() > 0.4  # the values do differ


@pytest.mark.parametrize("indicator", ENTERPRISE_CARD.indicators, ids=lambda one: one.column)
def test_points_climb_from_nothing_to_the_maximum(indicator):
    """Along its better direction an indicator climbs, and no single step is worth more than half of it."""
    earned = [one.points for one in indicator.bands or indicator.levels]
    climbing = earned if indicator.better == "higher" else earned[::-1]
    assert (climbing[0], climbing[-1]) == (0, indicator.points)
    assert all(0 <= after - before <= indicator.points / 2 for before, after in pairwise(climbing))


def test_negative_equity_shows_in_debt_to_assets():
    """Its ratios on equity are missing; the debt is not, and earns nothing."""
    bankrupt = (
        FIRM | {"equity": -5e6, "debt_to_assets": 1.2} | dict.fromkeys(("return_on_equity", "capital_immobilisation"))
    )
    points = explain(bankrupt, ENTERPRISE_CARD, missing="zero").set_index("column").points
    assert points[["equity", "debt_to_assets", "return_on_equity", "capital_immobilisation"]].tolist() == [0, 0, 0, 0]
