"""How many to ask, and how to share them out over strata."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cmlib.survey import (
    margin_of_error_of_mean,
    margin_of_error_of_share,
    neyman_allocation,
    proportional_allocation,
    sample_size_for_mean,
    sample_size_for_share,
    stratified_design,
)

TWO_SIGMA = stats.norm.cdf(2) - stats.norm.cdf(-2)  # Cochran rounds 1.96 to 2


class TestSampleSize:
    def test_share_published(self):
        """Cochran (1977), section 4.4: 400 for 5 points at 2 sigma, 356 of an island's 3,200 inhabitants."""
        assert sample_size_for_share(0.05, confidence=TWO_SIGMA) == 400
        assert sample_size_for_share(0.05, confidence=TWO_SIGMA, population=3_200) == 356

    def test_mean_published(self):
        """Cochran (1977), section 4.7: a nursery's 430 beds, S^2 = 85.6, a tenth of the mean 19: 95, then 78."""
        spread = math.sqrt(85.6)
        assert sample_size_for_mean(1.9, standard_deviation=spread, confidence=TWO_SIGMA) == 95
        assert sample_size_for_mean(1.9, standard_deviation=spread, confidence=TWO_SIGMA, population=430) == 78

    def test_textbook_thousand(self):
        assert sample_size_for_share(0.03) == 1068
        assert sample_size_for_share(0.03, expected_share=0.1) == 385

    @settings(derandomize=True, max_examples=30, deadline=None)
    @given(st.floats(0.005, 0.4), st.integers(1, 100_000), st.floats(0.5, 0.999))
    def test_it_is_the_smallest_that_keeps_the_margin(self, margin, population, confidence):
        size = sample_size_for_share(margin, confidence=confidence, population=population)
        z = stats.norm.ppf(0.5 + confidence / 2)

        def variance(n):  # Cochran (1977), theorem 3.2
            return 0.25 / n * (population - n) / max(population - 1, 1)

        assert 1 <= size <= population
        assert z * math.sqrt(variance(size)) <= margin * (1 + 1e-6) or size == population
        assert size == 1 or z * math.sqrt(variance(size - 1)) > margin * (1 - 1e-6)

    def test_a_huge_population_is_endless(self):
        assert sample_size_for_share(0.05, population=10**12) == sample_size_for_share(0.05) == 385
        assert sample_size_for_mean(1, standard_deviation=9, population=10**12) == 312

    @pytest.mark.parametrize(
        ("call", "message"),
        [
            (lambda: sample_size_for_share(0), "margin between"),
            (lambda: sample_size_for_share(3), "margin between"),
            (lambda: sample_size_for_share(0.1, expected_share=1), "expected_share between"),
            (lambda: sample_size_for_share(0.1, confidence=95), "confidence between"),
            (lambda: sample_size_for_share(0.1, population=0), "population to be a whole number, at least 1"),
            (lambda: sample_size_for_mean(0, standard_deviation=1), "margin to be a number above 0"),
            (lambda: sample_size_for_mean(1, standard_deviation=math.inf), "standard_deviation to be a number above 0"),
            (lambda: sample_size_for_mean(1, standard_deviation=1, population=1.5), "population"),
        ],
    )
    def test_refuses(self, call, message):
        with pytest.raises(ValueError, match=message):
            call()


class TestMarginOfError:
    def test_share_by_pencil(self):
        found = margin_of_error_of_share(0.2, 101, population=404)
        assert found.finite_population_factor == pytest.approx(math.sqrt(0.75))
        assert found.standard_error == pytest.approx(0.04 * math.sqrt(0.75))
        assert found.margin == pytest.approx(1.959964 * found.standard_error)

    def test_mean_by_pencil(self):
        found = margin_of_error_of_mean(12, 36, confidence=0.9)
        assert (found.standard_error, found.finite_population_factor) == (2, 1)
        assert found.margin == pytest.approx(1.644854 * 2)

    def test_who_asks_everybody_is_sure(self):
        assert margin_of_error_of_mean(5, 40, population=40).margin == 0
        assert margin_of_error_of_share(0, 40).margin == margin_of_error_of_share(1, 40).margin == 0

    @pytest.mark.parametrize(
        ("call", "message"),
        [
            (lambda: margin_of_error_of_share(1.2, 10), "share from 0 to 1; found 1.2"),
            (lambda: margin_of_error_of_share(0.2, 1), "sample to be a whole number, at least 2"),
            (lambda: margin_of_error_of_share(0.2, 10, population=9), "population to be a whole number, at least 10"),
            (lambda: margin_of_error_of_mean(-1, 10), "standard_deviation to be a number above 0"),
            (lambda: margin_of_error_of_mean(1, 1), "sample to be a whole number, at least 2"),
        ],
    )
    def test_refuses(self, call, message):
        with pytest.raises(ValueError, match=message):
            call()


class TestAllocation:
    def test_pencil(self):
        assert proportional_allocation([500, 300, 200], 10).tolist() == [5, 3, 2]
        assert proportional_allocation([1, 1, 1], 2).tolist() == [1, 1, 0]  # equal remainders: the earlier first
        assert neyman_allocation([100, 100], [1, 3], 40).tolist() == [10, 30]
        assert neyman_allocation([500, 300, 200], [1, 2, 4], 38).tolist() == [
            10,
            12,
            16,
        ]  # 500 to 600 to 800: 10 to 12 to 16

    def test_no_stratum_gives_more_than_it_has(self):
        assert neyman_allocation([10, 100], [50, 1], 40).tolist() == [10, 30]
        assert neyman_allocation([5, 100], [2, 0], 20).tolist() == [5, 15]
        assert neyman_allocation([5, 100], [0, 0], 21).tolist() == [1, 20]

    @settings(derandomize=True, max_examples=30, deadline=None)
    @given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 5)), min_size=1, max_size=6), st.floats(0, 1))
    def test_parts_are_whole_and_add_up(self, strata, part):
        sizes, spread = map(list, zip(*strata, strict=True))
        sample = max(1, round(part * sum(sizes)))
        for parts in (proportional_allocation(sizes, sample), neyman_allocation(sizes, spread, sample)):
            assert parts.sum() == sample
            assert ((parts >= 0) & (parts <= sizes)).all()
        exact = sample * np.array(sizes) / sum(sizes)
        assert (np.abs(proportional_allocation(sizes, sample) - exact) < 1).all()

    def test_neyman_is_the_best_of_all(self):
        """By trying every allocation of 12 over three strata."""
        sizes, spread, sample = [40, 30, 30], [2.0, 5.0, 9.0], 12

        def variance(parts):
            return stratified_design(sizes, [0, 0, 0], spread, parts).variance

        tried = [p for p in itertools.product(range(1, 11), repeat=3) if sum(p) == sample]
        best = min(tried, key=variance)
        assert variance(neyman_allocation(sizes, spread, sample)) == pytest.approx(variance(best), rel=0.02)

    @pytest.mark.parametrize(
        ("call", "message"),
        [
            (lambda: proportional_allocation([10, 0], 5), "sizes that are whole numbers from 1"),
            (lambda: proportional_allocation([], 5), "sizes that are whole numbers from 1"),
            (lambda: proportional_allocation([10.5], 5), "sizes that are whole numbers from 1"),
            (lambda: proportional_allocation([10], 11), "no larger than the population of 10; found 11"),
            (lambda: proportional_allocation([10], 0), "sample to be a whole number, at least 1"),
            (lambda: neyman_allocation([10, 10], [1], 5), "a standard deviation, not below 0, for each of 2"),
            (lambda: neyman_allocation([10], [-1], 5), "not below 0"),
            (lambda: neyman_allocation([10], [math.nan], 5), "not below 0"),
        ],
    )
    def test_refuses(self, call, message):
        with pytest.raises(ValueError, match=message):
            call()


# Cochran (1977), table 5.1 and section 5.6: 64 large cities in 1930, thousands of inhabitants; totals and variances.
CITIES = {"sizes": [16, 48], "standard_deviations": np.sqrt([53_843, 5_581])}


class TestStratifiedDesign:
    @pytest.mark.parametrize(("parts", "published"), [([6, 18], 1_882_293), ([12, 12], 1_090_827)])
    def test_published(self, parts, published):
        found = stratified_design(**CITIES, means=[0, 0], allocation=parts)
        assert found.variance * 64**2 == pytest.approx(published, rel=1e-5)
        assert found.allocation.tolist() == parts

    def test_simple_sampling_published(self):
        """The variance of all 64 cities, 52,448, gives 5,594,453 for the total of a simple sample of 24."""
        means = np.array([10_070 / 16, 9_498 / 48])  # totals of the strata in the same table
        found = stratified_design(**CITIES, means=means, allocation=[6, 18])
        assert found.variance_simple * 64**2 == pytest.approx(5_594_453, rel=1e-4)
        assert found.design_effect == pytest.approx(1_882_293 / 5_594_453, rel=1e-4)

    def test_against_every_sample_there_is(self):
        population = [np.array([1.0, 2, 6]), np.array([10.0, 11, 15, 20])]
        sizes, means = [3, 4], [p.mean() for p in population]
        found = stratified_design(sizes, means, [p.std(ddof=1) for p in population], [2, 2])
        means = [
            (3 * np.mean(one) + 4 * np.mean(other)) / 7
            for one in itertools.combinations(population[0], 2)
            for other in itertools.combinations(population[1], 2)
        ]
        assert found.variance == pytest.approx(np.var(means))
        simple = [np.mean(s) for s in itertools.combinations(np.concatenate(population), 4)]
        assert found.variance_simple == pytest.approx(np.var(simple))

    def test_everybody_asked(self):
        found = stratified_design([3, 4], [1, 2], [1, 1], [3, 4])
        assert (found.variance, found.variance_simple) == (0, 0)
        assert math.isnan(found.design_effect)
        assert math.isnan(stratified_design([1], [1], [0], [1]).design_effect)

    @pytest.mark.parametrize("parts", [[0, 2], [4, 2], [1.5, 2], [1], [math.nan, 1]])
    def test_refuses(self, parts):
        with pytest.raises(ValueError, match="stratified_design needs"):
            stratified_design([3, 4], [1, 2], [1, 1], parts)

    def test_refuses_means(self):
        with pytest.raises(ValueError, match="a mean and a part"):
            stratified_design([3, 4], [1, math.nan], [1, 1], [2, 2])
