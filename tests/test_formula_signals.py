"""``exceeds``: the signal that one quantity is above another, for every kind of value and every engine."""

import math
from decimal import Decimal
from fractions import Fraction

import dask.dataframe
import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import pytest
from engines import ENGINES, on
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.formula import Quantity, exceeds, formula, limits

INF, NAN = math.inf, math.nan


@formula("test", unit="points", zh="试", better="higher")
def signal(a: Quantity, b: Quantity) -> Quantity:
    """A comparison, weighed and added."""
    return exceeds(a, b) * 2 + exceeds(a / b, 1)


# a, b, the signal: 2 when a is above b, and 1 more when a / b is above 1, which needs b above 0.
SIGNALS = [
    (3.0, 2.0, 3.0),
    (2.0, 3.0, 0.0),
    (2.0, 2.0, 0.0),
    (3.0, 0.0, None),
    (-1.0, -2.0, None),
    (-3.0, 2.0, 0.0),
    (NAN, 2.0, None),
    (2.0, NAN, None),
    (INF, 2.0, None),
    (2.0, -INF, None),
    (5e-324, 1e-323, 0.0),
    (1e-323, 5e-324, 3.0),
    (1.0, 1.0 + 2**-52, 0.0),
    (1.0 + 2**-52, 1.0, 3.0),
]
LEFT, RIGHT, SIGNAL = (np.array([NAN if v is None else v for v in column]) for column in zip(*SIGNALS, strict=True))


@pytest.mark.parametrize(("a", "b", "expected"), SIGNALS)
def test_exceeds_on_a_number(a, b, expected):
    result = signal(a, b)
    assert math.isnan(result) if expected is None else result == expected


@pytest.mark.parametrize("dtype", ["float64", "Float64", "double[pyarrow]"])
def test_exceeds_on_a_series(dtype):
    result = signal(pd.Series(LEFT).astype(dtype), pd.Series(RIGHT).astype(dtype))
    assert result.dtype == dtype
    assert (result.isna() == np.isnan(SIGNAL)).all()
    np.testing.assert_array_equal(result.dropna().to_numpy(float), SIGNAL[~np.isnan(SIGNAL)])


def test_exceeds_on_arrays_and_dask():
    np.testing.assert_array_equal(signal(LEFT, RIGHT), SIGNAL)
    np.testing.assert_array_equal(signal(3.0, np.array([2.0, 4.0, NAN])), [3.0, 0.0, NAN])
    table = dask.dataframe.from_pandas(pd.DataFrame({"a": LEFT, "b": RIGHT}), npartitions=2)
    np.testing.assert_array_equal(signal(table["a"], table["b"]).compute().to_numpy(), SIGNAL)


@pytest.mark.parametrize("engine", ENGINES)
def test_exceeds_on_every_engine(engine):
    def signals(table):
        frame = nw.from_native(table)
        return frame.select("row", s=signal(nw.col("a"), nw.col("b"))).to_native()

    finite = pd.DataFrame({"row": range(len(LEFT)), "a": LEFT, "b": RIGHT}).replace([INF, -INF], NAN)
    found = on(engine, signals, finite).sort_values("row")["s"].to_numpy(float, na_value=NAN)
    np.testing.assert_array_equal(found, SIGNAL)


@pytest.mark.parametrize("kind", [Decimal, Fraction])
def test_exceeds_keeps_exact_kinds(kind):
    result = signal(kind(3), kind(2))
    assert result == 3
    assert type(result) is kind
    assert signal(kind(2), kind(3)) == 0
    assert math.isnan(signal(kind(3), kind(0)))


def test_exceeds_of_undefined_decimals_is_missing():
    for bad in ("NaN", "Infinity", "sNaN"):
        assert signal(Decimal(bad), Decimal(2)).is_nan()


def test_exceeds_passes_on_what_its_sides_rest_on():
    found = limits(signal, {"a": 3.0, "b": 4.0})
    assert [(limit.kind, limit.text) for limit in found] == [("denominator", "b")]
    a, b = Quantity(3.0, "a"), Quantity(4.0, "b")
    assert exceeds(a + b, b * 2).text == "a + b > b * 2"
    assert (exceeds(a, b) + 1).text == "(a > b) + 1"
    assert (1 - exceeds(a, 0)).text == "1 - (a > 0)"


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300))
def test_exceeds_says_what_the_comparison_says(a, b):
    left = Quantity(np.array([a]), "a")
    assert exceeds(left, Quantity(np.array([b]), "b")).value == (a > b)
    assert exceeds(left, left).value == 0
