"""Benford's law: leading digits on every engine, published shares, and the bank's ledgers."""

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest
from banks import bank
from engines import ENGINES, every_engine
from scipy.stats import chisquare

from cmlib.statements import CONFORMITY, benford, expected_shares


def leading(amount: float, digits: int) -> int:
    """The first digits of an amount as it is written, by plain Python."""
    figures = "".join(map(str, Decimal(repr(abs(amount))).as_tuple().digits)).lstrip("0")
    return int(figures.ljust(digits, "0")[:digits])


@pytest.fixture(scope="module", name="amounts")
def _amounts():
    """Money over nine powers of ten, of both signs, with zeros and gaps."""
    rng = np.random.default_rng(3)
    values = np.round(10 ** rng.uniform(-2, 7, 3000), 2) * rng.choice([-1, 1], 3000)
    values[rng.integers(0, 3000, 40)] = 0
    values[rng.integers(0, 3000, 40)] = np.nan
    return values


# Nigrini (2012), Benford's Law, table 1.1: first digits and, of the first two, the most and the least frequent.
def test_expected_shares_are_the_published_ones():
    published = [0.30103, 0.17609, 0.12494, 0.09691, 0.07918, 0.06695, 0.05799, 0.05115, 0.04576]
    np.testing.assert_allclose(expected_shares(), published, atol=5e-6)
    two = expected_shares(2)
    assert (len(two), two[0], two[-1]) == (90, pytest.approx(0.04139, abs=5e-6), pytest.approx(0.00436, abs=5e-6))
    np.testing.assert_allclose(two.reshape(9, 10).sum(axis=1), expected_shares(), rtol=1e-12)
    assert expected_shares().sum() == pytest.approx(1)


@pytest.mark.parametrize("digits", [1, 2])
def test_digits_are_those_that_are_written(digits, amounts):
    known = amounts[np.isfinite(amounts) & (amounts != 0)]
    expected = pd.Series([leading(float(amount), digits) for amount in known]).value_counts()
    result = benford(amounts, digits=digits)
    assert result.table.set_index("digit")["count"].to_dict() == {
        digit: expected.get(digit, 0) for digit in range(10 ** (digits - 1), 10**digits)
    }
    assert (result.amounts, result.left_out) == (len(known), len(amounts) - len(known))


@pytest.mark.parametrize("digits", [1, 2])
def test_digits_of_amounts_of_every_size(digits):
    """One to fourteen figures, from 1e-25 to 1e25; among the short ones are those that scaling spoils."""
    rng = np.random.default_rng(12)
    figures = np.floor(10 ** rng.uniform(0, 14, 20_000)).astype(int)
    exponents = rng.integers(-25, 12, 20_000)
    amounts = [float(f"{figure}e{exponent}") for figure, exponent in zip(figures, exponents, strict=True)]
    expected = pd.Series([leading(amount, digits) for amount in amounts]).value_counts().sort_index()
    table = benford(amounts, digits=digits).table.set_index("digit")["count"]
    assert table[table > 0].to_dict() == expected.to_dict()


def test_amounts_that_scaling_would_spoil():
    spoilt = [0.29, 0.57, 1.1, 0.3, 1e-5, 1000.0, 9.99, 9999999999999.9, 2.9999999999999, 1e22, 1e-24]
    for amount in spoilt:
        for digits in (1, 2):
            table = benford([amount] * 1200, digits=digits).table
            assert table.set_index("digit")["count"].idxmax() == leading(amount, digits), amount
    assert 0.29 * 100 < 29


def test_amounts_out_of_reach_are_left_out():
    result = benford([1.0] * 200 + [1e-40, 1e40, math.inf, -math.inf, math.nan, 0.0])
    assert (result.amounts, result.left_out) == (200, 6)
    assert result.table["count"].iloc[0] == 200


def test_the_figures_by_hand(amounts):
    result = benford(amounts)
    count, expected = result.table["count"].to_numpy(), result.amounts * expected_shares()
    oracle = chisquare(count, expected)
    assert (result.chi_square, result.p_value) == (pytest.approx(oracle.statistic), pytest.approx(oracle.pvalue))
    assert result.degrees_of_freedom == 8
    assert benford(amounts, digits=2).degrees_of_freedom == 89
    total = result.amounts
    for digit, row in result.table.set_index("digit").iterrows():
        share, law = row["count"] / total, math.log10(1 + 1 / digit)
        assert (row["share"], row["expected"]) == (pytest.approx(share), pytest.approx(law))
        assert row["difference"] == pytest.approx(share - law)
        corrected = max(abs(share - law) - 0.5 / total, 0) / math.sqrt(law * (1 - law) / total)
        assert row["z"] == pytest.approx(math.copysign(corrected, share - law))
    assert result.mean_absolute_deviation == pytest.approx(np.abs(count - expected).sum() / total / 9)


def test_deviation_by_chance_is_what_honest_amounts_show():
    rng = np.random.default_rng(1)
    drawn = [benford(10 ** rng.uniform(0, 5, 500)) for _ in range(30)]
    mean = np.mean([one.mean_absolute_deviation for one in drawn])
    assert mean == pytest.approx(drawn[0].deviation_by_chance, rel=0.15)
    assert 0.01 < drawn[0].deviation_by_chance < 0.011


@pytest.mark.parametrize(("digits", "bounds"), [(1, (0.006, 0.012, 0.015)), (2, (0.0012, 0.0018, 0.0022))])
def test_bands_are_those_of_nigrini(digits, bounds):
    names = ("close", "acceptable", "marginally acceptable", "nonconformity")
    assert CONFORMITY[digits] == tuple(zip(names, (0.0, *bounds), strict=True))


def test_conformity_by_the_deviation():
    """Every amount begins with 1 to 9 as the law says, but a share of them is moved from 1 to 9."""
    count = np.rint(expected_shares() * 1_000_000).astype(int)
    bands = {0.0: "close", 0.026: "close", 0.028: "acceptable", 0.053: "acceptable"}
    bands |= {0.055: "marginally acceptable", 0.067: "marginally acceptable", 0.068: "nonconformity"}
    for share, name in bands.items():
        moved = count.copy()
        moved[[0, 8]] += np.array([-1, 1]) * round(share * 1_000_000)
        result = benford(np.repeat(np.arange(1, 10), moved))
        assert result.mean_absolute_deviation == pytest.approx(2 * share / 9, abs=1e-6)
        assert result.conformity == name


def test_powers_follow_the_law_and_dice_do_not():
    for base in (1.1, 1.07, 1.05):
        result = benford(base ** np.arange(600))
        assert result.p_value > 0.9
        assert result.conformity == "close"
    dice = benford(np.arange(100, 1000))
    assert (dice.p_value < 1e-30, dice.conformity) == (True, "nonconformity")


def test_currency_and_sign_change_nothing_for_powers(amounts):
    assert benford(-amounts).table.equals(benford(amounts).table)
    assert benford(amounts * 10).table.equals(benford(amounts).table)


@every_engine
@pytest.mark.parametrize("digits", [1, 2])
def test_every_engine_agrees(engine, digits, amounts):
    table = pd.DataFrame({"firm_id": "A", "amount": amounts})
    result = benford(ENGINES[engine][0](table), "amount", digits=digits)
    expected = benford(amounts, digits=digits)
    assert result.table["count"].to_list() == expected.table["count"].to_list()
    assert (result.amounts, result.left_out) == (expected.amounts, expected.left_out)


def test_every_kind_of_column(amounts):
    expected = benford(amounts).table
    for kind in (
        list(amounts),
        tuple(amounts),
        pd.Series(amounts),
        pl.Series(amounts),
        pd.Series(amounts).astype("Float64"),
    ):
        assert benford(kind).table.equals(expected)
    whole = np.arange(1, 2000)
    assert benford(whole).table.equals(benford(pd.DataFrame({"n": whole}), "n").table)


@pytest.mark.parametrize(
    ("arguments", "keywords", "error", "message"),
    [
        (([1.0] * 109,), {}, ValueError, "needs at least 110 amounts other than zero for 1 leading digit, found 109"),
        (([1.0] * 1145,), {"digits": 2}, ValueError, "needs at least 1146 amounts .* for 2 leading digits, found 1145"),
        (([0.0] * 500,), {}, ValueError, "needs at least 110 amounts other than zero .* found 0"),
        (([],), {}, ValueError, "needs at least 110 amounts"),
        (([1.0] * 500,), {"digits": 3}, ValueError, "needs digits to be 1 or 2, found 3"),
        (([1.0] * 500,), {"digits": True}, ValueError, "needs digits to be 1 or 2, found True"),
        ((["a"],), {}, TypeError, "needs amounts to be a list.* found list"),
        ((pd.DataFrame({"amount": [1.0] * 500}),), {}, TypeError, "needs amounts .* a table with .* found DataFrame"),
        ((5.0,), {}, TypeError, "needs amounts .* found float"),
        ((None,), {}, TypeError, "needs amounts .* found NoneType"),
        ((pd.DataFrame({"amount": [1.0] * 500}), "amounts"), {}, LookupError, r"needs the columns \['amounts'\]"),
        ((pd.DataFrame({"amount": ["a"] * 500}), "amount"), {}, ValueError, "needs numbers in 'amount'"),
        (([1.0], "amount"), {}, TypeError, "needs a table"),
    ],
)  # fmt: skip
def test_what_is_refused(arguments, keywords, error, message):
    with pytest.raises(error, match=f"^benford {message}"):
        benford(*arguments, **keywords)


def test_the_least_numbers_are_enough():
    assert benford([1.0] * 110).amounts == 110
    assert benford([10.0] * 1146, digits=2).amounts == 1146


def test_in_the_synthetic_bank_ledgers_with_invented_sales_break_the_law():
    made = bank(88)
    ledger = made.tables["ledger_entries"].assign(year=lambda table: table["date"].dt.year)
    invented = ledger["entry_id"].isin(made.truth["invented_invoices"]["entry_id"])
    tests = {key: benford(rows, "amount") for key, rows in ledger.groupby(["firm_id", "year"])}
    guilty = set(ledger.loc[invented, ["firm_id", "year"]].itertuples(index=False, name=None))
    p_values = {key: test.p_value for key, test in tests.items()}
    assert len(guilty) >= 3
    assert max(p_values[key] for key in guilty) < 1e-3 < min(p_values[key] for key in p_values.keys() - guilty)
    assert all(tests[key].conformity == "nonconformity" for key in guilty)
    assert sum(tests[key].conformity == "nonconformity" for key in tests.keys() - guilty) < 0.2 * len(tests)
