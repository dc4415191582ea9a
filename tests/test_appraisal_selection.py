"""Selection: validity beyond the selected, adverse impact, composite scores."""

import math

import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import every_engine, on
from exact_samples import sample_with_covariances
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cmlib.appraisal import (
    ALL,
    adverse_impact,
    composite_score,
    unrestricted_correlation,
    unrestricted_correlation_by_third,
)


def selected_normal(covariances, cut):
    """Covariances among those whose first variable is above the cut, by theory (Pearson, 1903)."""
    c = np.asarray(covariances, dtype=float)
    mills = stats.norm.pdf(cut) / stats.norm.sf(cut)
    variance = 1 - mills * (mills - cut)  # of a standard normal above the cut
    return c - np.outer(c[:, 0], c[0]) * (1 - variance)


def correlation(c, i, j):
    return c[i, j] / math.sqrt(c[i, i] * c[j, j])


class TestRangeRestriction:
    def test_published(self):
        """personnelSelectionUtility for R, reference of correct_r_direct_range_restriction: .25 at u = 1.4."""
        assert unrestricted_correlation(0.25, 1, 1.4) == pytest.approx(0.3399501, abs=5e-8)

    @settings(derandomize=True, max_examples=20, deadline=None)
    @given(st.floats(-0.9, 0.9), st.floats(-2, 2))
    def test_case_two_undoes_truncation(self, r, cut):
        c = selected_normal([[1, r], [r, 1]], cut)
        assert unrestricted_correlation(correlation(c, 0, 1), math.sqrt(c[0, 0]), 1.0) == pytest.approx(r, abs=1e-9)

    @settings(derandomize=True, max_examples=20, deadline=None)
    @given(st.integers(0, 10_000), st.floats(-2, 2))
    def test_case_three_undoes_truncation_on_another_variable(self, seed, cut):
        mix = np.random.default_rng(seed).normal(size=(3, 5))
        c = mix @ mix.T
        c /= np.outer(np.sqrt(np.diag(c)), np.sqrt(np.diag(c)))
        s = selected_normal(c, cut)  # selected on 0, test 1, performance 2
        found = unrestricted_correlation_by_third(
            correlation(s, 1, 2), correlation(s, 1, 0), correlation(s, 0, 2), math.sqrt(s[0, 0]), 1.0
        )
        assert found == pytest.approx(c[1, 2], abs=1e-9)

    def test_laws(self):
        r = np.array([-0.6, 0.0, 0.3, 1.0])
        assert unrestricted_correlation(r, 2.0, 2.0) == pytest.approx(r)
        assert unrestricted_correlation(0.3, 1, 2) > 0.3 > unrestricted_correlation(0.3, 2, 1)
        by_itself = unrestricted_correlation_by_third(0.3, 1.0, 0.3, 1.0, 1.7)
        assert by_itself == pytest.approx(unrestricted_correlation(0.3, 1.0, 1.7))

    def test_nothing_to_correct_from(self):
        assert math.isnan(unrestricted_correlation(0.3, 0, 1))
        assert math.isnan(unrestricted_correlation_by_third(0.3, 0.5, 0.5, 0.0, 1))
        assert math.isnan(unrestricted_correlation(math.nan, 1, 1))

    def test_all(self):
        assert set(ALL) == {"unrestricted_correlation", "unrestricted_correlation_by_third"}
        for name, formula in ALL.items():
            assert (formula.__name__, formula.unit, formula.family) == (name, "fraction", "selection")


class TestAdverseImpact:
    def test_pencil(self):
        """Rates 0.2 and 1/3; the variance of the log ratio is 0.8 / 20 + (2/3) / 40."""
        found = adverse_impact(20, 100, 40, 120)
        reach = 1.959964 * math.sqrt(0.8 / 20 + 2 / 3 / 40)
        assert (found.rate, found.reference_rate, found.ratio) == pytest.approx((0.2, 1 / 3, 0.6))
        assert (found.lower, found.upper) == pytest.approx((0.6 * math.exp(-reach), 0.6 * math.exp(reach)))
        assert found.p_value == pytest.approx(stats.fisher_exact([[20, 80], [40, 80]]).pvalue)

    def test_scipy_has_the_same_interval(self):
        found = adverse_impact(12, 50, 30, 70, confidence=0.9)
        peer = stats.contingency.relative_risk(12, 50, 30, 70)
        interval = peer.confidence_interval(0.9)
        assert (found.ratio, found.lower, found.upper) == pytest.approx(
            (peer.relative_risk, interval.low, interval.high)
        )

    @pytest.mark.parametrize(("selected", "below"), [(79, True), (80, False), (81, False)])
    def test_four_fifths(self, selected, below):
        assert adverse_impact(selected, 100, 100, 100).below_four_fifths is below

    def test_nobody_taken(self):
        none = adverse_impact(0, 10, 5, 10)
        assert (none.ratio, none.below_four_fifths) == (0, True)
        assert math.isnan(none.lower)
        neither = adverse_impact(0, 10, 0, 10)
        assert math.isnan(neither.ratio)
        assert not neither.below_four_fifths

    def test_the_bank_hires_fewer_of_the_older(self):
        candidates = bank(88).tables["candidates"]
        older = candidates["age"] >= 35
        counts = [
            int(n) for group in (candidates[older], candidates[~older]) for n in (group["hired"].sum(), len(group))
        ]
        found = adverse_impact(*counts)
        assert found.below_four_fifths
        assert found.upper < 1
        assert found.p_value < 0.05

    @pytest.mark.parametrize("counts", [(5, 4, 1, 9), (1, 0, 1, 9), (-1, 4, 1, 9), (1, 4, 1.5, 9), (1, 4, 10, 9)])
    def test_refuses(self, counts):
        with pytest.raises(ValueError, match="adverse_impact needs"):
            adverse_impact(*counts)


PEOPLE = pd.DataFrame({"name": ["a", "b", "c"], "test": [80.0, 60, np.nan], "interview": [50.0, 90, 70]})


class TestCompositeScore:
    @every_engine
    def test_every_engine(self, engine):
        found = on(engine, composite_score, PEOPLE, {"test": 60, "interview": 40}).sort_values("name")
        assert found["composite"].astype(float).to_numpy() == pytest.approx([68, 72, math.nan], nan_ok=True)

    @every_engine
    def test_standardised_in_every_engine(self, engine):
        scores = np.round(sample_with_covariances([[1, 0.3], [0.3, 25]], 9) * 10 + 50)
        table = pd.DataFrame(scores, columns=["test", "interview"]).assign(name=list("abcdefghi"))
        found = on(engine, composite_score, table, {"test": 1, "interview": 3}, standardise=True, name="score")
        marks = table[["test", "interview"]]
        expected = ((marks - marks.mean()) / marks.std()).to_numpy() @ [0.25, 0.75]
        assert found.sort_values("name")["score"].astype(float).to_numpy() == pytest.approx(expected)

    def test_the_banks_weights_of_selection(self):
        """30 written, 20 psychological, 40 interview, 10 references: who is hired has the higher composite."""
        candidates = bank(88).tables["candidates"]
        weights = {"written_test": 30, "psychological_test": 20, "interview": 40, "references": 10}
        by_hired = composite_score(candidates, weights).groupby("hired")["composite"].mean()
        assert by_hired[True] > by_hired[False] + 5

    @pytest.mark.parametrize(
        ("weights", "more", "error", "message"),
        [
            ({"test": -1, "interview": 2}, {}, ValueError, "weights that are not below 0"),
            ({"test": 0}, {}, ValueError, "not all 0"),
            ({}, {}, ValueError, "not all 0"),
            ({"test": "x"}, {}, ValueError, "weights"),
            ({"essay": 1}, {}, LookupError, r"\['essay'\]"),
            ({"test": 1}, {"standardise": True}, ValueError, r"cannot standardise \['test'\]"),
        ],
    )
    def test_refuses(self, weights, more, error, message):
        with pytest.raises(error, match=f"composite_score .*{message}"):
            composite_score(PEOPLE.assign(test=5.0), weights, **more)
