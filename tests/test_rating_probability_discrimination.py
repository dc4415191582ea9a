"""Discrimination against scikit-learn, scipy, the definition over all pairs, and pencil cases."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics

from cmlib.rating import cheapest_cut_off, decisions, discrimination, gains_table, roc_curve

quick = settings(derandomize=True, max_examples=50, deadline=None)
samples = st.lists(st.tuples(st.integers(-4, 4), st.booleans()), min_size=2, max_size=25).filter(
    lambda cases: len({bad for _, bad in cases}) == 2
)


@quick
@given(samples)
def test_measures_are_those_of_scikit_learn_and_scipy(cases):
    score, bad = (np.array(side) for side in zip(*cases, strict=True))
    found = discrimination(score, bad)
    assert found.area == pytest.approx(metrics.roc_auc_score(bad, score))
    assert found.gini == pytest.approx(2 * found.area - 1)
    assert found.kolmogorov_smirnov == pytest.approx(stats.ks_2samp(score[bad], score[~bad]).statistic)
    refused = score >= found.cut_off
    assert abs(refused[bad].mean() - refused[~bad].mean()) == pytest.approx(found.kolmogorov_smirnov)
    assert (found.goods, found.bads) == (sum(~bad), sum(bad))
    curve = roc_curve(score, bad)
    false_alarms, hits, cut_offs = metrics.roc_curve(bad, score, drop_intermediate=False)
    np.testing.assert_allclose(curve["false_alarm_rate"], false_alarms)
    np.testing.assert_allclose(curve["hit_rate"], hits)
    np.testing.assert_array_equal(curve["cut_off"][1:], cut_offs[1:])
    assert np.isnan(curve["cut_off"][0])


@quick
@given(samples)
def test_the_error_is_delong_s_by_definition(cases):
    """Each bad against each good, ties half: the variances of the means over one side and over the other."""
    score, bad = (np.array(side) for side in zip(*cases, strict=True))
    wins = (score[bad][:, None] > score[~bad]) + 0.5 * (score[bad][:, None] == score[~bad])
    found = discrimination(score, bad, confidence=0.9)
    if 1 in wins.shape:
        assert math.isnan(found.standard_error)
        assert math.isnan(found.lower)
        return
    parts = [wins.mean(axis=axis).var(ddof=1) / wins.shape[1 - axis] for axis in (0, 1)]
    assert found.standard_error == pytest.approx(math.sqrt(sum(parts)), abs=1e-12)
    half = 1.6448536269514722 * found.standard_error
    assert (found.lower, found.upper) == pytest.approx((max(0, found.area - half), min(1, found.area + half)))


@quick
@given(samples)
def test_only_the_order_of_scores_counts_and_turning_them_round_turns_the_result(cases):
    score, bad = (np.array(side) for side in zip(*cases, strict=True))
    one, stretched = discrimination(score, bad), discrimination(np.exp(score * 3.0) - 5, bad)
    assert (one.area, one.kolmogorov_smirnov) == (stretched.area, stretched.kolmogorov_smirnov)
    safer = discrimination(-score, bad, higher="safer")
    assert (safer.area, safer.cut_off) == (one.area, -one.cut_off)
    assert discrimination(-score, bad).area == pytest.approx(1 - one.area)


def test_a_pencil_case_with_a_tie():
    """Bads 3, 1 against goods 2, 1: wins 1, 1, 0 and a half."""
    found = discrimination([3, 1, 2, 1], [1, 1, 0, 0])
    assert (found.area, found.gini, found.kolmogorov_smirnov, found.cut_off) == (0.625, 0.25, 0.5, 3)
    assert (discrimination([1, 2], [0, 1]).area, discrimination([2, 1], [0, 1]).area) == (1, 0)


def test_decisions_of_a_pencil_case():
    made = decisions([700, 650, 600, 550, 500], [0, 0, 1, 0, 1], 600, higher="safer",
                     cost_of_bad_accepted=100, cost_of_good_refused=7)  # fmt: skip
    assert (made.bads_refused, made.bads_accepted, made.goods_refused, made.goods_accepted) == (2, 0, 1, 2)
    assert (made.hit_rate, made.false_alarm_rate, made.precision, made.accuracy) == (1, 1 / 3, 2 / 3, 4 / 5)
    assert made.cost == 7
    none = decisions([0.1, 0.2], [0, 1], 0.3)
    assert (none.bads_refused, none.goods_refused) == (0, 0)
    assert math.isnan(none.precision)
    assert math.isnan(none.cost)
    assert decisions([0.1, 0.2], [0, 1], math.inf).bads_accepted == 1


@quick
@given(samples, st.floats(0, 10), st.floats(0, 10))
def test_no_cut_off_is_cheaper(cases, bad_accepted, good_refused):
    score, bad = (np.array(side) for side in zip(*cases, strict=True))
    costs = {"cost_of_bad_accepted": bad_accepted, "cost_of_good_refused": good_refused}
    for turned, higher in ((1, "riskier"), (-1, "safer")):
        best = cheapest_cut_off(turned * score, bad, higher=higher, **costs)
        tried = [
            decisions(turned * score, bad, turned * cut, higher=higher, **costs)
            for cut in [*np.unique(score), math.inf]
        ]
        assert best.cost == min(one.cost for one in tried)
        assert best == decisions(turned * score, bad, best.cut_off, higher=higher, **costs)
        refused = [one.bads_refused + one.goods_refused for one in tried if one.cost == best.cost]
        assert best.bads_refused + best.goods_refused == min(refused)


def test_gains_of_a_pencil_case():
    """Ten cases, five groups of two; the three equal scores stay together."""
    score = [10, 9, 8, 7, 7, 7, 4, 3, 2, 1]
    bad = [1, 1, 1, 0, 1, 0, 0, 0, 0, 1]
    table = gains_table(score, bad, groups=5)
    assert table["count"].tolist() == [2, 4, 2, 2]
    assert table["events"].tolist() == [2, 2, 0, 1]
    assert table["cut_off"].tolist() == [9, 7, 3, 1]
    assert table["event_rate"].tolist() == [1, 0.5, 0, 0.5]
    assert table["share_of_cases"].tolist() == pytest.approx([0.2, 0.6, 0.8, 1])
    assert table["share_of_events"].tolist() == pytest.approx([0.4, 0.8, 0.8, 1])
    assert table["lift"].tolist() == pytest.approx([2, 4 / 3, 1, 1])
    safer = gains_table(-np.array(score), bad, groups=5, higher="safer")
    assert safer["cut_off"].tolist() == [-9, -7, -3, -1]
    assert safer["lift"].tolist() == table["lift"].tolist()


@quick
@given(samples, st.integers(1, 30))
def test_gains_hold_everybody(cases, groups):
    score, bad = zip(*cases, strict=True)
    table = gains_table(score, bad, groups=groups)
    assert (table["count"].sum(), table["events"].sum()) == (len(score), sum(bad))
    assert len(table) <= groups
    assert (table["count"] > 0).all()
    assert table["lift"].iloc[-1] == 1


@pytest.mark.parametrize(
    "measure", [discrimination, roc_curve, gains_table, lambda *given, **others: decisions(*given, 1, **others)]
)
def test_what_cannot_be_measured_is_refused(measure):
    for score, bad, said in [
        ([1, math.nan], [0, 1], "a finite score for every case; 1 have none"),
        ([1, math.inf], [0, 1], "a finite score"),
        ([1, 2], [0, 0], "found 0 defaults among 2 cases"),
        ([1, 2], [1, 1], "found 2 defaults among 2 cases"),
        ([1, 2], [0, 3], "found 3"),
        ([1, 2, 3], [0, 1], "found 3 of score, 2 of default"),
        ([], [], "at least one case"),
    ]:
        with pytest.raises(ValueError, match=said):
            measure(score, bad)
    with pytest.raises(ValueError, match=r"higher to be 'riskier' .* or 'safer' .*; found 'better'"):
        measure([1, 2], [0, 1], higher="better")
    with pytest.raises(TypeError, match="needs score to be numbers"):
        measure(["a", "b"], [0, 1])


def test_options_out_of_range():
    for confidence in (0, 1, math.nan):
        with pytest.raises(ValueError, match="confidence to be above 0 and below 1"):
            discrimination([1, 2], [0, 1], confidence=confidence)
    for groups in (0, 2.0, True):
        with pytest.raises(ValueError, match="groups to be a whole number from 1"):
            gains_table([1, 2], [0, 1], groups=groups)
    with pytest.raises(ValueError, match="cut_off that is a number"):
        decisions([1, 2], [0, 1], math.nan)
    for cost in (-1, math.inf):
        with pytest.raises(ValueError, match="costs to be finite and not below 0"):
            decisions([1, 2], [0, 1], 1, cost_of_good_refused=cost)
    with pytest.raises(ValueError, match="both costs to be numbers"):
        cheapest_cut_off([1, 2], [0, 1], cost_of_bad_accepted=1, cost_of_good_refused=math.nan)


def test_series_with_missing_outcomes_are_refused_and_nullable_ones_taken():
    score = pd.Series([1, 2, 3], dtype="Int64")
    assert discrimination(score, pd.Series([False, True, True], dtype="boolean")).area == 1
    with pytest.raises(ValueError, match="found nan"):
        discrimination(score, pd.Series([0, 1, None]))
