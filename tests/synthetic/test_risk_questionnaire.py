"""The questionnaire of risk tolerance: scoring, reliability, and whether people hold what they say."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from scipy import stats

from cmlib.datasets import SEED
from cmlib.survey import cronbach_alpha
from cmlib.synthetic.service.risk_questionnaire import TRUTH
from cmlib.synthetic.service.risk_questions import CLASS_STARTS, NAMES, score_key

SEEDS = (SEED, 3, 19, 71)


def points(frame: pd.DataFrame) -> pd.DataFrame:
    """The points of each answer, by the score key."""
    key = score_key().set_index(["question", "option"])["points"]
    return pd.DataFrame({name: frame[name].map(key[name]) for name in NAMES})


def scored(seed: int, attempt: int = 1) -> pd.DataFrame:
    frame = bank(seed).tables["risk_questionnaire"].query("attempt == @attempt")
    score = points(frame).sum(axis=1)
    return pd.DataFrame({"customer_id": frame["customer_id"], "score": score})


def fisher(r: float, n: int) -> tuple[float, float]:
    """99.9% interval of a correlation by Fisher's transformation."""
    reach = stats.norm.ppf(0.9995) / np.sqrt(n - 3)
    return np.tanh(np.arctanh(r) - reach), np.tanh(np.arctanh(r) + reach)


def test_the_cautious_end_is_worth_0_points_and_the_bold_end_100():
    key = score_key()
    assert key.groupby("question")["points"].agg(["min", "max", "nunique"]).eq([0, 10, 5]).all(axis=None)
    first = key.query("option == 0")["points"]
    assert sorted(first) == [0] * 7 + [10] * 3  # so one box all the way down gives 30 points, or 70


@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_is_as_planted_once_the_key_is_used(seed, recovers, misleads):
    frame = bank(seed).tables["risk_questionnaire"].query("attempt == 1")
    keyed = cronbach_alpha(points(frame), confidence=0.999)
    planted = TRUTH.questionnaire_alpha
    recovers(
        "alpha of the risk questionnaire", planted, keyed.alpha, interval=(keyed.lower, keyed.upper),
        method="points by the key", seed=seed,
    )  # fmt: skip
    naive = cronbach_alpha(frame[list(NAMES)], confidence=0.999)
    error = (naive.upper - naive.lower) / 2 / stats.norm.ppf(0.9995)
    misleads("alpha of the risk questionnaire", planted, naive.alpha, error, method="option numbers", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_score_measures_tolerance_as_well_as_its_reliability_allows(seed, recovers):
    rows = scored(seed).merge(bank(seed).truth["risk_types"], on="customer_id")
    r = rows["score"].corr(rows["tolerance"])
    recovers(
        "correlation of score and tolerance", np.sqrt(TRUTH.questionnaire_alpha), r, interval=fisher(r, len(rows)),
        method="correlation", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_a_second_attempt_agrees_as_far_as_reliability_allows(seed, recovers):
    rows = scored(seed).merge(scored(seed, attempt=2), on="customer_id")
    r = rows["score_x"].corr(rows["score_y"])
    recovers(
        "test-retest correlation", TRUTH.questionnaire_alpha, r, interval=fisher(r, len(rows)),
        method="correlation of attempts", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_classes_are_right_for_about_half_and_rarely_far_off(seed):
    rows = scored(seed).merge(bank(seed).truth["risk_types"], on="customer_id")
    found = 1 + np.searchsorted(CLASS_STARTS, rows["score"], side="right")
    away = (found - rows["risk_type"].str[1].astype(int)).abs()
    assert 0.35 < (away == 0).mean() < 0.70
    assert (away <= 1).mean() > 0.85
    assert abs(found.mean() - rows["risk_type"].str[1].astype(int).mean()) < 0.2


@pytest.mark.parametrize("seed", SEEDS)
def test_what_customers_hold_follows_the_score_and_more_closely_the_tolerance_behind_it(seed, recovers):
    tables = bank(seed).tables
    held = tables["holdings"].merge(tables["products"][["product_id", "risk_level"]], on="product_id")
    riskiest = held.groupby("customer_id")["risk_level"].max()
    rows = scored(seed).merge(bank(seed).truth["risk_types"], on="customer_id")
    level = rows["customer_id"].map(riskiest).fillna(0)
    r, truth = rows["score"].corr(level), rows["tolerance"].corr(level)
    alpha = cronbach_alpha(points(tables["risk_questionnaire"].query("attempt == 1"))).alpha
    assert 0.2 < r < 0.7
    noise = np.sqrt((1 - TRUTH.questionnaire_alpha) / len(rows))  # the same customers: only the score's error differs
    recovers(
        "correlation of tolerance and riskiest holding", truth, r / np.sqrt(alpha), noise / np.sqrt(alpha),
        method="score, corrected for attenuation", seed=seed,
    )  # fmt: skip
