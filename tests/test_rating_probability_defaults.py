"""Default models where nothing is said: tenths, ten bins, two hundred pre-bins, information of 0.02."""

import math

import numpy as np
import pandas as pd
import pytest

from cmlib.rating import Coefficient, PDModel, brier_score, gains_table, weight_of_evidence
from cmlib.rating.probability.binning import Limits, best_partition

CHANCE = np.arange(1, 101) / 101
FAILED = (np.arange(100) * 37 % 100 < 100 * CHANCE).astype(int)


def test_gains_are_those_of_tenths():
    assert gains_table(CHANCE, FAILED)["share_of_cases"].tolist() == pytest.approx([n / 10 for n in range(1, 11)])


def test_the_brier_score_is_split_over_tenths():
    """Murphy (1973): the mean over tenths of (forecast less rate) squared, and of (rate less rate of all) squared."""
    found = brier_score(CHANCE, FAILED)
    forecasts, rates = CHANCE.reshape(10, 10).mean(axis=1), FAILED.reshape(10, 10).mean(axis=1)
    assert found.reliability == pytest.approx(np.mean((forecasts - rates) ** 2))
    assert found.resolution == pytest.approx(np.mean((rates - FAILED.mean()) ** 2))


def test_ten_bins_at_most():
    """Twenty values of equal share, each riskier than the last: every cut that the limits allow adds information."""
    bads = np.arange(2.0, 22)
    found = best_partition(100 - bads, bads, totals=(2000 - bads.sum(), bads.sum()), shape="auto", limits=Limits())
    assert len(found.starts) == 10
    values, failed = np.repeat(np.arange(20.0), 100), np.concatenate([np.arange(100) < bad for bad in bads])
    assert len(weight_of_evidence(values, failed).bins) == 10


def test_a_bin_holds_a_default_at_least():
    goods, bads = np.array([10.0, 10, 10]), np.array([0.0, 5, 9])
    assert best_partition(goods, bads, totals=(30, 14), shape="auto", limits=Limits()).starts == (0, 2)
    assert best_partition(goods, bads, totals=(30, 14), shape="auto", limits=Limits(events=0)).starts == (0, 1, 2)


def test_bins_are_cut_at_two_hundredths_of_the_cases():
    values = np.arange(4000.0)
    failed = np.random.default_rng([6, 40]).random(4000) < 0.05 + values / 8000
    bounds = [one.upper for one in weight_of_evidence(values, failed).bins[:-1]]
    assert len(bounds) >= 5
    assert [bound % 20 for bound in bounds] == [0.0] * len(bounds)


def test_information_below_a_fiftieth_is_too_little():
    """Half of the 1,000 good ones pay late; of the 100 bad ones 57, or 58."""

    def information(late):
        bad = late / 100
        return (0.5 - bad) * math.log(0.5 / bad) + (bad - 0.5) * math.log(0.5 / (1 - bad))

    assert information(57) < 0.02 < information(58)
    sample = pd.DataFrame({"defaulted": [0] * 1000 + [1] * 100})
    for late in (57, 58):
        sample[f"late {late}"] = ["yes", "no"] * 500 + ["yes"] * late + ["no"] * (100 - late)
    model = PDModel.fit(sample)
    assert model.variables == ("late 58",)
    assert [one.variable for one in model.dropped] == ["late 57"]


def test_a_model_of_known_numbers_was_not_broken_off():
    assert PDModel((Coefficient("intercept", -3.0),)).converged
