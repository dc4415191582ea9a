"""Default models at the edges of what they take: chances of 0 and 1, bins in any order, what lies off a scale."""

import math

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest

from cmlib.rating import (
    GRADES,
    MASTER_SCALE,
    Bin,
    WeightOfEvidence,
    binomial_test,
    calibration_table,
    cheapest_cut_off,
    decisions,
    grade,
    stability_index,
    weight_of_evidence,
)
from cmlib.rating.probability.engine_prebins import count_column
from cmlib.rating.probability.logistic import fit_logistic
from cmlib.rating.probability.prebins import count_sample, quantile_edges


def cases(grades, chances, failed):
    return pd.DataFrame({"grade": grades, "probability_of_default": chances, "defaulted": failed})


class TestBinomialTest:
    def test_a_chance_of_0_and_of_1_is_certain(self):
        """Nobody fails who cannot; all fail who must; the first failure of one who cannot is too many."""
        found = binomial_test(cases(["C", "C", "A", "A", "B"], [1.0, 1, 0, 0, 0], [1, 1, 0, 0, 1]))
        assert found["grade"].tolist() == ["A", "B", "C"]
        assert found.index.tolist() == [0, 1, 2]
        assert found["at_least"].tolist() == [1, 0, 1]
        assert found["at_most"].tolist() == [1, 1, 1]
        assert found["verdict"].tolist() == ["in line", "forecast too low", "in line"]

    @pytest.mark.parametrize("failed", [0, 1])
    def test_a_chance_of_just_the_threshold_is_in_line(self, failed):
        """One case, a chance of a half: either outcome has a chance of a half, and 1 - confidence is a half."""
        found = binomial_test(cases(["A"], [0.5], [failed]), confidence=0.5).iloc[0]
        assert (found["at_most"], found["at_least"]) == ((0.5, 1.0) if failed == 0 else (1.0, 0.5))
        assert found["verdict"] == "in line"

    @pytest.mark.parametrize("kind", [lambda table: table, pl.from_pandas], ids=["pandas", "polars"])
    @pytest.mark.parametrize("column", ["grade", "probability_of_default", "defaulted"])
    def test_a_missing_value_is_refused(self, kind, column):
        table = cases(["A", "A"], [0.5, 0.5], [1.0, 0.0])
        table.loc[1, column] = None
        with pytest.raises(ValueError, match="binomial_test needs a grade, a probability from 0 to 1"):
            binomial_test(kind(table))


class TestBins:
    def test_other_bins_may_stand_before_and_between_ranges(self):
        """A bank's file need not keep our order: by hand, 5 is in the lower range, 50 in the upper, -9 by itself."""
        parts = {
            "low": Bin(10, 30, upper=10), "nine": Bin(40, 10, special=-9), "high": Bin(50, 20, lower=10),
            "none": Bin(20, 20, missing=True),
        }  # fmt: skip
        weight = {name: math.log(one.goods / 120 / (one.bads / 80)) for name, one in parts.items()}
        values, known = [5.0, 10, 50, -9, np.nan], ["low", "high", "high", "nine", "none"]
        for order in (
            ["low", "nine", "high", "none"],
            ["none", "nine", "low", "high"],
            ["low", "high", "none", "nine"],
        ):
            binned = WeightOfEvidence("x", tuple(parts[name] for name in order))
            found = binned.transform(np.array(values))
            assert found.tolist() == pytest.approx([weight[name] for name in known])
            assert binned.transform(pl.Series(values)).to_list() == found.tolist()
            lazy = nw.from_native(pl.LazyFrame({"x": values})).select(x=binned.transform(nw.col("x"))).collect()
            assert lazy["x"].to_list() == found.tolist()

    @pytest.mark.parametrize("count", [{"goods": math.inf}, {"bads": math.inf}, {"goods": -1.0}, {"bads": math.nan}])
    def test_counts_are_finite(self, count):
        with pytest.raises(ValueError, match="needs counts of at least one case and none below 0"):
            WeightOfEvidence("x", (Bin(1, 1, upper=0), Bin(**{"goods": 1, "bads": 1} | count, lower=0)))

    @pytest.mark.parametrize("failed", [0, 1])
    def test_missing_values_that_all_end_alike_are_counted_alike_in_memory_and_lazily(self, failed):
        values = [*np.arange(20.0), *[None] * 3, *[-9.0] * 4]
        table = pl.DataFrame({"x": values, "defaulted": [0, 1] * 10 + [failed] * 7})
        for one in (table, table.lazy()):
            found = weight_of_evidence("x", "defaulted", table=one, special=[-9])
            counts = {each.label: (each.goods, each.bads) for each in found.bins if not each.is_range}
            assert sorted(counts.values()) == sorted((n * (1 - failed), n * failed) for n in (3.0, 4.0))


class TestPreBinsOfALazyTable:
    """Cells of a lazy table are found without sorting; where values are few, they are those of the sorted sample."""

    @pytest.mark.parametrize("unit", [1e-8, 1.0, 1e8])
    @pytest.mark.parametrize("number", [2, 5, 8])
    @pytest.mark.parametrize("sample", range(6))
    def test_they_are_those_of_the_sorted_sample(self, sample, number, unit):
        rng = np.random.default_rng([29, sample])
        values = np.round(rng.normal(scale=[2, 10, 40][sample % 3], size=64 + 5 * sample)) * unit
        bad = rng.random(len(values)) < 0.3
        bad[:2] = [True, False]
        frame = pl.LazyFrame({"value": values, "good": (~bad).astype(float), "bad": bad.astype(float)})
        found = count_column(nw.from_native(frame), number=number, edges=None)
        known = count_sample(values, bad, None, number=number, edges=None)
        assert found.edges.tolist() == known.edges.tolist()
        assert found.goods.tolist() == known.goods.tolist()
        assert found.bads.tolist() == known.bads.tolist()

    def test_a_value_that_fills_a_cell_has_one_of_its_own(self):
        """Four cells of eight cases: 1 comes twice, which is a cell."""
        frame = pl.LazyFrame({"value": [0.0, 1, 1, 2, 3, 4, 5, 6], "good": [1.0] * 8, "bad": [0.0] * 8})
        found = count_column(nw.from_native(frame), number=4, edges=None)
        assert found.edges.tolist() == quantile_edges(np.array([0.0, 1, 1, 2, 3, 4, 5, 6]), 4).tolist() == [1, 2, 3, 5]


class TestSeparation:
    @pytest.mark.parametrize("unit", [1e-8, 1.0, 1e8])
    def test_it_is_found_in_any_unit_of_money(self, unit):
        design = np.column_stack([np.ones(40), np.arange(40) * unit])
        with pytest.raises(ValueError, match=r"\['money'\] tell defaults from other cases without a mistake"):
            fit_logistic(design, (np.arange(40) > 19).astype(float), np.ones(40), names=["intercept", "money"])


class TestCutOff:
    def test_rates_count_both_sides(self):
        """Refused from 0.5: one of three bads and one of two goods."""
        found = decisions([0.1, 0.2, 0.3, 0.6, 0.5], [1, 1, 0, 1, 0], cut_off=0.5)
        assert (found.hit_rate, found.false_alarm_rate, found.precision) == (1 / 3, 1 / 2, 1 / 2)

    @pytest.mark.parametrize("cost", ["cost_of_bad_accepted", "cost_of_good_refused"])
    @pytest.mark.parametrize("amount", [-1.0, math.inf])
    def test_the_cheapest_needs_costs_from_0(self, cost, amount):
        costs = {"cost_of_bad_accepted": 1.0, "cost_of_good_refused": 1.0} | {cost: amount}
        with pytest.raises(ValueError, match="cheapest_cut_off needs"):
            cheapest_cut_off([0.1, 0.2], [0, 1], **costs)


class TestScales:
    def test_an_expression_has_no_grade_for_what_is_no_probability(self):
        frame = nw.from_native(pl.DataFrame({"p": [-0.5, -1e-9, 0.0, 1.0, 1.5]}))
        assert frame.select(MASTER_SCALE.grade(nw.col("p")).alias("p"))["p"].to_list() == [None, None, "AAA", "C", None]

    def test_an_expression_has_no_grade_for_what_is_no_score(self):
        frame = nw.from_native(pl.DataFrame({"p": [-0.5, 0.0, 100.0, 100.5]}))
        assert frame.select(grade(nw.col("p"), GRADES).alias("p"))["p"].to_list() == [None, "C", "AAA", None]

    def test_a_table_is_no_probability(self):
        with pytest.raises(TypeError, match="grade needs probabilities as a number, an array, a Series"):
            MASTER_SCALE.grade(pd.DataFrame({"p": [0.5]}))


@pytest.mark.parametrize(("size", "groups"), [(5, 4), (9, 4), (11, 8), (16, 8), (64, 4)])
def test_groups_end_at_the_quantiles_of_numpy(size, groups):
    """The k-th of n groups ends at the smallest probability that k / n of the cases do not exceed."""
    chance = np.linspace(0.01, 0.9, size)
    found = calibration_table(chance, np.arange(size) % 2, groups=groups)
    assert (
        found["highest"].tolist()
        == np.quantile(chance, np.arange(1, groups + 1) / groups, method="inverted_cdf").tolist()
    )


class TestSharesGivenAsValues:
    def test_they_are_refused(self):
        with pytest.raises(ValueError, match="for shares of bins say of='counts'"):
            stability_index([0.2, 0.3, 0.5], [0.25, 0.5, 0.25])

    @pytest.mark.parametrize(
        ("expected", "actual"),
        [
            ([0.2, 0.8], [0.3, 0.7, 0.2]),  # one side has another sum
            ([0.2, 0.8, 0.2], [0.3, 0.7]),
            ([-0.5, 1.5], [0.5, 0.5]),  # a share is not below 0
            ([0, 1], [1, 0]),  # outcomes
            ([1.0], [1.0]),
            ([0.0, 1.0], [0.5, 0.5]),
        ],
    )
    def test_numbers_that_are_no_shares_are_values(self, expected, actual):
        found = stability_index(expected, actual, edges=[0.4])
        below = [sum(value < 0.4 for value in side) for side in (expected, actual)]
        assert found.table.loc[found.table["bin"] == "below 0.4", ["expected", "actual"]].sum().tolist() == below


@pytest.mark.parametrize(
    ("shape", "failed"),
    [("ascending", (1, 3, 5)), ("descending", (5, 3, 1)), ("peak", (1, 5, 2)), ("valley", (5, 1, 4))],
)
def test_data_of_a_shape_keep_every_bin_of_it(shape, failed):
    """Three values of ten cases: with its own shape asked for, or found, none need be merged."""
    values, bad = np.repeat([1.0, 2.0, 3.0], 10), np.concatenate([[1] * n + [0] * (10 - n) for n in failed])
    found = weight_of_evidence(values, bad, shape=shape)
    assert [(one.goods, one.bads) for one in found.bins] == [(10 - n, n) for n in failed]
