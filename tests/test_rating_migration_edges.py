"""Moves and alarms at the edges of their arithmetic: two rows that are one, enormous firm numbers, quarters."""

import tracemalloc

import numpy as np
import pandas as pd
import polars as pl
import pytest

from cmlib.rating import migration_matrix, warning_performance, warning_thresholds


def graded(*rows):
    return pd.DataFrame(rows, columns=["firm_id", "year", "grade"])


def test_a_table_of_nothing_but_one_row_twice_is_refused():
    with pytest.raises(ValueError, match="one row for each"):
        migration_matrix(graded(("a", 1, "A"), ("a", 1, "A")), states=["A", "B"])


@pytest.mark.parametrize("firms", [(0, 2**62), (-(2**61), 2**61), (-(2**62), 0), (2**62, 2**62 + 2**60)])
def test_firms_whose_numbers_are_far_apart_are_not_taken_for_each_other(firms):
    """Each firm is seen in one of two years, or in both: only who is seen in both has moved."""
    first, second = firms
    rows = [(first, 1, "A"), (second, 2, "B"), (second, 3, "A")]
    found = migration_matrix(graded(*rows), states=["A", "B"])
    assert found.counts.to_numpy().tolist() == [[0, 0], [1, 0]]
    with pytest.raises(ValueError, match="migration_matrix found no move"):
        migration_matrix(graded(*rows[:2], (first, 4, "A")), states=["A", "B"])


def histories(order, *, apart):
    """Random grades of 60 firms, periods left out here and there; half of the periods begin after a gap."""
    rng = np.random.default_rng([4, order])
    table = pd.DataFrame({"firm_id": np.repeat(np.arange(60), 8), "year": np.tile(np.arange(8), 60)})
    table["grade"] = rng.choice(["A", "B", None], len(table), p=[0.5, 0.4, 0.1])
    table = table[rng.random(len(table)) < 0.8]
    table["year"] = table["year"].to_numpy() + np.where(table["year"] >= 4, apart, 1) - 3
    return table.sample(frac=1, random_state=order) if order else table


@pytest.mark.parametrize("kind", [lambda table: table, pl.from_pandas, lambda table: pl.from_pandas(table).lazy()])
@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize("apart", [2**17, 2**18, 10**9, 2**60])
def test_a_gap_between_periods_may_be_of_any_width(kind, order, apart):
    """Moves on both sides of the gap are those on both sides of a gap of one period."""
    known = migration_matrix(histories(order, apart=2), states=["A", "B"])
    found = migration_matrix(kind(histories(order, apart=apart)), states=["A", "B"])
    assert known.counts.to_numpy().sum() > 100
    assert found.counts.equals(known.counts)
    assert known.periods == (-2, -1, 0, 3, 4, 5)
    assert found.periods == (-2, -1, 0, apart + 1, apart + 2, apart + 3)
    assert np.array_equal(found.moves, known.moves)


def test_periods_far_apart_take_no_memory():
    table = graded(*((firm, year, "A") for firm in "ab" for year in (1, 10**9, 10**9 + 1)))
    tracemalloc.start()
    found = migration_matrix(table, states=["A", "B", "C"])
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.periods == (10**9,)
    assert found.counts.to_numpy().tolist() == [[2, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert most < 5e6


def test_periods_far_apart_touch_neither_each_other_nor_the_next_firm():
    table = graded(("a", 1, "A"), ("a", 10**9, "B"), ("b", 1, "B"), ("c", 10**9, "A"), ("c", 10**9 + 1, "B"))
    found = migration_matrix(table, states=["A", "B"])
    assert found.counts.to_numpy().tolist() == [[0, 1], [0, 0]]
    with pytest.raises(ValueError, match="found no move"):
        migration_matrix(table.iloc[:4], states=["A", "B"])
    with pytest.raises(ValueError, match="one row for each"):
        migration_matrix(table.iloc[[0, 1, 2, 1]], states=["A", "B"])


def test_an_unknown_grade_of_a_firm_that_never_moves_is_refused_lazily_too():
    table = pl.from_pandas(graded(("a", 1, "A"), ("a", 2, "A"), ("b", 1, "Z"))).lazy()
    with pytest.raises(ValueError, match="knows no state 'Z'"):
        migration_matrix(table, states=["A", "B"])


@pytest.mark.parametrize(("every", "months"), [("month", 1), ("quarter", 3), ("year", 12)])
def test_alarms_are_counted_by_the_year_whatever_a_period_is(every, months):
    """Twelve periods of one firm, of which ten have a known outcome, and one false alarm."""
    dates = [pd.Timestamp(2020, 1, 1) + pd.DateOffset(months=months * place) for place in range(12)]
    table = pd.DataFrame({"firm_id": "a", "year": dates})
    signals = pd.DataFrame({"firm_id": ["a"], "year": dates[3:4], "severity": [2]})
    nobody = pd.DataFrame({"firm_id": ["z"], "default_period": dates[:1]})
    found = warning_performance(table, signals, nobody, horizon=2, every=every)
    assert found.false_alarms == 1
    assert found.firm_years == pytest.approx(10 * months / 12)
    assert found.false_alarms_per_firm_year == pytest.approx(1 / (10 * months / 12))


def test_warnings_may_cost_nothing_and_there_may_be_none():
    table = pd.DataFrame({"firm_id": "a", "year": range(1, 7)})
    nothing = pd.DataFrame({"firm_id": ["a"], "year": [1], "severity": [1]}).head(0)
    failed = pd.DataFrame({"firm_id": ["a"], "default_period": [6]})
    for missed, inspection in ((0, 0), (0.5, 0.25)):
        found = warning_thresholds(table, nothing, failed, horizon=3, missed_default=missed, inspection=inspection)
        assert found[["minimum_score", "missed", "cost"]].values.tolist() == [[1, 1, missed]]
