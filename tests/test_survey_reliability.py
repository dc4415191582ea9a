"""Does a questionnaire measure one thing? Alpha and omega."""

import math

import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import ENGINES, every_engine
from exact_samples import sample_with_covariances
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.multivariate.factor import Factor

from cmlib.survey import cronbach_alpha, mcdonald_omega

# Three items, five people, by pencil: item variances 2.5, 1.8, 2.8 and variance of the sum 19.2.
PENCIL = [[1, 2, 1], [2, 2, 3], [3, 4, 3], [4, 5, 5], [5, 4, 5]]


def equally_correlated(r, items):
    return np.full((items, items), r) + (1 - r) * np.eye(items)


class TestCronbachAlpha:
    def test_pencil(self):
        found = cronbach_alpha(PENCIL)
        assert found.alpha == pytest.approx(1.5 * (1 - 7.1 / 19.2))
        assert (found.people, found.left_out) == (5, 0)
        assert found.items["item"].tolist() == ["item_1", "item_2", "item_3"]
        # Without the first: variances 1.8 and 2.8, sums 3 5 7 10 9 with variance 32.8 / 4.
        assert found.items["alpha_without_it"][0] == pytest.approx(2 * (1 - 4.6 / 8.2))
        rest = np.corrcoef([row[0] for row in PENCIL], [row[1] + row[2] for row in PENCIL])[0, 1]
        assert found.items["item_rest_correlation"][0] == pytest.approx(rest)

    @pytest.mark.parametrize(
        ("alpha", "people", "items", "low", "high"),
        [
            # Zaiontz, Real Statistics, "Cronbach's alpha continued", worked example.
            (0.591719, 15, 10, 0.194921689, 0.839820874),
            # Evans, worked example of Feldt's interval, MRC CBU statistics wiki ("CAfun").
            (0.913, 873, 20, 0.9044024, 0.9211588),
        ],
    )
    def test_published_intervals(self, alpha, people, items, low, high):
        r = alpha / (items - alpha * (items - 1))
        found = cronbach_alpha(sample_with_covariances(equally_correlated(r, items), people))
        assert found.alpha == pytest.approx(alpha)
        assert (found.lower, found.upper) == pytest.approx((low, high), abs=1e-6)

    def test_equal_variances_make_both_alphas_one(self):
        """By Spearman and Brown: k r / (1 + (k - 1) r)."""
        found = cronbach_alpha(sample_with_covariances(equally_correlated(0.3, 4), 50))
        assert found.alpha == pytest.approx(4 * 0.3 / 1.9) == found.standardised_alpha

    def test_standardised_alpha_does_not_depend_on_units(self):
        items = sample_with_covariances(equally_correlated(0.3, 4), 50)
        assert cronbach_alpha(items * [1, 10, 100, 1]).standardised_alpha == pytest.approx(4 * 0.3 / 1.9)

    @settings(derandomize=True, max_examples=20, deadline=None)
    @given(st.integers(0, 10_000), st.floats(0.1, 50), st.floats(-5, 5))
    def test_units_and_zero_of_the_scale_change_nothing(self, seed, unit, zero):
        items = np.random.default_rng(seed).normal(size=(12, 3)) + np.arange(12)[:, None]
        one, other = cronbach_alpha(items), cronbach_alpha(unit * items + zero)
        assert other.alpha == pytest.approx(one.alpha)
        assert one.lower < one.alpha < one.upper <= 1

    def test_a_higher_confidence_widens_the_interval(self):
        wide, narrow = cronbach_alpha(PENCIL, confidence=0.99), cronbach_alpha(PENCIL, confidence=0.9)
        assert wide.lower < narrow.lower < narrow.alpha < narrow.upper < wide.upper

    def test_missing_answers_leave_a_person_out(self):
        spoilt = [*PENCIL, [5, math.nan, 1], [1, 1, math.inf]]
        found = cronbach_alpha(spoilt)
        assert (found.alpha, found.people, found.left_out) == (cronbach_alpha(PENCIL).alpha, 5, 2)

    def test_columns_of_a_pandas_table_may_be_numbered(self):
        assert cronbach_alpha(pd.DataFrame(PENCIL)).items["item"].tolist() == ["0", "1", "2"]

    def test_contradicting_items_fall_below_zero(self):
        found = cronbach_alpha([[1, 2], [2, 2], [3, 1]])
        assert found.alpha < 0
        assert found.items["alpha_without_it"].isna().all()

    def test_a_sum_without_variation_has_no_alpha(self):
        found = cronbach_alpha([[1, 3], [2, 2], [3, 1]])
        assert math.isnan(found.alpha)
        assert math.isnan(found.upper)

    def test_an_item_without_variation(self):
        found = cronbach_alpha([[1, 3, 1], [2, 3, 1], [3, 3, 4]])
        assert math.isnan(found.standardised_alpha)
        assert math.isnan(found.items["item_rest_correlation"][1])

    @every_engine
    def test_every_engine(self, engine):
        frame = pd.DataFrame(PENCIL, columns=["a", "b", "c"]).astype(float)
        frame.loc[5] = [1.0, None, 2.0]
        found = cronbach_alpha(ENGINES[engine][0](frame))
        expected = cronbach_alpha(frame)
        assert found.alpha == pytest.approx(expected.alpha, rel=1e-12)
        assert (found.people, found.left_out) == (5, 1)
        pd.testing.assert_frame_equal(found.items, expected.items)
        assert found.items["item"].tolist() == ["a", "b", "c"]

    def test_the_banks_questionnaire_is_as_reliable_as_planted(self):
        """Within the interval, on the points of the key; see tests/synthetic for more seeds."""
        tables = bank(88).tables
        key = tables["risk_score_key"].set_index(["question", "option"])["points"]
        forms = tables["risk_questionnaire"].query("attempt == 1")
        points = pd.DataFrame({name: forms[name].map(key[name]) for name in (f"q{n}" for n in range(1, 11))})
        found = cronbach_alpha(points, confidence=0.999)
        assert found.lower < 0.80 < found.upper

    @pytest.mark.parametrize(
        ("items", "error", "message"),
        [
            ([[1, 2, 3]], ValueError, "two items and two people .* found 3 items and 1 people"),
            ([[1], [2], [3]], ValueError, "found 1 items and 3 people"),
            ([[1, math.nan], [math.nan, 2]], ValueError, "all rows have a missing answer"),
            ([1, 2, 3], TypeError, "two dimensions .* found 1 dimensions"),
            ([["a", "b"]], TypeError, "found 2 dimensions of <U1"),
            (np.zeros((0, 3)), ValueError, r"an array of shape \(0, 3\)"),
            (7, TypeError, "needs a table .* found int"),
            (pd.DataFrame({"a": ["x", "y"], "b": [1, 2]}), ValueError, "needs numbers in 'a'"),
        ],
    )
    def test_refuses(self, items, error, message):
        with pytest.raises(error, match=f"cronbach_alpha.*{message}"):
            cronbach_alpha(items)

    def test_refuses_a_lazy_table_of_nobody(self):
        lazy = ENGINES["polars lazy"][0](pd.DataFrame({"a": [1.0, None], "b": [None, 2.0]}))
        with pytest.raises(ValueError, match="all rows have a missing answer"):
            cronbach_alpha(lazy)

    @pytest.mark.parametrize("confidence", [0, 1, 95, math.nan, True, "high"])
    def test_refuses_a_confidence(self, confidence):
        with pytest.raises(ValueError, match="confidence between 0 and 1"):
            cronbach_alpha(PENCIL, confidence=confidence)


LOADINGS = np.array([0.9, 0.7, 0.5, 0.6])
UNIQUE = np.array([0.3, 0.5, 0.9, 0.4])


class TestMcDonaldOmega:
    def test_an_exact_factor_is_found_again(self):
        found = mcdonald_omega(sample_with_covariances(np.outer(LOADINGS, LOADINGS) + np.diag(UNIQUE), 60))
        assert list(found.loadings.values()) == pytest.approx(LOADINGS, abs=1e-5)
        assert list(found.unique_variances.values()) == pytest.approx(UNIQUE, abs=1e-5)
        assert found.omega == pytest.approx(2.7**2 / (2.7**2 + 2.1), abs=1e-6)
        assert found.people == 60

    def test_equal_loadings_make_omega_and_alpha_one(self):
        items = sample_with_covariances(equally_correlated(0.4, 5), 40)
        assert mcdonald_omega(items).omega == pytest.approx(cronbach_alpha(items).alpha, abs=1e-7)

    def test_alpha_is_a_lower_bound(self):
        items = sample_with_covariances(np.outer(LOADINGS, LOADINGS) + np.diag(UNIQUE), 60)
        assert cronbach_alpha(items).alpha < mcdonald_omega(items).omega

    def test_statsmodels_fits_the_same_factor(self):
        rng = np.random.default_rng(4)
        items = rng.normal(size=(400, 1)) * LOADINGS + rng.normal(size=(400, 4)) * np.sqrt(UNIQUE)
        peer = Factor(items, n_factor=1, method="ml").fit()
        found = mcdonald_omega(items)
        spread = items.std(axis=0, ddof=1)
        assert np.abs(list(found.loadings.values())) == pytest.approx(np.abs(peer.loadings[:, 0]) * spread, abs=1e-3)

    def test_factors_have_no_sign(self):
        items = -sample_with_covariances(np.outer(LOADINGS, LOADINGS) + np.diag(UNIQUE), 60)
        assert min(mcdonald_omega(items).loadings.values()) > 0

    def test_a_heywood_case_has_no_omega(self):
        """Correlations .9 .9 and .5 ask for a unique variance below 0."""
        found = mcdonald_omega(sample_with_covariances([[1, 0.9, 0.9], [0.9, 1, 0.65], [0.9, 0.65, 1]], 30))
        assert math.isnan(found.omega)

    @pytest.mark.parametrize(
        ("items", "message"),
        [
            ([[1, 2], [2, 3], [4, 3]], "found 2 items"),
            ([[1, 2, 1], [2, 3, 1], [4, 3, 1]], "3 items, of which 1 do not"),
        ],
    )
    def test_refuses(self, items, message):
        with pytest.raises(ValueError, match=message):
            mcdonald_omega(items)
