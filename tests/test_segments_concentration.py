"""How unevenly profit is spread: by pencil, by brute force over all pairs, and by laws."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from banks import bank
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cmlib.segments import gini, lorenz, top_share, top_transition, whale_curve

MEASURES = (top_share, lorenz, gini, whale_curve)
quick = settings(derandomize=True, max_examples=50, deadline=None)
profits = st.lists(st.integers(-1_000, 1_000), min_size=1, max_size=40)
gains = st.lists(st.integers(0, 1_000), min_size=1, max_size=40)


class TestTopShare:
    @pytest.mark.parametrize(
        ("values", "share", "expected"),
        [
            ([50, 30, 10, 10, 0], 0.2, 0.5),
            ([50, 30, 10, 10, 0], 0.3, 0.65),  # the best, and half of the second
            ([10, 0, 50, 30, 10], 0.25, 0.575),
            ([1, 1, 1, 1], 0.2, 0.2),  # equal customers: as much as there are of them
            ([5, 5, 5, 1, 1, 1, 1, 1], 0.25, 0.5),  # a tie at the border changes nothing
            ([100, 50, -50], 1 / 3, 1.0),
            ([100, 50, -50], 2 / 3, 1.5),  # more than all: the last one loses
            ([3, 2, 1], 0, 0.0),
            ([3, 2, 1], 1, 1.0),
            ([7], 0.2, 0.2),
        ],
    )
    def test_pencil(self, values, share, expected):
        assert top_share(values, share) == pytest.approx(expected, rel=1e-12)

    def test_a_fifth_is_usual(self):
        assert top_share(list(range(1, 11))) == pytest.approx(19 / 55)

    def test_three_tenths_of_ten_are_three(self):
        assert 0.1 + 0.2 != 0.3
        assert top_share([1] * 3 + [0] * 7, 0.1 + 0.2) == 1.0
        assert top_share([0, 0, 0, 1, 0, 1, 0, 0, 1, 0], 0.3) == 1.0

    @pytest.mark.parametrize("values", [[0, 0], [-1, 1], [-3, 1]])
    def test_without_a_total_there_is_no_share(self, values):
        assert np.isnan(top_share(values))

    @quick
    @given(gains, st.integers(0, 100))
    def test_it_is_the_lorenz_curve_seen_from_above(self, values, percent):
        assume(sum(values) > 0)
        curve = lorenz(values)
        below = np.interp(1 - percent / 100, curve["share_of_customers"], curve["share_of_total"])
        assert top_share(values, percent / 100) == pytest.approx(1 - below, abs=1e-9)

    @pytest.mark.parametrize("share", [-0.1, 1.1, 20, True, "a", None])
    def test_refuses_other_shares(self, share):
        with pytest.raises(ValueError, match="a share from 0 to 1"):
            top_share([1], share)


class TestLorenz:
    def test_pencil(self):
        curve = lorenz([3, 1, 4, 2])
        assert curve["share_of_customers"].tolist() == [0, 0.25, 0.5, 0.75, 1]
        assert curve["share_of_total"].tolist() == pytest.approx([0, 0.1, 0.3, 0.6, 1])

    def test_losses_dip_below_zero(self):
        assert lorenz([-2, 2, 4])["share_of_total"].tolist() == [0, -0.5, 0, 1]
        assert lorenz([-2, 2])["share_of_total"].isna().all()

    @quick
    @given(profits)
    def test_twice_the_area_above_it_is_the_gini(self, values):
        assume(sum(values) > 0)
        curve = lorenz(values)
        area = np.trapezoid(curve["share_of_total"], curve["share_of_customers"])
        assert gini(values) == pytest.approx(1 - 2 * area, abs=1e-9)


class TestGini:
    def test_pencil(self):
        # pairs of 1, 2, 3, 4: the differences add up to 2 · 10 = 20, over 16 · 2 · 2.5
        assert gini([4, 2, 1, 3]) == 0.25
        assert gini([5, 5, 5]) == 0
        assert gini([0, 0, 0, 0, 9]) == 0.8
        assert gini([7]) == 0

    @quick
    @given(profits)
    def test_is_half_the_relative_mean_difference(self, values):
        difference = np.abs(np.subtract.outer(values, values)).mean()
        for normalised, mean in ((False, np.mean(values)), (True, np.mean(np.abs(values)))):
            found = gini(values, normalised=normalised)
            if mean > 0:
                assert found == pytest.approx(difference / (2 * mean), abs=1e-9)
            else:
                assert np.isnan(found)

    @quick
    @given(profits)
    def test_normalised_it_keeps_its_range(self, values):
        assume(any(values))
        assert -1e-12 <= gini(values, normalised=True) <= (len(values) - 1) / len(values) + 1e-12

    @quick
    @given(gains)
    def test_without_losses_both_are_one(self, values):
        assume(sum(values) > 0)
        assert gini(values) == gini(values, normalised=True)
        assert gini([3 * one for one in values]) == pytest.approx(gini(values))

    def test_normalised_is_true_or_false(self):
        with pytest.raises(TypeError, match="True or False"):
            gini([1], normalised=1)


class TestWhaleCurve:
    def test_pencil(self):
        curve = whale_curve([-30, 80, 0, 50, -20])
        assert curve.table["cumulative_profit"].tolist() == [0, 80, 130, 130, 110, 80]
        assert curve.table["customers"].tolist() == [0, 1, 2, 3, 4, 5]
        assert curve.table["share_of_customers"].tolist() == [0, 0.2, 0.4, 0.6, 0.8, 1]
        assert curve.table["share_of_total"].tolist() == pytest.approx([0, 1, 1.625, 1.625, 1.375, 1])
        assert (curve.total, curve.peak, curve.customers_at_peak, curve.destroyed) == (80, 130, 2, 50)
        assert (curve.peak_share, curve.share_destroyed) == (1.625, 50 / 130)

    def test_nobody_earns_or_nobody_loses(self):
        bad = whale_curve([-1, -2, 0])
        assert (bad.peak, bad.customers_at_peak, bad.destroyed) == (0, 0, 3)
        assert np.isnan([bad.peak_share, bad.share_destroyed]).all()
        assert bad.table["share_of_total"].isna().all()
        good = whale_curve([1, 2])
        assert (good.destroyed, good.share_destroyed, good.peak_share) == (0, 0, 1)

    @quick
    @given(profits)
    def test_peak_is_the_sum_of_gains(self, values):
        curve = whale_curve(values)
        assert curve.peak == sum(one for one in values if one > 0) == curve.table["cumulative_profit"].max()
        assert curve.destroyed == -sum(one for one in values if one < 0)


@pytest.mark.parametrize("measure", MEASURES)
class TestInputs:
    def test_kinds(self, measure):
        values = [4, 2, 1, 3]
        expected = measure(values)
        for kind in (np.array, pd.Series, pl.Series, tuple, lambda v: pd.Series(v, dtype="Int64")):
            found = measure(kind(values))
            np.testing.assert_array_equal(getattr(found, "table", found), getattr(expected, "table", expected))

    @pytest.mark.parametrize("bad", [[1, None], [np.nan, 1.0], [np.inf, 1], pd.Series([1, None], dtype="Int64")])
    def test_missing_values_are_refused(self, measure, bad):
        with pytest.raises((ValueError, TypeError), match=r"1 of 2 are missing|needs numbers"):
            measure(bad)

    @pytest.mark.parametrize(
        ("bad", "error"),
        [([], ValueError), ([[1, 2]], ValueError), (["a"], TypeError), (7, TypeError), ([True], TypeError)],
    )
    def test_what_is_no_list_of_numbers(self, measure, bad, error):
        with pytest.raises(error, match=measure.__name__):
            measure(bad)


class TestTopTransition:
    def test_pencil(self):
        rows = pd.DataFrame({"customer_id": list("abcde") * 3, "year": [1] * 5 + [2] * 5 + [3] * 5})
        rows["profit"] = [9, 8, 1, 1, 1, 9, 1, 8, 1, 1, 1, 1, 8, 9, 1]
        found = top_transition(rows, share=0.4)
        assert found.counts.to_numpy().tolist() == [[2, 2], [2, 4]]
        assert found.probabilities.loc["top", "top"] == 0.5

    def test_ties_belong_to_the_top_and_one_is_always_there(self):
        rows = pd.DataFrame({"customer_id": list("abc") * 2, "year": [1] * 3 + [2] * 3, "profit": [5, 5, 1] * 2})
        assert top_transition(rows, share=0.1).counts.to_numpy().tolist() == [[2, 0], [0, 1]]

    def test_leavers_are_not_counted(self):
        rows = pd.DataFrame({"customer_id": ["a", "b", "a"], "year": [1, 1, 2], "profit": [2, 1, 2]})
        assert top_transition(rows, share=0.5).counts.to_numpy().tolist() == [[1, 0], [0, 0]]

    @pytest.mark.parametrize("seed", [88, 3])
    def test_the_best_of_the_bank_are_not_all_the_best_next_year(self, seed):
        profit = bank(seed).truth["customer_profit"]
        found = top_transition(pl.from_pandas(profit).lazy())
        wide = profit.pivot(index="customer_id", columns="year", values="profit")
        stay = gone = 0
        for year in (2023, 2024):
            now, after = (set(wide[y].nlargest(wide[y].count() // 5).index) for y in (year, year + 1))
            still = set(wide[year + 1].dropna().index)
            stay, gone = stay + len(now & after), gone + len((now & still) - after)
        assert found.counts.loc["top"].to_list() == [stay, gone]
        assert 0.6 < found.probabilities.loc["top", "top"] < 0.9

    def test_refuses(self):
        rows = pd.DataFrame({"customer_id": ["a", "a"], "year": [1, 2], "profit": [1.0, None]})
        with pytest.raises(ValueError, match=r"\['a', 2\] has none"):
            top_transition(rows)
        with pytest.raises(ValueError, match="found no move"):
            top_transition(rows.iloc[:1])
        for share in (0, 1, -1, "a", True):
            with pytest.raises(ValueError, match="a share between 0 and 1"):
                top_transition(rows, share=share)


def test_a_fifth_of_the_bank_brings_about_four_fifths():
    profit = bank(88).truth["customer_profit"].groupby("customer_id")["profit"].sum()
    best = profit.sort_values(ascending=False)
    assert len(best) % 5 == 0
    assert top_share(profit) == pytest.approx(best.iloc[: len(best) // 5].sum() / best.sum(), rel=1e-12)
    assert 0.7 < top_share(profit) < 0.95
    assert gini(profit) > gini(profit, normalised=True) > 0.6
    assert 0 < whale_curve(profit).share_destroyed < 0.5
