"""Counting moves whatever kind of number names the firms and the periods."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import stats

from cmlib.rating import generator_matrix, migration_matrix
from cmlib.rating.monitoring.homogeneity import homogeneity

# Two firms: one falls from A to B, the other stays at B.
FALLS, STAYS = [[0, 1], [0, 1]], ["A", "B", "B", "B"]


def counted(firms, periods):
    table = pd.DataFrame({"firm_id": firms, "year": periods, "grade": STAYS})
    return migration_matrix(table, states=["A", "B"]).counts.to_numpy().tolist()


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "int32", "uint32", "int64", "uint64"])
def test_firms_may_be_named_by_any_whole_numbers(dtype):
    kind = np.iinfo(dtype)
    for one, other in [(kind.min, kind.min + 1), (kind.max - 1, kind.max), (kind.min, kind.max)]:
        assert counted(np.array([one, one, other, other], dtype=dtype), [1, 2, 1, 2]) == FALLS


def test_numbers_of_customers_have_ten_digits_and_more():
    assert counted([6_217_000_001, 6_217_000_001, 6_217_000_002, 6_217_000_002], [1, 2, 1, 2]) == FALLS


@pytest.mark.parametrize("period", [-(2**63), -(10**10), -1, 0, 2**31 - 1, 10**10, 2**63 - 3])
def test_periods_may_be_any_whole_numbers(period):
    assert counted([1, 1, 2, 2], [period, period + 1, period, period + 1]) == FALLS
    assert counted([1, 1, 2, 2], [period, period + 1, period + 1, period + 2]) == FALLS


def test_the_last_period_of_one_firm_does_not_touch_the_first_of_the_next():
    assert counted([1, 1, 2, 2], [1, 2, 0, 1]) == FALLS
    assert counted([1, 1, 2, 2], [0, 1, 2, 3]) == FALLS


def test_numbers_that_just_fit_into_32_bits_are_sorted_rightly():
    """214,748,364 firms and 9 periods make 2^31 and one places; the rows do not come in order."""
    assert counted([214_748_364, 214_748_364, 0, 0], [8, 7, 1, 0]) == [[0, 0], [1, 1]]


@pytest.mark.parametrize("states", [[-1, 0], [0, 300], [255, 256], [-300, 7]])
def test_states_may_be_any_whole_numbers(states):
    table = pd.DataFrame({"firm_id": [1, 1, 2, 2], "year": [1, 2, 1, 2], "grade": [states[at] for at in (0, 1, 1, 1)]})
    assert migration_matrix(table, states=states).counts.to_numpy().tolist() == FALLS


@pytest.mark.parametrize("kind", [lambda table: table, pl.from_pandas], ids=["pandas", "polars"])
@pytest.mark.parametrize("column", ["firm_id", "year"])
def test_a_firm_or_a_period_that_is_missing_is_refused(kind, column):
    table = pd.DataFrame({"firm_id": ["a", "a", "b", "b"], "year": [1.0, 2, 1, 2], "grade": STAYS})
    table.loc[3, column] = None
    with pytest.raises(ValueError, match=rf"^migration_matrix .*{column}"):
        migration_matrix(kind(table), states=["A", "B"])


def test_a_state_may_be_a_pair_of_grade_and_outlook():
    states = [("A", "stable"), ("A", "negative"), ("B", "stable")]
    matrix = migration_matrix([states[0], states[0], states[1]], [states[0], states[1], states[2]], states=states)
    assert matrix.counts.index.tolist() == matrix.probabilities.columns.tolist() == states
    assert matrix.counts.to_numpy().tolist() == [[1, 1, 0], [0, 0, 1], [0, 0, 0]]
    assert matrix.homogeneity().by_state.index.tolist() == states


@pytest.mark.parametrize(
    ("moves", "table"),
    [
        ([[30, 10, 0], [0, 0, 0], [20, 20, 0]], [[30, 10], [20, 20]]),  # a period and a state without a move
        ([[30, 10, 2], [1, 0, 0], [0, 0, 0]], [[30, 10, 2], [1, 0, 0]]),  # a period with one move
        ([[30, 1, 0], [20, 0, 0]], [[30, 1], [20, 0]]),  # a state reached once
    ],
)
def test_the_same_matrix_in_all_periods_is_the_chi_square_test_of_scipy(moves, table):
    counts = np.zeros((len(moves), 3, 3), dtype=np.int64)
    counts[:, 0] = moves
    found = homogeneity(counts, tuple(range(len(moves))), ("A", "B", "D"))
    known = stats.contingency.chi2_contingency(table, correction=False)
    assert (found.statistic, found.p_value) == pytest.approx((known.statistic, known.pvalue))
    assert found.degrees_of_freedom == known.dof
    assert found.by_state.loc["A", "smallest_expected"] == pytest.approx(known.expected_freq.min())
    assert found.by_state.loc["B", "degrees_of_freedom"] == 0


class TestUnknownRates:
    """No firm was ever watched in B: where it goes from there is not known."""

    @staticmethod
    def estimate(*rows):
        table = pd.DataFrame(rows, columns=["firm_id", "date", "grade"])
        return generator_matrix(table, until=1.0, states=["A", "B"], default="D")

    def test_a_state_that_is_never_seen_and_never_reached_leaves_the_others_known(self):
        found = self.estimate(("a", 0.0, "A"), ("a", 0.5, "D"), ("b", 0.0, "A")).probabilities(2.0)
        stays = np.exp(-2.0 / 1.5)  # one default in 1.5 years
        assert found.loc["A"].tolist() == pytest.approx([stays, 0.0, 1 - stays])
        assert found.loc["B"].isna().all()

    def test_what_leads_through_an_unknown_state_is_unknown(self):
        found = self.estimate(("a", 0.0, "A"), ("a", 1.0, "B"), ("b", 0.0, "A"))
        assert found.probabilities(2.0).loc[["A", "B"]].isna().all(axis=None)
        assert found.probabilities(2.0).loc["D"].tolist() == [0.0, 0.0, 1.0]
        assert found.probabilities(0.0).to_numpy().tolist() == np.eye(3).tolist()

    def test_the_chain_of_a_year_has_the_year_s_probabilities(self):
        found = self.estimate(("a", 0.0, "A"), ("a", 0.2, "B"), ("a", 0.5, "D"), ("b", 0.0, "A"))
        pd.testing.assert_frame_equal(found.chain().probabilities, found.probabilities(1.0))
        pd.testing.assert_frame_equal(found.chain(0.5).probabilities, found.probabilities(0.5))


@pytest.mark.parametrize("kind", [pl.DataFrame, pl.LazyFrame])
def test_a_table_without_a_move_is_refused(kind):
    table = kind({"firm_id": ["a", "b"], "year": [1, 2], "grade": ["A", "B"]})
    with pytest.raises(ValueError, match="migration_matrix found no move"):
        migration_matrix(table, states=["A", "B"])
