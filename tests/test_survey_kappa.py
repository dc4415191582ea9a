"""Do raters agree on categories?"""

import math

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats import inter_rater

from cmlib.survey import cohen_kappa, fleiss_kappa

NAN = math.nan


class TestCohenKappa:
    # Cohen (1960) has the formula; these marks by pencil: observed 3/4, expected .5 * .25 + .5 * .75.
    def test_pencil(self):
        found = cohen_kappa(["good", "good", "bad", "bad"], ["good", "bad", "bad", "bad"])
        assert (found.kappa, found.observed, found.expected, found.subjects) == (0.5, 0.75, 0.5, 4)

    @pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
    def test_two_other_libraries(self, weights):
        rng = np.random.default_rng(8)
        first = rng.integers(1, 6, 200)
        second = np.clip(first + rng.integers(-1, 2, 200), 1, 5)
        found = cohen_kappa(first, second, weights=weights)
        assert found.kappa == pytest.approx(cohen_kappa_score(first, second, weights=weights))
        table = inter_rater.to_table(np.column_stack([first, second]))[0]
        peer = inter_rater.cohens_kappa(table, wt=weights)
        assert found.standard_error == pytest.approx(peer.std_kappa)
        assert (found.lower, found.upper) == pytest.approx((peer.kappa_low, peer.kappa_upp))

    def test_categories_nobody_used_count_in_the_distance(self):
        first, second = [1, 1, 3, 3], [1, 3, 3, 3]
        assert cohen_kappa(first, second, weights="linear").observed == 0.75
        assert cohen_kappa(first, second, weights="linear", categories=[1, 2, 3, 4, 5]).observed == 0.875

    def test_full_and_no_agreement(self):
        full = cohen_kappa([1, 2, 3], [1, 2, 3])
        assert (full.kappa, full.standard_error, full.upper) == (1.0, 0.0, 1.0)
        assert cohen_kappa([1, 1, 2, 2], [1, 2, 1, 2]).kappa == 0
        assert cohen_kappa([1, 2], [2, 1]).kappa == -1

    def test_one_category_has_no_kappa(self):
        found = cohen_kappa(["a", "a"], ["a", "a"], weights="linear")
        assert math.isnan(found.kappa)
        assert found.observed == 1

    def test_missing_marks_are_left_out(self):
        found = cohen_kappa([1, 1, 2, 2, NAN, 2], [1, 2, 2, 2, 1, None])
        assert (found.kappa, found.subjects) == (0.5, 4)

    @pytest.mark.parametrize("engine", ["pandas", "pandas pyarrow", "polars", "pyarrow"])
    def test_series_of_every_engine(self, engine):
        table = ENGINES[engine][0](pd.DataFrame({"one": [1, 1, 2, 2], "two": [1, 2, 2, 2]}))
        assert cohen_kappa(table["one"], table["two"]).kappa == 0.5

    @pytest.mark.parametrize(
        ("first", "second", "more", "message"),
        [
            ([1, 2], [1], {}, "found 2 and 1"),
            ([None], [1], {}, "at least one subject"),
            ([1, 2], [1, 2], {"weights": "cubic"}, "'cubic'"),
            ([1, 2], [1, 7], {"categories": [1, 2]}, r"among \[1, 2\]; found 7"),
            ([1, 2], [1, 2], {"confidence": 2}, "confidence"),
        ],
    )
    def test_refuses(self, first, second, more, message):
        with pytest.raises(ValueError, match=message):
            cohen_kappa(first, second, **more)


# The worked example of Fleiss' kappa in the English Wikipedia, "Fleiss' kappa": fourteen raters, kappa .210.
TEN_SUBJECTS = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


class TestFleissKappa:
    def test_published(self):
        found = fleiss_kappa(TEN_SUBJECTS)
        assert round(found.kappa, 3) == 0.210
        assert (round(found.observed, 3), round(found.expected, 3)) == (0.378, 0.213)
        assert found.kappa == pytest.approx(inter_rater.fleiss_kappa(np.array(TEN_SUBJECTS)))

    def test_the_error_is_that_of_leaving_one_subject_out(self):
        others = [
            inter_rater.fleiss_kappa(np.array(TEN_SUBJECTS[:place] + TEN_SUBJECTS[place + 1 :])) for place in range(10)
        ]
        found = fleiss_kappa(TEN_SUBJECTS)
        assert found.standard_error == pytest.approx(np.sqrt(9 / 10 * np.sum((others - np.mean(others)) ** 2)))
        assert found.upper - found.kappa == pytest.approx(1.959964 * found.standard_error)

    def test_full_agreement_and_one_category(self):
        assert fleiss_kappa([[3, 0], [0, 3], [3, 0], [0, 3]]).kappa == 1
        assert math.isnan(fleiss_kappa([[3, 0], [3, 0]]).kappa)

    @pytest.mark.parametrize(
        ("counts", "message"),
        [
            ([[3, 0], [1, 1]], "same number of raters .* found 2 to 3"),
            ([[1, 0], [0, 1]], "found 1 to 1"),
            ([[3, 0]], "two subjects at least"),
            ([3, 0], "two dimensions"),
            ([[1.5, 1.5], [3, 0]], "whole numbers"),
            ([[4, -1], [3, 0]], "whole numbers"),
            ([[NAN, 1], [3, 0]], "whole numbers"),
        ],
    )
    def test_refuses(self, counts, message):
        with pytest.raises(ValueError, match=message):
            fleiss_kappa(counts)
