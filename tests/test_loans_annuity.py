"""Level payments in closed form: by hand, against long decimals, and on every engine."""

from decimal import Decimal, localcontext

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import pytest
from engines import every_engine, on

from cmlib.loans import (
    ALL,
    annuity_factor,
    coverage_ratio,
    debt_to_income,
    equal_instalment,
    loan_to_value,
    monthly_payment,
    outstanding_after,
    payment_to_income,
    principal_for_payment,
)

# Rates from tiny to huge; a term of one month and of forty years; around the place where a series takes over.
RATES = (0.0, 1e-15, 1e-9, 1e-6, 2.7e-6, 1e-4, 0.000999, 0.001, 0.00105, 0.0012, 0.0036, 0.036, 0.049, 0.24, 1.0)
TERMS = (1, 2, 11, 12, 13, 120, 360, 480)
GRID = pd.DataFrame(
    [(float(k), rate, n, n // 3) for k, (rate, n) in enumerate((rate, n) for rate in RATES for n in TERMS)],
    columns=["loan", "rate", "months", "paid"],
).assign(loan=lambda table: 1_000.0 + table["loan"])


def exactly(rate, months):
    """The annuity factor with 60 digits: a plain sum of powers would do, if it were not so long."""
    with localcontext() as context:
        context.prec = 60
        monthly = Decimal(repr(rate)) / 12
        return float((1 - (1 + monthly) ** -months) / monthly) if monthly else float(months)


def test_the_factor_is_the_sum_of_discounted_payments():
    for rate in (0.0, 0.049, 0.36):
        expected = sum((1 + rate / 12) ** -month for month in range(1, 25))
        assert annuity_factor(rate_per_year=rate, months=24) == pytest.approx(expected, rel=1e-14)


def test_numbers_are_exact_to_fourteen_digits_even_at_tiny_rates():
    found = annuity_factor(rate_per_year=GRID["rate"], months=GRID["months"])
    expected = [exactly(rate, int(months)) for rate, months in zip(GRID["rate"], GRID["months"], strict=True)]
    np.testing.assert_allclose(found, expected, rtol=1e-14)


@every_engine
def test_every_engine_agrees_with_the_numbers(engine):
    def all_four(table):
        rate, months, loan, paid = (nw.col(name) for name in ("rate", "months", "loan", "paid"))
        return (
            nw.from_native(table)
            .with_columns(
                factor=annuity_factor(rate_per_year=rate, months=months),
                payment=monthly_payment(loan, rate_per_year=rate, months=months),
                left=outstanding_after(loan, rate_per_year=rate, months=months, paid=paid),
                borrowed=principal_for_payment(loan, rate_per_year=rate, months=months),
                at_five=monthly_payment(1_000, rate_per_year=0.05, months=months),
            )
            .to_native()
        )

    found = on(engine, all_four, GRID).astype(float).sort_values("loan")
    numbers = {name: GRID[name].to_numpy() for name in GRID}
    terms = {"rate_per_year": numbers["rate"], "months": numbers["months"]}
    np.testing.assert_allclose(found["factor"], annuity_factor(**terms), rtol=1e-9)
    small = GRID["rate"] / 12 * GRID["months"] < 0.001  # the series is as exact as the numbers
    np.testing.assert_allclose(found["factor"][small], annuity_factor(**terms)[small], rtol=3e-14)
    np.testing.assert_allclose(found["payment"], monthly_payment(numbers["loan"], **terms), rtol=1e-9)
    left = outstanding_after(numbers["loan"], paid=numbers["paid"], **terms)
    np.testing.assert_allclose(found["left"], left, rtol=1e-9)
    np.testing.assert_allclose(found["borrowed"], principal_for_payment(numbers["loan"], **terms), rtol=1e-9)
    five = monthly_payment(1_000, rate_per_year=0.05, months=numbers["months"])
    np.testing.assert_allclose(found["at_five"], five, rtol=1e-12)


@every_engine
def test_what_cannot_be_computed_is_missing_on_every_engine(engine):
    bad = pd.DataFrame(
        {
            "case": ["fine", "rate below 0", "no term", "term below 0", "no rate", "paid below 0", "paid too often"],
            "rate": [0.12, -0.01, 0.12, 0.12, None, 0.12, 0.12],
            "months": [12.0, 12.0, 0.0, -1.0, 12.0, 12.0, 12.0],
            "paid": [12.0, 6.0, 0.0, 0.0, 6.0, -1.0, 13.0],
        }
    )

    def computed(table):
        terms = {"rate_per_year": nw.col("rate"), "months": nw.col("months")}
        return (
            nw.from_native(table)
            .with_columns(
                factor=annuity_factor(**terms),
                payment=monthly_payment(100, **terms),
                left=outstanding_after(100, paid=nw.col("paid"), **terms),
            )
            .to_native()
        )

    found = on(engine, computed, bad).set_index("case").loc[bad["case"]]
    terms = {"rate_per_year": bad["rate"], "months": bad["months"]}
    numbers = {
        "factor": annuity_factor(**terms),
        "payment": monthly_payment(100, **terms),
        "left": outstanding_after(100, paid=bad["paid"], **terms),
    }
    missing = {
        "factor": [False, True, False, True, True, False, False],
        "payment": [False, True, True, True, True, False, False],
        "left": [False, True, True, True, True, True, True],
    }
    for name, expected in missing.items():
        assert pd.isna(found[name]).tolist() == expected
        assert pd.isna(numbers[name]).tolist() == expected
    assert float(found["left"].iloc[0]) == numbers["left"].iloc[0] == 0.0
    assert float(found["factor"].iloc[2]) == numbers["factor"].iloc[2] == 0.0


def test_what_is_outstanding_is_what_the_schedule_says_up_to_rounding():
    whole = equal_instalment(1_000_000, rate_per_year=0.049, months=360)
    closed = outstanding_after(1_000_000, rate_per_year=0.049, months=360, paid=whole["number"])
    assert abs(closed - whole["outstanding"]).max() < 0.01 * 360
    assert outstanding_after(1_200, rate_per_year=0, months=12, paid=5) == pytest.approx(700)


def test_each_kind_comes_back_as_it_went_in():
    assert type(monthly_payment(1_200, rate_per_year=0, months=12)) is float
    assert monthly_payment(np.float64(1_200), rate_per_year=0, months=12) == 100.0
    assert monthly_payment([1_200, 2_400], rate_per_year=0, months=12).tolist() == [100.0, 200.0]
    series = pd.Series([12, 24], index=["a", "b"])
    pd.testing.assert_series_equal(
        monthly_payment(1_200, rate_per_year=0, months=series), pd.Series([100.0, 50.0], index=["a", "b"])
    )
    crossed = monthly_payment(pd.Series({"b": 2_400, "a": 1_200}), rate_per_year=0, months=series)
    assert crossed.to_dict() == {"a": 100.0, "b": 100.0}
    assert principal_for_payment(100, rate_per_year=0, months=[12]).tolist() == [1_200.0]
    assert np.isnan(monthly_payment(float("inf"), rate_per_year=0, months=12))


@pytest.mark.parametrize("wrong", ["1000", None, True, [None]])
def test_what_is_no_number_is_refused(wrong):
    with pytest.raises(TypeError, match="principal must be a number"):
        monthly_payment(wrong, rate_per_year=0.05, months=12)
    with pytest.raises(TypeError, match="months must be a number"):
        annuity_factor(rate_per_year=nw.col("rate"), months=wrong)


def test_the_measures_are_described():
    names = ["loan_to_value", "payment_to_income", "debt_to_income", "value_after_haircut", "coverage_ratio"]
    assert list(ALL) == names
    assert [one.better for one in ALL.values()] == ["lower", "lower", "lower", "higher", "higher"]
    assert [one.unit for one in ALL.values()] == ["fraction", "fraction", "fraction", "CNY", "times"]
    terms = ["贷款成数", "月供收入比", "债务收入比", "折扣后抵质押物价值", "抵押物覆盖率"]
    assert [one.zh for one in ALL.values()] == terms
    assert loan_to_value(loan=7, value=10) == 0.7
    assert payment_to_income(monthly_payment=4, monthly_income=10) == 0.4
    assert debt_to_income(4 + 1, 10) == 0.5
    assert coverage_ratio(counted_value=12, exposure=10) == 1.2
    assert all(np.isnan(measure) for measure in (loan_to_value(7, 0), payment_to_income(4, -1), coverage_ratio(1, 0)))
