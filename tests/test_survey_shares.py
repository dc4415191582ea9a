"""Promoters, satisfied customers, and the difference of two shares."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from cmlib.survey import net_promoter_score, satisfied_share, share_difference

NAN = math.nan


class TestNetPromoterScore:
    def test_pencil(self):
        """Half promoters, a third passives, a sixth detractors: variance of a ticket 5/9, by hand."""
        found = net_promoter_score([10, 9, 9, 8, 7, 6] * 20)
        assert found.score == pytest.approx(1 / 3)
        assert found.standard_error == pytest.approx(math.sqrt(5 / 9 / 120))
        assert found.upper - found.score == pytest.approx(1.959964 * found.standard_error)
        assert found.score - found.lower == pytest.approx(1.959964 * found.standard_error)
        assert (found.promoters, found.passives, found.detractors) == pytest.approx((1 / 2, 1 / 3, 1 / 6))
        assert (found.answers, found.missing) == (120, 0)

    @pytest.mark.parametrize(("answer", "score"), [(10, 1), (9, 1), (8, 0), (7, 0), (6, -1), (0, -1)])
    def test_bounds_of_the_classes(self, answer, score):
        found = net_promoter_score([answer])
        assert (found.score, found.lower, found.upper) == (score, score, score)

    def test_the_interval_stays_on_the_scale(self):
        assert net_promoter_score([10] * 9 + [5]).upper == 1
        assert net_promoter_score([1] * 9 + [9]).lower == -1

    @settings(derandomize=True, max_examples=50, deadline=None)
    @given(st.lists(st.integers(0, 10), min_size=2, max_size=40))
    def test_the_variance_is_that_of_plus_one_zero_and_minus_one(self, answers):
        tickets = np.select([np.array(answers) >= 9, np.array(answers) <= 6], [1.0, -1.0], 0.0)
        found = net_promoter_score(answers)
        assert found.score == pytest.approx(tickets.mean())
        assert found.standard_error == pytest.approx(tickets.std() / math.sqrt(len(tickets)), abs=1e-7)

    @pytest.mark.parametrize("make", [list, np.array, pd.Series, pl.Series, pa.chunked_array, tuple])
    def test_every_kind_of_column(self, make):
        answers = [[9, 10, 0]] if make is pa.chunked_array else [9, 10, 0]
        assert net_promoter_score(make(answers)).score == pytest.approx(1 / 3)

    def test_missing_answers(self):
        for answers in (pl.Series([9, None, 9]), pd.Series([9, None, 9]), [9, NAN, 9], pd.array([9, None, 9])):
            found = net_promoter_score(
                pd.Series(answers) if isinstance(answers, pd.api.extensions.ExtensionArray) else answers
            )
            assert (found.score, found.answers, found.missing) == (1, 2, 1)

    @pytest.mark.parametrize(
        ("answers", "error", "message"),
        [
            ([11], ValueError, "found 11"),
            ([9, -1], ValueError, "found -1"),
            ([9.5], ValueError, "found 9.5"),
            ([], ValueError, "at least one answer; found 0"),
            ([NAN], ValueError, "found 1 missing"),
            (["nine"], TypeError, "one column of numbers"),
            (pd.Series(["nine"]), TypeError, "a Series of String"),
            ([[1, 2]], TypeError, "2 dimensions"),
        ],
    )
    def test_refuses(self, answers, error, message):
        with pytest.raises(error, match=f"net_promoter_score needs .*{message}"):
            net_promoter_score(answers)


class TestSatisfiedShare:
    def test_wilson(self):
        found = satisfied_share([5, 4, 3, NAN, 2, 1], satisfied_from=4, confidence=0.9)
        assert (found.share, found.answers, found.missing) == (0.4, 5, 1)
        assert (found.lower, found.upper) == pytest.approx(proportion_confint(2, 5, 0.1, method="wilson"))

    def test_refuses(self):
        with pytest.raises(ValueError, match="at least one answer"):
            satisfied_share([NAN], satisfied_from=4)
        with pytest.raises(ValueError, match="confidence"):
            satisfied_share([1], satisfied_from=4, confidence=1)


class TestShareDifference:
    @pytest.mark.parametrize(
        ("counts", "difference", "low", "high"),
        [
            # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10, examples (a) to (h).
            ((56, 70, 48, 80), 0.2, 0.0524, 0.3339),
            ((9, 10, 3, 10), 0.6, 0.1705, 0.8090),
            ((10, 10, 0, 20), 1.0, 0.6791, 1.0),
            ((10, 10, 0, 10), 1.0, 0.6075, 1.0),
        ],
    )
    def test_published(self, counts, difference, low, high):
        found = share_difference(*counts)
        assert found.difference == pytest.approx(difference)
        assert (found.lower, found.upper) == pytest.approx((low, high), abs=5e-5)

    @settings(derandomize=True, max_examples=50, deadline=None)
    @given(st.integers(1, 40), st.integers(1, 40), st.floats(0, 1), st.floats(0, 1))
    def test_statsmodels(self, first_of, second_of, one, other):
        first, second = round(one * first_of), round(other * second_of)
        found = share_difference(first, first_of, second, second_of)
        peer = confint_proportions_2indep(first, first_of, second, second_of, method="newcomb")
        assert (found.lower, found.upper) == pytest.approx(peer, abs=1e-9)
        back = share_difference(second, second_of, first, first_of)
        assert (back.difference, back.lower) == pytest.approx((-found.difference, -found.upper))

    def test_the_test_is_chi_square(self):
        found = share_difference(30, 100, 45, 100)
        expected = stats.chi2_contingency([[30, 70], [45, 55]], correction=False).pvalue
        assert found.p_value == pytest.approx(expected)
        assert math.isnan(share_difference(5, 5, 3, 3).p_value)

    @pytest.mark.parametrize("counts", [(6, 5, 1, 2), (-1, 5, 1, 2), (1, 5, 1, 0), (1.5, 5, 1, 2), (1, 5, 3, 2)])
    def test_refuses(self, counts):
        with pytest.raises(ValueError, match="share_difference needs a"):
            share_difference(*counts)
