"""Every ratio of the library: complete, described, and true to the laws of its kind."""

import ast
import importlib
import inspect
import math
import pkgutil
import textwrap
from decimal import Decimal

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import pytest

from cmlib import ratios
from cmlib.formula import DIRECTIONS, UNITS
from cmlib.items import base_item
from cmlib.ratios import ALL

# The ratio list of the syllabus, family by family.
SYLLABUS = {
    "short-term solvency": (
        "current_ratio quick_ratio cash_ratio working_capital operating_cash_flow_to_current_liabilities"
    ),
    "long-term solvency": (
        "debt_to_assets debt_to_equity equity_multiplier interest_cover debt_to_tangible_net_worth "
        "long_term_debt_to_capital operating_cash_flow_to_debt capital_immobilisation"
    ),
    "operation": (
        "receivables_turnover receivables_days inventory_turnover inventory_days payables_turnover payables_days "
        "current_asset_turnover fixed_asset_turnover total_asset_turnover cash_conversion_cycle"
    ),
    "profitability": (
        "gross_margin operating_margin main_business_margin net_margin ebitda_margin return_on_total_assets "
        "return_on_equity return_on_invested_capital cost_expense_profit_ratio"
    ),
    "DuPont": "tax_burden interest_burden ebit_margin average_equity_multiplier",
    "growth": (
        "sales_growth profit_growth asset_growth capital_accumulation capital_three_year_growth "
        "sales_three_year_growth profit_three_year_growth"
    ),
    "cash flow": "quality_of_earnings cash_return_on_sales free_cash_flow reinvestment_rate debt_service_cover",
}

# What a credit officer wants to see less of, and what says nothing by itself; of all else, more is better.
LOWER_IS_BETTER = (
    "debt_to_assets debt_to_equity equity_multiplier debt_to_tangible_net_worth long_term_debt_to_capital "
    "capital_immobilisation receivables_days inventory_days cash_conversion_cycle"
)
NEITHER_IS_BETTER = "payables_turnover payables_days average_equity_multiplier reinvestment_rate"

# An amount, a time, or a share of a whole that is shown in percent; all else is a multiple.
UNIT_OF = {"working_capital": "CNY", "free_cash_flow": "CNY", "cash_conversion_cycle": "days"}
FRACTIONS = (
    "margin growth burden accumulation return_on debt_to_assets long_term_debt_to_capital cost_expense "
    "reinvestment_rate"
)

every_ratio = pytest.mark.parametrize("formula", ALL.values(), ids=ALL.keys())


def amounts(formula, rows=200, seed=5):
    """Random amounts of both signs, with zeros and gaps, for each parameter."""
    rng = np.random.default_rng(seed)
    values = {name: np.round(rng.normal(50, 60, rows), 2) for name in formula.parameters}
    for column in values.values():
        column[rng.random(rows) < 0.05] = 0
        column[rng.random(rows) < 0.05] = np.nan
    return values


def test_families_and_names_are_those_of_the_syllabus():
    found = {}
    for name, formula in ALL.items():
        found.setdefault(formula.family, []).append(name)
    assert found == {family: names.split() for family, names in SYLLABUS.items()}


def test_every_formula_of_a_family_file_is_listed():
    defined = set()
    for module in pkgutil.iter_modules(ratios.__path__, "cmlib.ratios."):
        members = vars(importlib.import_module(module.name)).items()
        defined |= {name for name, member in members if hasattr(member, "parameters") and hasattr(member, "body")}
    assert defined == set(ALL)


def test_public_names():
    assert ratios.__all__ == ["ALL", *ALL]
    assert all(getattr(ratios, name) is formula for name, formula in ALL.items())
    modules = {module.name for module in pkgutil.iter_modules(ratios.__path__)}
    public = {name for name in vars(ratios) if not name.startswith("_")}
    assert public - modules - {"MappingProxyType"} == set(ratios.__all__)


def test_the_list_is_read_only():
    with pytest.raises(TypeError):
        ALL["mine"] = ALL["current_ratio"]


@every_ratio
def test_is_described(formula):
    assert formula.unit in UNITS
    assert formula.better in DIRECTIONS
    assert any("\u4e00" <= letter <= "\u9fff" for letter in formula.zh)
    text = inspect.getdoc(formula)
    assert "\nSource: " in text
    assert f">>> {formula.__name__}(" in text or f"({formula.__name__}(" in text


@every_ratio
def test_direction_is_that_of_sound_finance(formula):
    less, neither = formula.__name__ in LOWER_IS_BETTER.split(), formula.__name__ in NEITHER_IS_BETTER.split()
    assert formula.better == ("lower" if less else "neither" if neither else "higher")


@every_ratio
def test_unit_follows_from_what_is_measured(formula):
    name = formula.__name__
    share = any(word in name for word in FRACTIONS.split())
    assert formula.unit == UNIT_OF.get(name, "days" if name.endswith("_days") else "fraction" if share else "times")


def test_chinese_terms_are_unique():
    terms = [formula.zh for formula in ALL.values()]
    assert len(set(terms)) == len(terms)


@every_ratio
def test_parameters_are_line_items(formula):
    for name in formula.parameters:
        base_item(name)  # raises LookupError when it is none
    assert list(inspect.signature(formula).parameters) == list(formula.parameters)


@every_ratio
def test_body_is_arithmetic_only(formula):
    tree = ast.parse(textwrap.dedent(inspect.getsource(formula.body))).body[0]
    assert ast.get_docstring(tree)
    allowed = (
        *(ast.Assign, ast.Return, ast.Name, ast.Load, ast.Store, ast.Constant, ast.BinOp),
        *(ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow),
    )
    for statement in tree.body[1:]:
        for node in ast.walk(statement):
            assert isinstance(node, allowed), ast.dump(node)
            assert not isinstance(node, ast.Constant) or isinstance(node.value, (int, float))


@every_ratio
def test_number_array_series_and_expression_agree(formula):
    values = amounts(formula)
    array = formula(**values)
    frame = pd.DataFrame(values)
    series = formula(**{name: frame[name] for name in values})
    expression = nw.from_native(frame).select(r=formula(**{name: nw.col(name) for name in values}))["r"]
    numbers = [formula(**{name: float(column[row]) for name, column in values.items()}) for row in range(len(array))]
    assert 0 < np.isnan(array).sum() < len(array)
    assert not np.isinf(array).any()
    np.testing.assert_array_equal(series.to_numpy(), array)
    np.testing.assert_array_equal(expression.to_numpy(), array)
    np.testing.assert_allclose(numbers, array, rtol=1e-14)  # a root may differ in the last digit


@every_ratio
def test_another_currency_changes_amounts_only(formula):
    values = amounts(formula)
    doubled = formula(**{name: 2 * column for name, column in values.items()})
    factor = 2 if formula.unit == "CNY" else 1
    np.testing.assert_allclose(doubled, factor * formula(**values), rtol=1e-12)


@every_ratio
def test_nothing_is_known_when_an_item_is_missing(formula):
    values = amounts(formula)
    for name in values:
        assert np.isnan(formula(**values | {name: np.full(200, np.nan)})).all()


@every_ratio
def test_decimals_give_what_floats_give(formula):
    values = {name: 300 - 7 * place for place, name in enumerate(formula.parameters)}
    exact = formula(**{name: Decimal(value) for name, value in values.items()})
    assert isinstance(exact, Decimal)
    assert float(exact) == pytest.approx(formula(**{name: float(value) for name, value in values.items()}), rel=1e-12)


def compute(name, values):
    return ALL[name](**{parameter: values[parameter] for parameter in ALL[name].parameters})


@pytest.fixture
def sound_firms():
    """Profitable firms with positive equity, so that every DuPont factor is defined."""
    rng = np.random.default_rng(11)
    values = {name: rng.uniform(50, 500, 100) for name in ("equity", "equity_prior", "revenue", "net_income")}
    values["total_assets"] = values["equity"] * rng.uniform(1, 5, 100)
    values["total_assets_prior"] = values["equity_prior"] * rng.uniform(1, 5, 100)
    values["profit_before_tax"] = values["net_income"] * rng.uniform(1, 2, 100)
    values["interest_expense"] = rng.uniform(0, 50, 100)
    return values


@pytest.mark.parametrize(
    "factors",
    [
        ("net_margin", "total_asset_turnover", "average_equity_multiplier"),
        ("tax_burden", "interest_burden", "ebit_margin", "total_asset_turnover", "average_equity_multiplier"),
    ],
)
def test_dupont_factors_multiply_to_the_return_on_equity(sound_firms, factors):
    product = math.prod(compute(name, sound_firms) for name in factors)
    np.testing.assert_allclose(product, compute("return_on_equity", sound_firms), rtol=1e-12)


@pytest.mark.parametrize("kind", ["receivables", "inventory", "payables"])
def test_turnover_times_days_is_a_year(kind):
    values = {name: np.array([120.0, 37.0]) for name in ALL[f"{kind}_turnover"].parameters}
    np.testing.assert_allclose(compute(f"{kind}_turnover", values) * compute(f"{kind}_days", values), 365)


def test_cash_cycle_is_stock_plus_customers_less_suppliers():
    values = amounts(ALL["cash_conversion_cycle"])
    parts = [compute(name, values) for name in ("inventory_days", "receivables_days", "payables_days")]
    np.testing.assert_allclose(compute("cash_conversion_cycle", values), parts[0] + parts[1] - parts[2], rtol=1e-12)


def test_balance_sheet_identities():
    # Assets are debts plus equity, so the three leverage ratios say the same thing.
    values = {"total_assets": 1000.0, "total_liabilities": 600.0, "equity": 400.0}
    multiplier = compute("equity_multiplier", values)
    assert compute("debt_to_equity", values) == pytest.approx(multiplier - 1)
    assert compute("debt_to_assets", values) == pytest.approx(1 - 1 / multiplier)


@pytest.mark.parametrize(
    ("name", "item"), [("capital", "equity"), ("sales", "revenue"), ("profit", "profit_before_tax")]
)
def test_constant_growth_is_its_own_three_year_average(name, item):
    values = {item: 100 * 1.07**3, f"{item}_three_years_ago": 100.0}
    assert compute(f"{name}_three_year_growth", values) == pytest.approx(0.07, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("return_on_equity", {"net_income": -20.0, "equity": -30.0, "equity_prior": -10.0}),
        ("profit_growth", {"profit_before_tax": 10.0, "profit_before_tax_prior": -10.0}),
        ("quality_of_earnings", {"operating_cash_flow": -20.0, "net_income": -10.0}),
        ("tax_burden", {"net_income": -20.0, "profit_before_tax": -10.0}),
        ("profit_three_year_growth", {"profit_before_tax": -20.0, "profit_before_tax_three_years_ago": -10.0}),
        ("debt_to_tangible_net_worth", {"total_liabilities": 50.0, "equity": 40.0, "intangible_assets": 60.0}),
    ],
)
def test_two_bad_signs_do_not_make_a_good_one(name, values):
    assert math.isnan(compute(name, values))
