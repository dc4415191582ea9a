"""Calibration against statsmodels, scikit-learn, scipy and pencil cases."""

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from engines import ENGINES, every_engine
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics
from statsmodels.stats.proportion import proportion_confint

from cmlib.rating import binomial_test, brier_score, calibration_line, calibration_table, hosmer_lemeshow, out_of_time

quick = settings(derandomize=True, max_examples=50, deadline=None)
samples = st.lists(st.tuples(st.sampled_from([0.0, 0.05, 0.2, 0.21, 0.7, 1.0]), st.booleans()), min_size=1, max_size=30)
RNG = np.random.default_rng([6, 63])
CHANCE = np.round(RNG.beta(1, 6, 2000), 3) / 1.01 + 0.001
BAD = (RNG.random(2000) < CHANCE).astype(int)


@quick
@given(samples, st.integers(2, 12))
def test_the_table_holds_every_case_once(cases, groups):
    chance, bad = (np.array(side, dtype=float) for side in zip(*cases, strict=True))
    table = calibration_table(chance, bad, groups=groups)
    assert (table["count"].sum(), table["events"].sum()) == (len(chance), bad.sum())
    assert len(table) <= groups
    for row in table.itertuples():
        inside = (chance >= row.lowest) & (chance <= row.highest)
        assert (row.count, row.events) == (inside.sum(), bad[inside].sum())
        assert row.forecast == pytest.approx(chance[inside].mean())
        assert row.expected_events == pytest.approx(chance[inside].sum())
        assert row.observed == bad[inside].mean()
        assert (row.lower, row.upper) == pytest.approx(
            proportion_confint(row.events, row.count, method="wilson"), abs=1e-9
        )
    assert (np.diff(table["lowest"]) > 0).all()


def test_groups_are_of_equal_size_where_no_scores_are_equal():
    chance = np.arange(1, 101) / 200
    table = calibration_table(chance, BAD[:100], groups=10, confidence=0.8)
    assert table["count"].tolist() == [10] * 10
    low, high = proportion_confint(table["events"], 10, alpha=0.2, method="wilson")
    assert table["lower"].to_numpy() == pytest.approx(np.asarray(low), abs=1e-9)
    assert table["upper"].to_numpy() == pytest.approx(np.asarray(high), abs=1e-9)


def test_hosmer_and_lemeshow_by_definition():
    groups = pd.qcut(CHANCE, 10, labels=False)
    frame = pd.DataFrame({"chance": CHANCE, "bad": BAD, "group": groups}).groupby("group")
    expected, events, count = frame["chance"].sum(), frame["bad"].sum(), frame.size()
    both = (events - expected) ** 2 / expected + (events - expected) ** 2 / (count - expected)
    found = hosmer_lemeshow(CHANCE, BAD)
    assert found.statistic == pytest.approx(both.sum(), rel=0.1)  # quantiles that tie may go to the other group
    again = calibration_table(CHANCE, BAD)
    expected, events, count = again["expected_events"], again["events"], again["count"]
    both = (events - expected) ** 2 / expected + (events - expected) ** 2 / (count - expected)
    assert found.statistic == pytest.approx(both.sum())
    assert (found.degrees_of_freedom, hosmer_lemeshow(CHANCE, BAD, fitted=False).degrees_of_freedom) == (8, 10)
    assert found.p_value == pytest.approx(1 - stats.chi2.cdf(both.sum(), 8))
    assert found.p_value > 0.01  # outcomes were drawn with these chances
    assert hosmer_lemeshow(CHANCE / 2, BAD).p_value < 1e-6
    assert math.isnan(hosmer_lemeshow([0.2, 0.8], [0, 1], groups=2).p_value)


@quick
@given(samples, st.integers(2, 12))
def test_the_brier_score_and_its_parts(cases, groups):
    chance, bad = (np.array(side, dtype=float) for side in zip(*cases, strict=True))
    found = brier_score(chance, bad, groups=groups)
    assert found.score == pytest.approx(np.mean((chance - bad) ** 2))
    if len(set(bad)) == 2:
        assert found.score == pytest.approx(metrics.brier_score_loss(bad, chance))
    assert min(found.reliability, found.resolution, found.uncertainty) >= 0
    whole = found.reliability - found.resolution + found.uncertainty + found.within_groups
    assert found.score == pytest.approx(whole, abs=1e-12)
    within = 0.0  # Stephenson's two components: variance within the groups, less twice the covariance
    for row in calibration_table(chance, bad, groups=groups).itertuples():
        inside = (chance >= row.lowest) & (chance <= row.highest)
        apart = chance[inside] - row.forecast
        within += (apart**2).sum() - 2 * (apart * (bad[inside] - row.observed)).sum()
    assert found.within_groups == pytest.approx(within / len(bad), abs=1e-12)


def test_the_line_is_that_of_statsmodels():
    logit = np.log(CHANCE / (1 - CHANCE))
    known = sm.Logit(BAD, sm.add_constant(logit)).fit(disp=0, tol=1e-14)
    found = calibration_line(CHANCE, BAD)
    assert (found.intercept, found.slope) == pytest.approx(known.params, abs=1e-7)
    assert (found.intercept_standard_error, found.slope_standard_error) == pytest.approx(known.bse, abs=1e-7)
    large = sm.GLM(BAD, np.ones(2000), family=sm.families.Binomial(), offset=logit).fit(tol=1e-14)
    assert found.in_the_large == pytest.approx(large.params[0], abs=1e-7)
    assert found.in_the_large_standard_error == pytest.approx(large.bse[0], abs=1e-7)


def test_a_distorted_forecast_is_set_right_by_its_line():
    logit = np.log(CHANCE / (1 - CHANCE))
    right, wrong = calibration_line(CHANCE, BAD), calibration_line(1 / (1 + np.exp(-(2 * logit + 1))), BAD)
    assert wrong.slope == pytest.approx(right.slope / 2)
    assert wrong.intercept == pytest.approx(right.intercept - right.slope / 2)


CASES = pd.DataFrame(
    {
        "grade": ["A"] * 50 + ["B"] * 40 + ["C"] * 30,
        "probability_of_default": np.repeat([0.01, 0.05, 0.3], [50, 40, 30]),
        "defaulted": [1] * 4 + [0] * 46 + [1] * 2 + [0] * 38 + [1] * 3 + [0] * 27,
    }
)


@every_engine
def test_grades_are_tested_by_the_binomial_distribution(engine):
    found = binomial_test(ENGINES[engine][0](CASES))
    assert found["grade"].tolist() == ["A", "B", "C"]
    assert (found["count"].tolist(), found["events"].tolist()) == ([50, 40, 30], [4, 2, 3])
    assert found["forecast"].tolist() == pytest.approx([0.01, 0.05, 0.3])
    assert found["observed"].tolist() == [4 / 50, 2 / 40, 3 / 30]
    for row in found.itertuples():
        for column, side in (("at_least", "greater"), ("at_most", "less")):
            known = stats.binomtest(int(row.events), int(row.count), row.forecast, alternative=side).pvalue
            assert getattr(row, column) == pytest.approx(known)
    assert found["verdict"].tolist() == ["forecast too low", "in line", "forecast too high"]
    assert binomial_test(CASES, confidence=0.9999)["verdict"].tolist() == ["in line"] * 3


@pytest.mark.parametrize("engine", ["pandas", "polars lazy", "duckdb"])
def test_grades_without_a_forecast_or_an_outcome_are_refused(engine):
    for column, value in (("grade", None), ("probability_of_default", None), ("probability_of_default", 1.5),
                          ("defaulted", 2), ("defaulted", None)):  # fmt: skip
        wrong = CASES.astype({"grade": object, "defaulted": float})
        wrong.loc[7, column] = value
        with pytest.raises(ValueError, match=r"^binomial_test needs a grade, a probability from 0 to 1 and an outcome"):
            binomial_test(ENGINES[engine][0](wrong))
    with pytest.raises(LookupError, match="needs the columns"):
        binomial_test(ENGINES[engine][0](CASES), grade="class")


@pytest.mark.parametrize("measure", [calibration_table, hosmer_lemeshow, brier_score, calibration_line])
def test_what_is_no_probability_is_refused(measure):
    for chance in (-0.01, 1.01, math.nan, math.inf):
        with pytest.raises(ValueError, match="a probability from 0 to 1 for every case; found"):
            measure([0.5, chance], [0, 1])
    with pytest.raises(ValueError, match="found 3 of probability, 2 of default"):
        measure([0.5, 0.5, 0.5], [0, 1])
    with pytest.raises(ValueError, match="found 5"):
        measure([0.5, 0.5], [0, 5])


def test_options_out_of_range():
    for measure in (calibration_table, hosmer_lemeshow, brier_score):
        for groups in (1, 2.0, True):
            with pytest.raises(ValueError, match=f"{measure.__name__} needs groups to be a whole number from 2"):
                measure([0.5, 0.6], [0, 1], groups=groups)
    for confidence in (0, 1):
        with pytest.raises(ValueError, match="confidence to be above 0 and below 1"):
            calibration_table([0.5], [0], confidence=confidence)
        with pytest.raises(ValueError, match="confidence to be above 0 and below 1"):
            binomial_test(CASES, confidence=confidence)
    for chance in ([0.0, 0.5], [1.0, 0.5]):
        with pytest.raises(ValueError, match="above 0 and below 1"):
            calibration_line(chance, [0, 1])
        with pytest.raises(ValueError, match="found a group in which all are 0 or 1"):
            hosmer_lemeshow(chance, [0, 1], groups=2)
    with pytest.raises(ValueError, match="calibration_line finds no line: some probabilities are too close to 0 or 1"):
        calibration_line([1e-310, 1e-305, 1e-308, 1e-307], [0, 1, 1, 0])
    with pytest.raises(ValueError, match="found 0 defaults"):
        calibration_line([0.5, 0.6], [0, 0])
    with pytest.raises(ValueError, match=r"cannot fit \['log odds forecast'\]: it has the same value|it is 0"):
        calibration_line([0.6, 0.6], [0, 1])


@every_engine
def test_a_later_sample_is_split_off(engine):
    table = pd.DataFrame({"year": [2021.0, 2022, 2023, 2024, math.nan], "x": range(5)})
    make, back = ENGINES[engine]
    made = make(table)
    split = out_of_time(made, 2023)
    assert type(split.development) is type(split.holdout) is type(made)
    assert sorted(back(split.development)["x"]) == [0, 1]
    assert sorted(back(split.holdout)["x"]) == [2, 3]


def test_a_split_needs_both_parts():
    table = pd.DataFrame({"month": [1, 2]})
    with pytest.raises(ValueError, match="no row for the development sample when it begins the holdout at 1"):
        out_of_time(table, 1, period="month")
    with pytest.raises(ValueError, match="no row for the holdout sample"):
        out_of_time(table, 3, period="month")
    with pytest.raises(LookupError, match="needs the columns"):
        out_of_time(table, 3)
