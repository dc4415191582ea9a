"""Altman's, Beneish's and Piotroski's scores: published values, pencil cases, and the laws of their kind."""

import math

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from cmlib import distress
from cmlib.distress import (
    ALL,
    MODELS,
    PARTS,
    PIOTROSKI_F,
    altman_z,
    altman_z_emerging,
    altman_z_non_manufacturers,
    altman_z_private,
    beneish_m,
    piotroski_f,
)
from cmlib.formula import DIRECTIONS, UNITS
from cmlib.items import ITEMS, years_back_of
from cmlib.ratios import ALL as RATIOS

every_formula = pytest.mark.parametrize("formula", ALL.values(), ids=ALL.keys())
every_score = pytest.mark.parametrize("name", MODELS)


def altman_items(x1, x2, x3, x4, x5=0.0):
    """Line items of 1,000 in assets and 500 in debts whose X1 to X5 are these; X4 in the market and in the books."""
    return {
        "current_assets": 1000 * x1 + 100, "current_liabilities": 100, "retained_earnings": 1000 * x2,
        "profit_before_tax": 1000 * x3 - 40, "interest_expense": 40, "market_value_of_equity": 500 * x4,
        "equity": 500 * x4, "total_liabilities": 500, "revenue": 1000 * x5, "total_assets": 1000,
    }  # fmt: skip


def compute(formula, values):
    return formula(**{name: values[name] for name in formula.parameters})


UNCHANGED = dict.fromkeys(beneish_m.parameters, 100.0) | {"cost_of_sales": 70.0, "cost_of_sales_prior": 70.0}
NO_ACCRUALS = UNCHANGED | {"operating_cash_flow": 200.0}  # 100 of it interest, so that 100 are left, as profit says


class TestAltman:
    # Arithmetic on the weights of Altman (1968), Journal of Finance 23(4), 589-609.
    @pytest.mark.parametrize(("x", "z"), [((0.34, 0.15, 0.0, 0.80, 1.6), 2.698), ((0.1, 0.2, 0.2, 0.6, 0.8), 2.220)])
    def test_z(self, x, z):
        assert compute(altman_z, altman_items(*x)) == pytest.approx(z, rel=1e-12)

    # 0.717, 0.847, 3.107, 0.420, 0.998 by hand: 0.24378 + 0.12705 + 0 + 0.336 + 1.5968; 0.0717 + 0.1694 + 0.6214
    # + 0.252 + 0.7984.
    @pytest.mark.parametrize(("x", "z"), [((0.34, 0.15, 0.0, 0.80, 1.6), 2.30363), ((0.1, 0.2, 0.2, 0.6, 0.8), 1.9129)])
    def test_z_of_private_firms(self, x, z):
        assert compute(altman_z_private, altman_items(*x)) == pytest.approx(z, rel=1e-12)

    # 6.56, 3.26, 6.72, 1.05 by hand: 2.2304 + 0.489 + 0 + 0.84; 0.656 + 0.652 + 1.344 + 0.63.
    @pytest.mark.parametrize(("x", "z"), [((0.34, 0.15, 0.0, 0.80), 3.5594), ((0.1, 0.2, 0.2, 0.6), 3.282)])
    def test_z_of_non_manufacturers_and_emerging_markets(self, x, z):
        assert compute(altman_z_non_manufacturers, altman_items(*x)) == pytest.approx(z, rel=1e-12)
        assert compute(altman_z_emerging, altman_items(*x)) == pytest.approx(z + 3.25, rel=1e-12)

    def test_used_up_equity_lowers_the_score_and_no_debt_leaves_it_missing(self):
        sound, used_up = altman_items(0, 0, 0, 1), altman_items(0, 0, 0, -1)
        for score, weight in ((altman_z_private, 0.420), (altman_z_emerging, 1.05)):
            assert compute(score, sound) - compute(score, used_up) == pytest.approx(2 * weight)
            assert math.isnan(compute(score, sound | {"total_liabilities": 0}))

    @pytest.mark.parametrize("score", [altman_z, altman_z_private, altman_z_emerging])
    def test_currency_changes_nothing(self, score):
        items = altman_items(0.1, 0.2, 0.2, 0.6, 0.8)
        dollars = {name: value / 8 for name, value in items.items()}
        assert compute(score, dollars) == pytest.approx(compute(score, items), rel=1e-12)


class TestBeneish:
    def test_nothing_changes(self):
        # -4.84 + 0.92 + 0.528 + 0.404 + 0.892 + 0.115 - 0.172 - 0.327: all indices 1, no accruals. Beneish (1999).
        assert beneish_m(**NO_ACCRUALS) == pytest.approx(-2.48, rel=1e-12)

    # One index of 2, or accruals of half the assets: M moves by the weight, or half of it.
    @pytest.mark.parametrize(
        ("change", "part", "value", "moves"),
        [
            ({"receivables": 200}, "days_sales_in_receivables_index", 2, 0.920),
            ({"cost_of_sales": 85}, "gross_margin_index", 2, 0.528),
            ({"intangible_assets_prior": 50}, "asset_quality_index", 2, 0.404),
            ({"depreciation_prior": 300, "depreciation": 60}, "depreciation_index", 2, 0.115),
            ({"selling_expense": 300}, "selling_and_administrative_expense_index", 2, -0.172),
            ({"current_liabilities": 250, "long_term_debt": 150}, "leverage_index", 2, -0.327),
            ({"operating_cash_flow": 150}, "total_accruals_to_assets", 0.5, 4.679 / 2),
            ({"net_income": 50}, "total_accruals_to_assets", -0.5, -4.679 / 2),
            ({"interest_paid": 150}, "total_accruals_to_assets", 0.5, 4.679 / 2),
        ],
    )  # fmt: skip
    def test_one_thing_changes(self, change, part, value, moves):
        values = NO_ACCRUALS | change
        assert compute(PARTS[part], values) == pytest.approx(value)
        assert beneish_m(**values) == pytest.approx(-2.48 + moves)

    def test_doubled_sales_double_the_growth_index_and_halve_what_is_measured_by_sales(self):
        values = NO_ACCRUALS | {"revenue": 200, "cost_of_sales": 140}
        assert compute(PARTS["sales_growth_index"], values) == 2
        assert beneish_m(**values) == pytest.approx(-2.48 + 0.892 - 0.92 / 2 + 0.172 / 2)

    @pytest.mark.parametrize(
        "change",
        [{"cost_of_sales": 100}, {"cost_of_sales": 120, "cost_of_sales_prior": 120}, {"intangible_assets_prior": 0},
         {"depreciation": 0}, {"revenue": 0}, {"receivables_prior": 0}, {"total_assets": -1}],
    )  # fmt: skip
    def test_an_index_on_nothing_or_on_a_loss_is_missing(self, change):
        assert math.isnan(beneish_m(**NO_ACCRUALS | change))

    def test_the_cut_off_is_the_published_probability(self):
        # Beneish (1999): a probability of 0.0376 minimises the expected cost at 20:1 and 30:1.
        assert norm.cdf(MODELS["beneish_m"].zones[0].upper) == pytest.approx(0.0376, abs=0.0001)


# Two firms' years, and what each of the nine signals says of them.
GOOD = {
    "net_income": 60, "net_income_prior": 50, "operating_cash_flow": 90, "interest_paid": 20,
    "long_term_debt": 150, "long_term_debt_prior": 200, "current_portion_of_long_term_debt": 50,
    "current_portion_of_long_term_debt_prior": 50, "current_assets": 300, "current_assets_prior": 280,
    "current_liabilities": 200, "current_liabilities_prior": 200, "equity_issued": 0, "revenue": 1100,
    "revenue_prior": 1000, "cost_of_sales": 760, "cost_of_sales_prior": 700, "total_assets": 1000,
    "total_assets_prior": 1000, "total_assets_two_years_ago": 1000,
}  # fmt: skip


class TestPiotroski:
    def test_all_nine(self):
        assert piotroski_f(**GOOD) == 9

    @pytest.mark.parametrize(
        ("change", "lost"),
        [
            ({"equity_issued": 0.01}, "no_equity_issue"),
            ({"current_assets": 280}, "rising_current_ratio"),
            ({"cost_of_sales": 770}, "rising_gross_margin"),
            ({"long_term_debt": 200}, "falling_leverage"),
            ({"current_portion_of_long_term_debt": 100}, "falling_leverage"),
            ({"operating_cash_flow": 80}, "cash_flow_above_profit"),
            ({"interest_paid": 30}, "cash_flow_above_profit"),
            ({"net_income_prior": 60}, "rising_return_on_assets"),
            ({"revenue_prior": 1100, "cost_of_sales_prior": 770}, "rising_asset_turnover"),
        ],
    )
    def test_one_signal_is_lost_at_its_boundary(self, change, lost):
        values = GOOD | change
        assert piotroski_f(**values) == 8
        assert [part for part in _signals() if compute(PARTS[part], values) == 0] == [lost]

    def test_a_loss_and_a_drain_of_cash(self):
        assert piotroski_f(**GOOD | {"net_income": 0, "net_income_prior": -1}) == 8
        assert piotroski_f(**GOOD | {"net_income": -30, "net_income_prior": -40, "operating_cash_flow": 20}) == 7

    def test_assets_of_three_years_count(self):
        # The year before stood on 800 of assets: 50/800 and 1000/800 are above 60/1000 and 1100/1000.
        assert piotroski_f(**GOOD | {"total_assets_two_years_ago": 800}) == 7
        # Average assets were 750 and are 1000: 250/750 falls to 250/1000, though the loans are as they were.
        fewer = {"total_assets_two_years_ago": 500, "long_term_debt": 200}
        assert compute(PARTS["falling_leverage"], GOOD | fewer) == 1

    def test_no_loans_in_either_year_is_no_fall(self):
        debts = [name for name in GOOD if "long_term_debt" in name]
        assert compute(PARTS["falling_leverage"], GOOD | dict.fromkeys(debts, 0)) == 0

    @pytest.mark.parametrize("name", GOOD)
    def test_any_missing_amount_leaves_it_missing(self, name):
        assert math.isnan(piotroski_f(**GOOD | {name: math.nan}))

    def test_all_or_nothing(self):
        bad = {
            "net_income": -60, "operating_cash_flow": -90, "long_term_debt": 900, "current_assets": 10,
            "equity_issued": 5, "revenue": 100, "cost_of_sales": 100,
        }  # fmt: skip
        values = GOOD | bad
        assert piotroski_f(**values) == 0
        values = {name: np.array([GOOD[name], values[name]], dtype=float) for name in GOOD}
        np.testing.assert_array_equal(piotroski_f(**values), [9.0, 0.0])


def _signals():
    return [part.formula for part in PIOTROSKI_F.parts]


@every_score
def test_a_score_is_its_model(name):
    """Parts computed one by one, weighed and added by a plain loop, are the score, and no input is idle."""
    model, formula = MODELS[name], ALL[name]
    rng = np.random.default_rng(4)
    for _ in range(20):
        values = {item: rng.uniform(50, 90) * (0.4 if "cost" in item else 1) for item in formula.parameters}
        expected = model.constant
        for part in model.parts:
            expected += part.weight * compute(PARTS[part.formula], values)
        assert compute(formula, values) == pytest.approx(expected, rel=1e-12)
    assert set(formula.parameters) == {item for part in model.parts for item in PARTS[part.formula].parameters}
    assert (formula.zh, formula.better, formula.unit) == (model.zh, model.better, "points")


@every_formula
def test_is_described(formula):
    assert (formula.family, formula.unit in UNITS, formula.better in DIRECTIONS) == ("distress", True, True)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in formula.zh)
    assert "Source: " in formula.__doc__
    assert (
        f">>> {formula.__name__}(" in formula.__doc__
        or f"{formula.__name__}(**" in formula.__doc__
        or (f"= {formula.__name__}(" in formula.__doc__)
    )
    columns = {years_back_of(name)[0] for name in formula.parameters}
    assert columns - set(ITEMS) <= {"market_value_of_equity"}


def test_names():
    assert list(ALL) == [*MODELS, *PARTS]
    assert all(ALL[name].__name__ == name for name in ALL)
    assert all(getattr(distress, name) is ALL[name] for name in MODELS)
    assert set(distress.__all__) <= set(vars(distress))
    assert not set(ALL) & set(RATIOS)
    terms = [formula.zh for formula in [*ALL.values(), *RATIOS.values()]]
    assert len(set(terms)) == len(terms)


@every_formula
def test_number_array_series_and_expression_agree(formula):
    rng = np.random.default_rng(5)
    values = {name: np.round(rng.normal(70, 40, 150), 2) for name in formula.parameters}
    for column in values.values():
        column[rng.random(150) < 0.02] = 0
        column[rng.random(150) < 0.02] = np.nan
    array = formula(**values)
    frame = pd.DataFrame(values)
    expression = nw.from_native(frame).select(r=formula(**{name: nw.col(name) for name in values}))["r"]
    numbers = [formula(**{name: float(column[row]) for name, column in values.items()}) for row in range(150)]
    assert 0 < np.isnan(array).sum() < 150
    assert not np.isinf(array).any()
    np.testing.assert_array_equal(formula(**{name: frame[name] for name in values}).to_numpy(), array)
    np.testing.assert_array_equal(expression.to_numpy(), array)
    np.testing.assert_array_equal(numbers, array)
