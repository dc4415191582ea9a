"""Gap scores, and the grid that says where to act first."""

import math

import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import ENGINES, every_engine, on
from scipy import stats

from cmlib.survey import customer_gaps, gap_scores, importance_performance

NAN = math.nan


def answers():
    """Five customers, two dimensions; the fourth left an item of the second out."""
    return pd.DataFrame(
        {
            "customer_id": list("abcde"),
            "expectation_core_1": [6.0, 7, 5, 6, 7],
            "expectation_core_2": [6.0, 5, 5, 6, 7],
            "expectation_help_desk_1": [4.0, 5, 6, NAN, 3],
            "perception_core_1": [5.0, 6, 3, 6, 4],
            "perception_core_2": [5.0, 6, 5, 6, 6],
            "perception_help_desk_1": [5.0, 5, 5, 4, 4],
        }
    )


GAPS = {"core": np.array([-1, 0, -1, 0, -2]), "help_desk": np.array([1, 0, -1, 1])}


class TestGapScores:
    def test_pencil(self):
        found = gap_scores(answers()).set_index("dimension")
        assert found.index.tolist() == ["core", "help_desk", "overall"]
        for name, gaps in GAPS.items():
            row = found.loc[name]
            error = gaps.std(ddof=1) / math.sqrt(len(gaps))
            interval = stats.t.interval(0.95, len(gaps) - 1, gaps.mean(), error)
            assert row["gap"] == pytest.approx(gaps.mean())
            assert row["standard_error"] == pytest.approx(error)
            assert (row["lower"], row["upper"]) == pytest.approx(interval)
            assert row["customers"] == len(gaps)
        assert found.loc["core", ["expectation", "perception"]].tolist() == pytest.approx([6.0, 5.2])
        # The fourth customer's perception does not count where the expectation is missing.
        assert found.loc["help_desk", ["expectation", "perception"]].tolist() == pytest.approx([4.5, 4.75])
        whole = np.array([0, 0, -1, -0.5])
        assert found.loc["overall", "gap"] == pytest.approx(whole.mean())
        assert found.loc["overall", "standard_error"] == pytest.approx(whole.std(ddof=1) / 2)
        assert found["weight"].tolist() == [0.5, 0.5, 1]

    def test_weights_in_any_unit(self):
        points = gap_scores(answers(), weights={"help_desk": 25, "core": 75}).set_index("dimension")
        shares = gap_scores(answers(), weights={"core": 0.75, "help_desk": 0.25}).set_index("dimension")
        pd.testing.assert_frame_equal(points, shares)
        assert points["weight"].tolist() == [0.75, 0.25, 1]
        assert points.loc["core", "weighted_gap"] == pytest.approx(0.75 * -0.8)
        complete = gap_scores(answers().dropna(), weights={"core": 3, "help_desk": 1}).set_index("dimension")
        assert complete.loc["overall", "gap"] == pytest.approx(complete["weighted_gap"].iloc[:2].sum())

    def test_some_dimensions(self):
        assert gap_scores(answers(), ["core"])["dimension"].tolist() == ["core", "overall"]

    def test_a_higher_confidence_is_wider(self):
        one, other = gap_scores(answers(), confidence=0.9), gap_scores(answers(), confidence=0.99)
        assert (other["lower"] < one["lower"]).all()
        assert (other["upper"] > one["upper"]).all()

    def test_one_customer_has_no_interval(self):
        found = gap_scores(answers().head(1))
        assert found["gap"].tolist() == [-1, 1, 0]
        assert found[["standard_error", "lower", "upper"]].isna().all(axis=None)

    def test_nobody_answered_a_dimension(self):
        found = gap_scores(answers().assign(perception_help_desk_1=NAN)).set_index("dimension")
        assert found.loc["help_desk", "customers"] == 0
        assert math.isnan(found.loc["help_desk", "gap"])
        assert found.loc["core", "gap"] == pytest.approx(-0.8)

    @every_engine
    def test_every_engine(self, engine):
        found = gap_scores(ENGINES[engine][0](answers()), weights={"core": 2, "help_desk": 1})
        expected = gap_scores(answers(), weights={"core": 2, "help_desk": 1})
        pd.testing.assert_frame_equal(found, expected, check_dtype=False)

    def test_the_bank(self):
        found = gap_scores(bank(88).tables["survey_answers"]).set_index("dimension")
        assert found.index.tolist() == ["core", "support", "interaction", "environment", "overall"]
        assert found["gap"].idxmin() == "support"
        assert found.loc["overall", "gap"] == pytest.approx(found["weighted_gap"].iloc[:4].sum())

    @pytest.mark.parametrize(
        ("change", "more", "error", "message"),
        [
            (lambda t: t.drop(columns="perception_core_2"), {}, LookupError, r"\['expectation_core_2'\] stand alone"),
            (lambda t: t[["customer_id"]], {}, LookupError, r"found the dimensions \[\]"),
            (lambda t: t, {"dimensions": ["cor"]}, LookupError, r"did you mean 'core'"),
            (lambda t: t, {"dimensions": []}, LookupError, "found the dimensions"),
            (lambda t: t.assign(perception_core_1="good"), {}, ValueError, "needs numbers in 'perception_core_1'"),
            (lambda t: t, {"weights": {"core": 1}}, ValueError, "a weight above 0 for each"),
            (lambda t: t, {"weights": {"core": 1, "help_desk": 0}}, ValueError, "a weight above 0 for each"),
            (lambda t: t, {"weights": {"core": 1, "help_desk": "x"}}, ValueError, "a weight above 0 for each"),
            (lambda t: t, {"confidence": 0}, ValueError, "confidence"),
            (lambda t: t.head(0), {}, ValueError, "at least one row"),
            (lambda t: "answers", {}, TypeError, "needs a table"),
        ],
    )
    def test_refuses(self, change, more, error, message):
        with pytest.raises(error, match=f"gap_scores .*{message}"):
            gap_scores(change(answers()), **more)


@every_engine
def test_customer_gaps_in_every_engine(engine):
    found = on(engine, customer_gaps, answers()).sort_values("customer_id")
    assert found["gap_core"].astype(float).tolist() == GAPS["core"].tolist()
    desk = found["gap_help_desk"].astype(float).tolist()
    assert desk[:3] + desk[4:] == GAPS["help_desk"].tolist()
    assert math.isnan(desk[3])


def attributes():
    """Means 3 and 4; one attribute lies on both cuts, one lacks a value."""
    return pd.DataFrame(
        {
            "name": ["a", "b", "c", "d", "e", "f"],
            "importance": [5.0, 4, 1, 2, 3, NAN],
            "performance": [2.0, 6, 3, 5, 4, 4],
        }
    )


class TestImportancePerformance:
    @every_engine
    def test_every_engine(self, engine):
        found = on(engine, importance_performance, attributes()).sort_values("name")["quadrant"].astype(object)
        assert found.tolist()[:5] == [
            "concentrate here",
            "keep up the good work",
            "low priority",
            "possible overkill",
            "low priority",  # what lies on a cut is not above it
        ]
        assert pd.isna(found.iloc[5])

    def test_cuts_of_ones_own(self):
        found = importance_performance(attributes(), importance_cut=2.5, performance_cut=3.5)["quadrant"]
        assert found[4] == "keep up the good work"

    @pytest.mark.parametrize(
        ("change", "more", "error", "message"),
        [
            (lambda t: t.assign(importance=NAN), {}, ValueError, "a cut of 'importance' that is a number; found"),
            (lambda t: t, {"performance_cut": "high"}, ValueError, "found 'high'"),
            (lambda t: t.drop(columns="performance"), {}, LookupError, r"\['performance'\]"),
            (lambda t: t.assign(importance="very"), {}, ValueError, "needs numbers"),
        ],
    )
    def test_refuses(self, change, more, error, message):
        with pytest.raises(error, match=f"importance_performance .*{message}"):
            importance_performance(change(attributes()), **more)
