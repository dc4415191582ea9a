"""The rules of ``@formula``: one division, one kind of missing, for every kind of value."""

import inspect
import math
import warnings
from decimal import Decimal
from fractions import Fraction

import dask.dataframe
import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.formula import Quantity, formula, limits
from cmlib.ratios import capital_three_year_growth, current_ratio, quick_ratio, working_capital

INF, NAN = math.inf, math.nan

# current assets, current liabilities, their ratio (None: missing); each can be checked with a pencil.
CASES = [
    (300.0, 200.0, 1.5),
    (-300.0, 200.0, -1.5),
    (0.0, 200.0, 0.0),
    (300.0, 0.0, None),
    (0.0, 0.0, None),
    (300.0, -200.0, None),
    (-300.0, -200.0, None),
    (NAN, 200.0, None),
    (300.0, NAN, None),
    (INF, 200.0, None),
    (-INF, 200.0, None),
    (300.0, INF, None),
    (300.0, -INF, None),
    (INF, INF, None),
    (1e308, 1e308, 1.0),
    (1e308, 1e-308, None),
    (1e-308, 1e308, 0.0),
]
ASSETS, DEBTS, RATIOS = (np.array([NAN if v is None else v for v in column]) for column in zip(*CASES, strict=True))


@pytest.mark.parametrize(("assets", "debts", "expected"), CASES)
def test_number(assets, debts, expected):
    result = current_ratio(assets, debts)
    assert isinstance(result, float)
    assert math.isnan(result) if expected is None else result == expected


def test_array():
    np.testing.assert_array_equal(current_ratio(ASSETS, DEBTS), RATIOS)


def test_list_becomes_an_array():
    np.testing.assert_array_equal(current_ratio(list(ASSETS), tuple(DEBTS)), RATIOS)


@pytest.mark.parametrize("dtype", ["float64", "Float64", "double[pyarrow]"])
def test_series(dtype):
    result = current_ratio(pd.Series(ASSETS).astype(dtype), pd.Series(DEBTS).astype(dtype))
    assert result.dtype == dtype
    assert (result.isna() == np.isnan(RATIOS)).all()
    np.testing.assert_array_equal(result.dropna().to_numpy(float), RATIOS[~np.isnan(RATIOS)])


def test_series_keeps_its_labels():
    assets, debts = pd.Series([300, 100], index=["A", "B"]), pd.Series([200, 0], index=["A", "B"])
    pd.testing.assert_series_equal(current_ratio(assets, debts), pd.Series([1.5, NAN], index=["A", "B"]))


@pytest.mark.parametrize("dtype", ["int64", "Int64", "int64[pyarrow]"])
def test_whole_numbers_of_a_series_become_floats(dtype):
    result = working_capital(pd.Series([300, 100]).astype(dtype), pd.Series([200, 0]).astype(dtype))
    assert result.dtype.kind == "f"
    assert result.tolist() == [100.0, 100.0]


def test_nullable_series_with_missing_values():
    result = current_ratio(pd.Series([300, None, 300], dtype="Int64"), pd.Series([200, 200, None], dtype="Float64"))
    assert result.tolist() == [1.5, pd.NA, pd.NA]


def test_dask_series():
    table = dask.dataframe.from_pandas(pd.DataFrame({"assets": ASSETS, "debts": DEBTS}), npartitions=2)
    np.testing.assert_array_equal(current_ratio(table["assets"], table["debts"]).compute().to_numpy(), RATIOS)


def test_expression():
    frame = nw.from_native(pd.DataFrame({"assets": ASSETS, "debts": DEBTS}))
    result = frame.select(r=current_ratio(nw.col("assets"), nw.col("debts")))["r"]
    np.testing.assert_array_equal(result.to_numpy(), RATIOS)


def test_shapes_broadcast():
    assert current_ratio(np.array([[100.0], [200.0]]), np.array([50.0, 0.0, 100.0])).shape == (2, 3)
    np.testing.assert_array_equal(current_ratio(300, np.array([200, 0])), [1.5, NAN])
    np.testing.assert_array_equal(current_ratio(np.array([300, 600]), 200), [1.5, 3.0])
    np.testing.assert_array_equal(current_ratio(np.array([300, 600]), 0), [NAN, NAN])
    np.testing.assert_array_equal(current_ratio(Decimal(300), np.array([200])), [1.5])
    assert current_ratio(300, pd.Series([200, 0])).isna().tolist() == [False, True]
    assert current_ratio(np.array([300, 600]), pd.Series([200, 0])).isna().tolist() == [False, True]
    assert current_ratio(np.array([]), np.array([])).shape == (0,)


def test_no_warning_for_anything():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for extreme in (0.0, -1.0, NAN, INF, -INF, 1e308, -1e308, 5e-324):
            grid = np.array([extreme, 1.0])
            quick_ratio(extreme, -extreme, extreme)
            quick_ratio(grid, -grid, grid)
            capital_three_year_growth(grid, grid)
            quick_ratio(np.float64(extreme), np.float64(1e308), np.float64(extreme))


def test_overflow_is_missing():
    assert math.isnan(working_capital(1e308, -1e308))
    assert math.isnan(current_ratio(10**400, 3))
    assert math.isnan(current_ratio(10**400, 3.0))
    assert np.isnan(working_capital(np.array([1e308]), np.array([-1e308]))).all()
    assert np.isnan(current_ratio(10**400, np.array([3.0]))).all()


def test_numpy_whole_numbers_do_not_wrap_around():
    assert working_capital(np.int64(2**62), np.int64(-(2**62))) == 2**63


@formula("test", unit="times", zh="试", better="neither")
def all_operations(a, b, rate=0.25):
    """Every operation that a body may use."""
    return -(1 - a * 2) + 3 / b - b / 4 + (2 + a) * rate + a**2


@pytest.mark.parametrize("kind", [float, Decimal, Fraction, lambda v: np.array([float(v)])])
def test_every_operation(kind):
    # a = 3, b = 4: -(1 - 6) + 3/4 - 4/4 + 5/4 + 9 = 15
    assert all_operations(kind(3), kind(4), rate=kind("0.25")) == 15


def test_parameter_with_a_default_is_a_constant():
    assert all_operations.parameters == ("a", "b")
    assert all_operations(3.0, 4.0) == 15.0


def test_root_of_a_negative_base_is_missing_and_an_even_power_is_not():
    assert math.isnan(capital_three_year_growth(-8.0, 1.0))
    assert capital_three_year_growth(0.0, 1.0) == -1.0
    assert all_operations(-1.0, 1.0) == pytest.approx(-(1 + 2) + 3 - 0.25 + 0.25 + 1)


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        (None, "NoneType"),
        (True, "bool"),
        (np.True_, "bool"),
        ("300", "str"),
        (3j, "complex"),
        (np.complex128(3j), "complex128"),
        ([True, False], "bool"),
        (["300", "400"], "<U3"),
        ([300, None], "object"),
        (np.array([3j]), "complex128"),
        (pd.Series(["300"], dtype=object), "object"),
        (pd.Series([True]), "bool"),
        (pd.Series([3j]), "complex128"),
        ({"a": 300}, "dict"),
    ],
)
def test_what_is_no_number_is_refused(wrong, found):
    with pytest.raises(TypeError, match=f"^current_ratio needs current_assets to be a number.* found {found}"):
        current_ratio(wrong, 200)


@pytest.mark.parametrize("arguments", [{}, {"current_assets": 1}, {"current_assets": 1, "inventory": 2}])
def test_missing_and_unknown_arguments_are_refused(arguments):
    with pytest.raises(TypeError, match="argument"):
        current_ratio(**arguments)


def test_positional_and_named_argument_for_the_same_item_are_refused():
    with pytest.raises(TypeError, match="multiple values"):
        current_ratio(1, current_assets=2)


@pytest.mark.parametrize(
    ("given", "named"), [((1, 2, 3), {}), ((1, 2), {"current_assets": 3}), ((1, 2, 3), {"current_assets": 4})]
)
def test_too_many_arguments_are_refused(given, named):
    with pytest.raises(TypeError, match=r"too many positional|multiple values"):
        current_ratio(*given, **named)


@pytest.mark.parametrize("wrong", [{"unit": "percent"}, {"better": "up"}])
def test_unknown_descriptions_are_refused(wrong):
    with pytest.raises(ValueError, match=f"^formula needs {next(iter(wrong))} to be one of .* found '(percent|up)'$"):
        formula("test", **{"unit": "times", "zh": "试", "better": "higher"} | wrong)


def test_the_function_looks_like_its_formula():
    assert current_ratio.__name__ == "current_ratio"
    assert list(inspect.signature(current_ratio).parameters) == ["current_assets", "current_liabilities"]
    assert current_ratio.parameters == ("current_assets", "current_liabilities")


def test_limits_name_the_arithmetic():
    found = limits(all_operations, {"a": 3.0, "b": 4.0})
    assert [(limit.kind, limit.text, limit.value) for limit in found] == [("denominator", "b", 4.0)]
    base, root = limits(capital_three_year_growth, {"equity": 8.0, "equity_three_years_ago": 2.0})
    assert (base.kind, base.text) == ("denominator", "equity_three_years_ago")
    assert (root.kind, root.text, root.value) == ("base", "equity / equity_three_years_ago", 4.0)


def test_limits_of_a_value_that_overflows_come_without_a_warning():
    (found,) = limits(current_ratio, {"current_assets": np.float64(1e308), "current_liabilities": np.float64(1e-308)})
    assert found.value == 1e-308


@pytest.mark.parametrize(
    ("build", "text"),
    [
        (lambda a, b: (a + b) * 2, "(a + b) * 2"),
        (lambda a, b: a + b * 2, "a + b * 2"),
        (lambda a, b: a - (b - a), "a - (b - a)"),
        (lambda a, b: a - b - a, "a - b - a"),
        (lambda a, b: a - b + a, "a - b + a"),
        (lambda a, b: (a - b) * 2, "(a - b) * 2"),
        (lambda a, b: a * b / 2, "a * b / 2"),
        (lambda a, b: (a / 2) ** 2, "(a / 2) ** 2"),
        (lambda a, b: (a * b) ** 2, "(a * b) ** 2"),
        (lambda a, b: b * a**2, "b * a ** 2"),
        (lambda a, b: (a**2) ** 3, "(a ** 2) ** 3"),
        (lambda a, b: (a**0.5) ** 0.5, "(a ** 0.5) ** 0.5"),
        (lambda a, b: a / (b / 2), "a / (b / 2)"),
        (lambda a, b: (a / b) ** 0.5 - 1, "(a / b) ** 0.5 - 1"),
        (lambda a, b: 365 * a / b, "365 * a / b"),
    ],
)
def test_text_has_the_brackets_it_needs_and_no_others(build, text):
    a, b = Quantity(3.0, "a"), Quantity(4.0, "b")
    result = build(a, b)
    assert result.text == text
    assert result.value == eval(text, {"a": 3.0, "b": 4.0})


amounts = st.floats(allow_nan=True, allow_infinity=True)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(amounts, amounts, amounts)
def test_a_result_is_finite_or_missing_and_the_same_in_every_kind(assets, inventory, debts):
    number = quick_ratio(assets, inventory, debts)
    array = quick_ratio(*(np.array([value]) for value in (assets, inventory, debts)))
    series = quick_ratio(*(pd.Series([value]) for value in (assets, inventory, debts)))
    assert math.isfinite(number) or math.isnan(number)
    np.testing.assert_array_equal([number, array[0], series[0]], [number] * 3)
