"""Do raters agree in their marks? Intraclass correlation, Kendall's W, Krippendorff's alpha."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES, every_engine
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.survey import intraclass_correlation, kendall_w, krippendorff_alpha
from cmlib.survey.intraclass import FORMS

# Shrout, Fleiss (1979), Psychological Bulletin 86(2), table 2: six subjects, four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
NAN = math.nan


def long(ratings):
    rows = [(f"s{i}", f"r{j}", mark) for i, row in enumerate(ratings) for j, mark in enumerate(row)]
    return pd.DataFrame(rows, columns=["subject", "rater", "mark"]).sample(frac=1, random_state=3, ignore_index=True)


IN_LONG = {"subject": "subject", "rater": "rater", "rating": "mark"}


class TestIntraclassCorrelation:
    def test_published_values(self):
        found = intraclass_correlation(SHROUT_FLEISS)
        values = [round(found[form], 2) for form in FORMS]
        assert values == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]  # Shrout, Fleiss (1979), table 4
        # Their table 3: mean squares 11.24, 6.26, 32.49, 1.02.
        squares = [found.between_subjects, found.within_subjects, found.between_raters, found.residual]
        assert squares == pytest.approx([11.24, 6.26, 32.49, 1.02], abs=0.005)
        assert (found.subjects, found.raters, found.left_out) == (6, 4, 0)

    def test_published_intervals(self):
        """Revelle, psych for R, help page of ICC on the same data: to the digits printed there."""
        table = intraclass_correlation(SHROUT_FLEISS).table.set_index("form")
        published = {
            "ICC(1,1)": (1.8, 5, 18, -0.133, 0.72),
            "ICC(2,1)": (11.0, 5, 15, 0.019, 0.76),
            "ICC(3,1)": (11.0, 5, 15, 0.342, 0.95),
            "ICC(1,k)": (1.8, 5, 18, -0.884, 0.91),
            "ICC(2,k)": (11.0, 5, 15, 0.071, 0.93),
            "ICC(3,k)": (11.0, 5, 15, 0.676, 0.99),
        }
        for form, (f, df_1, df_2, low, high) in published.items():
            row = table.loc[form]
            assert (round(row["f"], 1), row["df_1"], row["df_2"]) == (f, df_1, df_2)
            assert (round(row["lower"], 3), round(row["upper"], 2)) == (low, high)
        assert table.loc["ICC(1,1)", "p_value"] == pytest.approx(0.16477, abs=5e-6)
        assert table.loc["ICC(3,1)", "p_value"] == pytest.approx(0.00013, abs=5e-6)

    def test_long_form_is_the_wide_one(self):
        one, other = intraclass_correlation(SHROUT_FLEISS), intraclass_correlation(long(SHROUT_FLEISS), **IN_LONG)
        pd.testing.assert_frame_equal(one.table, other.table)

    def test_without_raters_only_the_first_forms_remain(self):
        found = intraclass_correlation(long(SHROUT_FLEISS), subject="subject", rating="mark")
        both = intraclass_correlation(SHROUT_FLEISS)
        assert found["ICC(1,1)"] == pytest.approx(both["ICC(1,1)"])
        assert found["ICC(1,k)"] == pytest.approx(both["ICC(1,k)"])
        assert found.table["value"].isna().sum() == 4
        assert math.isnan(found.residual)

    def test_incomplete_subjects_are_left_out(self):
        found = intraclass_correlation([*SHROUT_FLEISS, [NAN, 1, 2, 3], [1, 2, 3, math.inf]])
        assert (found.left_out, found.subjects) == (2, 6)
        assert found["ICC(2,1)"] == intraclass_correlation(SHROUT_FLEISS)["ICC(2,1)"]
        short = long(SHROUT_FLEISS).drop(index=0)
        assert intraclass_correlation(short, **IN_LONG).left_out == 1
        assert intraclass_correlation(short, subject="subject", rating="mark").left_out == 1
        blank = long(SHROUT_FLEISS).astype({"mark": float})
        blank.loc[0, "mark"] = NAN
        assert intraclass_correlation(blank, subject="subject", rating="mark").left_out == 1

    @settings(derandomize=True, max_examples=20, deadline=None)
    @given(st.integers(0, 10_000), st.floats(0.1, 20), st.floats(-9, 9))
    def test_laws(self, seed, unit, zero):
        rng = np.random.default_rng(seed)
        ratings = rng.normal(size=(8, 1)) + rng.normal(size=(8, 3)) + rng.normal(size=3)
        found = intraclass_correlation(ratings)
        assert intraclass_correlation(unit * ratings + zero)["ICC(2,1)"] == pytest.approx(found["ICC(2,1)"])
        level = intraclass_correlation(ratings + np.array([0, 5, 9]))
        assert level["ICC(3,1)"] == pytest.approx(found["ICC(3,1)"])  # order only
        single, mean = found["ICC(3,1)"], found["ICC(3,k)"]
        assert mean == pytest.approx(3 * single / (1 + 2 * single))  # Spearman and Brown
        assert found.table.eval("lower <= value <= upper").all()

    def test_full_agreement(self):
        found = intraclass_correlation([[1, 1], [2, 2], [5, 5]])
        assert found.table["value"].tolist() == [1.0] * 6

    def test_agreement_but_for_leniency(self):
        found = intraclass_correlation([[1, 2], [2, 3], [5, 6]])
        assert found["ICC(3,1)"] == 1.0
        assert found["ICC(2,1)"] < 1

    def test_ratings_that_never_vary_have_none(self):
        assert intraclass_correlation([[3, 3], [3, 3]]).table["value"].isna().all()

    def test_no_agreement_of_means(self):
        """Subjects with one mean: the mean of k ratings has no reliability that could be given."""
        found = intraclass_correlation([[1, 3], [3, 1], [2, 2]])
        assert found["ICC(1,1)"] == -1.0
        assert math.isnan(found["ICC(1,k)"])

    @every_engine
    def test_every_engine(self, engine):
        make = ENGINES[engine][0]
        expected = intraclass_correlation(SHROUT_FLEISS).table
        pd.testing.assert_frame_equal(intraclass_correlation(make(long(SHROUT_FLEISS)), **IN_LONG).table, expected)
        wide = pd.DataFrame(SHROUT_FLEISS, columns=["a", "b", "c", "d"])
        pd.testing.assert_frame_equal(intraclass_correlation(make(wide)).table, expected)

    def test_unknown_form(self):
        with pytest.raises(LookupError, match=r"no intraclass correlation 'ICC\(4,1\)'"):
            intraclass_correlation(SHROUT_FLEISS)["ICC(4,1)"]

    @pytest.mark.parametrize(
        ("ratings", "names", "error", "message"),
        [
            ([[1, 2]], {}, ValueError, "found 1 such subjects and 2 raters"),
            ([[1], [2]], {}, ValueError, "found 2 such subjects and 1 raters"),
            ([1, 2], {}, TypeError, "two dimensions"),
            (long(SHROUT_FLEISS), {"subject": "subject"}, TypeError, "both subject and rating"),
            (long(SHROUT_FLEISS), {"rating": "mark"}, TypeError, "both subject and rating"),
            (long(SHROUT_FLEISS), {"subject": "who", "rating": "mark"}, LookupError, r"\['who'\]"),
            (pd.concat([long(SHROUT_FLEISS)] * 2), IN_LONG, ValueError, "one row for each"),
            (pd.DataFrame({"a": ["x"]}), {}, ValueError, "needs numbers in 'a'"),
        ],
    )
    def test_refuses(self, ratings, names, error, message):
        with pytest.raises(error, match=message):
            intraclass_correlation(ratings, **names)


class TestKendallW:
    def test_pencil(self):
        """Sums of ranks 4, 6, 8 of three raters on three subjects: W = 12 S / (m^2 (n^3 - n)), S = 8."""
        assert kendall_w([[1, 1, 2], [2, 3, 1], [3, 2, 5]]).w == pytest.approx(12 * 8 / (9 * 24))

    def test_full_agreement_opposite_views_and_none(self):
        assert kendall_w([[1, 10], [2, 20], [3, 30]]).w == pytest.approx(1)
        assert kendall_w([[1, 3], [2, 2], [3, 1]]).w == pytest.approx(0)
        assert math.isnan(kendall_w([[4, 5], [4, 5], [4, 5]]).w)

    def test_w_is_the_mean_correlation_of_ranks(self):
        """Mean of Spearman's correlations of all pairs r = (m W - 1) / (m - 1), without ties."""
        ratings = pd.DataFrame(np.random.default_rng(2).normal(size=(9, 4)))
        r = ratings.corr("spearman").to_numpy()
        mean = np.mean([r[i, j] for i, j in itertools.combinations(range(4), 2)])
        found = kendall_w(ratings)
        assert found.w == pytest.approx((1 + 3 * mean) / 4)
        assert kendall_w(long(ratings.to_numpy()), **IN_LONG).w == pytest.approx(found.w)
        assert (found.subjects, found.raters) == (9, 4)

    def test_refuses(self):
        with pytest.raises(ValueError, match=r"three subjects .* found 2"):
            kendall_w([[1, 2], [2, 1]])
        with pytest.raises(ValueError, match="name the column rater"):
            kendall_w(long(SHROUT_FLEISS), subject="subject", rating="mark")


# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania: four observers, 12 units.
OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
).T


class TestKrippendorffAlpha:
    @pytest.mark.parametrize(
        ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
    )
    def test_published(self, level, published):
        assert round(krippendorff_alpha(OBSERVERS, level=level), 3) == published
        rows = long(OBSERVERS).dropna()
        assert krippendorff_alpha(rows, level=level, **IN_LONG) == pytest.approx(
            krippendorff_alpha(OBSERVERS, level=level)
        )

    def test_on_the_ratio_level_two_zeros_do_not_differ(self):
        assert krippendorff_alpha([[0, 0], [1, 1]], level="ratio") == 1

    def test_no_variation(self):
        assert math.isnan(krippendorff_alpha([[2, 2], [2, 2]], level="interval"))

    @pytest.mark.parametrize(
        ("ratings", "level", "message"),
        [
            ([[1, NAN], [NAN, 2]], "nominal", "two ratings at least"),
            ([[1, 2]], "metric", "'metric'"),
            ([[-1, 2]], "ratio", "not below 0 on the ratio level; found -1"),
        ],
    )
    def test_refuses(self, ratings, level, message):
        with pytest.raises(ValueError, match=message):
            krippendorff_alpha(ratings, level=level)
