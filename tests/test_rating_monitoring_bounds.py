"""Queues, chains and generators at their edges: nothing owed, half a year, rows that are not or only in part known."""

import math

import numpy as np
import pandas as pd
import pytest

from cmlib.rating import MarkovChain, alert_queue, generator_matrix, queue_precision
from cmlib.rating.monitoring.homogeneity import homogeneity


def test_who_owes_nothing_or_next_to_nothing_is_last_in_the_queue():
    signals = pd.DataFrame({"firm_id": ["A", "B", "C"], "year": 1, "severity": [3, 3, 1]})
    exposures = pd.DataFrame({"firm_id": ["A", "B", "C"], "exposure": [0.0, 0.5, 100.0]})
    found = alert_queue(signals, exposures)
    assert found["rank"].tolist() == [3, 2, 1]
    assert found["priority"].tolist() == [0, 1.5, 100]


def test_firms_of_one_rank_are_visited_one_after_the_other():
    queue = pd.DataFrame({"firm_id": ["A", "B", "C"], "year": 1, "rank": [1, 1, 2]})
    found = queue_precision(queue, pd.DataFrame({"firm_id": ["C"], "default_period": [2]}), horizon=1)
    assert found["visits"].tolist() == [1, 2, 3]
    assert found["hits"].tolist() == [0, 0, 1]


def square(*rows, states="ABD"):
    return pd.DataFrame(rows, index=list(states), columns=list(states), dtype=float)


class TestPublishedMatrix:
    def test_a_row_that_is_not_known_stays_unknown(self):
        printed = square([0.9, 0.0995, 0], [math.nan] * 3, [0, 0, 1])
        found = MarkovChain.published(printed, "D").probabilities
        assert found.loc["B"].isna().all()
        assert found.loc["A"].sum() == pytest.approx(1)

    @pytest.mark.parametrize("row", [[0.9, 0.1, math.nan], [0.5, math.nan, 0.4]])
    def test_a_row_that_is_known_in_part_is_refused(self, row):
        with pytest.raises(ValueError, match=r"'A' (is missing in part|has 0\.9)"):
            MarkovChain.published(square(row, [0, 1, 0], [0, 0, 1]), "D")

    def test_what_misses_1_by_nothing_needs_no_tolerance(self):
        exact = square([0.5, 0.25, 0.25], [0, 0.5, 0.5], [0, 0, 1])
        assert MarkovChain.published(exact, "D", tolerance=0).probabilities.equals(exact)


class TestChain:
    @pytest.mark.parametrize(
        ("row", "wrong"),
        [
            ([0.7, -0.5, 0.8], "has a number outside 0 to 1"),  # sums to 1
            ([0.0, 1.5, 0.0], "has a number outside 0 to 1"),
            ([0.5, 0.25, 0.0], "does not sum to 1"),
        ],
    )
    def test_the_first_row_that_is_wrong_is_named(self, row, wrong):
        for states, rows in {"B": ([1, 0, 0], row, [0, 0, 1]), "A": (row, row, [0, 0, 1])}.items():
            with pytest.raises(ValueError, match=f"that of '{states}' {wrong}"):
                MarkovChain(square(*rows))

    def test_columns_say_that_defaults_are_counted_up_to_a_period(self):
        chain = MarkovChain(square([0.5, 0.25, 0.25], [0, 0.5, 0.5], [0, 0, 1]), "D")
        assert chain.cumulative_default(2).columns.name == "within"


class TestGenerator:
    def test_half_a_year_at_risk_is_enough_for_a_rate(self):
        """One move in half a year: two a year. Nobody was ever in C, whose row is unknown."""
        given = pd.DataFrame({"firm_id": ["a", "a"], "date": [0.0, 0.5], "grade": ["A", "D"]})
        found = generator_matrix(given, until=2.0, states=["A", "C"], default="D")
        assert found.rates_per_year.loc["A"].tolist() == [-2, 0, 2]
        assert found.rates_per_year.loc["C"].isna().all()
        assert found.rates_per_year.loc["D"].tolist() == [0, 0, 0]
        assert found.probabilities(0.5).loc["A"].tolist() == pytest.approx([math.exp(-1), 0, 1 - math.exp(-1)])

    def test_within_no_time_nobody_moves_even_where_the_rates_are_unknown(self):
        given = pd.DataFrame({"firm_id": ["a", "a"], "date": [0.0, 0.5], "grade": ["A", "D"]})
        found = generator_matrix(given, until=2.0, states=["A", "C"], default="D")
        assert (found.probabilities(0) == np.eye(3)).all().all()
        assert found.probabilities(0.001).loc["C"].isna().all()

    def test_states_may_be_pairs(self):
        states = [("A", "stable"), ("A", "watch")]
        given = pd.DataFrame({"firm_id": ["a", "a"], "date": [0.0, 0.5], "grade": states})
        found = generator_matrix(given, until=1.5, states=states)
        assert found.years_at_risk.index.tolist() == states
        assert found.years_at_risk.index.nlevels == 1


def test_who_always_stays_has_nothing_to_compare():
    """Two years, and every firm in D stays there: one cell, no degree of freedom, and none is added to A's one."""
    moves = np.array([[[30, 10], [0, 5]], [[20, 20], [0, 9]]])
    found = homogeneity(moves, (2021, 2022), ("A", "D"))
    assert found.by_state["degrees_of_freedom"].tolist() == [1, 0]
    assert found.by_state["statistic"].tolist() == [pytest.approx(16 / 3), 0]  # 25 and 15 expected: 2 (25/25 + 25/15)
    assert found.degrees_of_freedom == 1
    assert math.isnan(found.by_state["smallest_expected"]["D"])
