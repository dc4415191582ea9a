"""The satisfaction survey: who answers, what drives satisfaction, where loyalty turns."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from scipy import optimize, stats
from statsmodels.api import GLM, OLS, add_constant, families

from cmlib.datasets import SEED
from cmlib.survey import cronbach_alpha
from cmlib.synthetic.service.survey_answers import TRUTH
from cmlib.synthetic.service.survey_items import FACTORS, LEVELS

SEEDS = (SEED, 3, 19, 71)


def answers(seed: int) -> pd.DataFrame:
    return bank(seed).tables["survey_answers"]


def block_of(frame: pd.DataFrame, prefix: str) -> pd.DataFrame:
    return frame[[name for name in frame if name.startswith(prefix)]]


def same_mark(frame: pd.DataFrame) -> pd.Series:
    """Forms with one mark all the way down."""
    items = pd.concat([block_of(frame, "expectation"), block_of(frame, "perception")], axis=1)
    return items.nunique(axis=1) == 1


def careful(seed: int) -> pd.DataFrame:
    frame = answers(seed)
    return frame[~same_mark(frame)]


def gaps(frame: pd.DataFrame) -> pd.DataFrame:
    def mean(kind, factor):
        return block_of(frame, f"{kind}_{factor}").mean(axis=1)

    return pd.DataFrame({factor: mean("perception", factor) - mean("expectation", factor) for factor in FACTORS})


def loyalty(frame: pd.DataFrame) -> pd.Series:
    return block_of(frame, "loyalty").mean(axis=1)


# who answers


@pytest.mark.parametrize("seed", SEEDS)
def test_weights_by_age_band_undo_the_bias_of_who_answers(seed, recovers, misleads):
    invited = bank(seed).tables["survey_invitations"].merge(bank(seed).truth["survey_population"], on="customer_id")
    everybody, frame = invited["keep_counter"].mean(), answers(seed)
    raw = frame["keep_counter"]
    misleads(
        "share for the counter", everybody, raw.mean(), raw.std() / np.sqrt(len(raw)), method="raw share", seed=seed
    )
    bands = frame.merge(invited[["customer_id", "age_band"]], on="customer_id").groupby("age_band")["keep_counter"]
    size = invited.groupby("age_band").size()
    weight = size / size.sum()
    estimate = (weight * bands.mean()).sum()
    variance = (weight**2 * bands.var() / bands.size() * (1 - bands.size() / size)).sum()
    recovers(
        "share for the counter", everybody, estimate, np.sqrt(variance), method="post-stratification by age", seed=seed
    )
    assert raw.mean() > 0.5 > estimate
    assert everybody < 0.5


@pytest.mark.parametrize("seed", SEEDS)
def test_the_satisfied_answer_a_little_more_often(seed):
    population = bank(seed).truth["survey_population"]
    assert population["response_probability"].corr(population["satisfaction"]) > 0.05


# how well the form measures


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("factor", FACTORS)
def test_cronbachs_alpha_of_each_factor(seed, factor, recovers):
    found = cronbach_alpha(block_of(careful(seed), f"perception_{factor}"), confidence=0.999)
    recovers(
        f"alpha, {factor}", getattr(TRUTH, f"survey_alpha_{factor}"), found.alpha, interval=(found.lower, found.upper),
        method="Cronbach's alpha without straight lines", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_straight_lines_are_the_careless_and_make_the_form_look_more_reliable(seed, recovers):
    frame = answers(seed)
    careless = frame.merge(bank(seed).truth["survey_population"], on="customer_id")["careless"]
    found = same_mark(frame)
    assert found[careless].all()
    assert found[~careless].mean() < 0.01
    interval = stats.binomtest(int(found.sum()), len(frame)).proportion_ci(0.999, "wilson")
    recovers(
        "share of careless forms", TRUTH.survey_careless_share, found.mean(), interval=interval,
        method="forms with one mark only", seed=seed,
    )  # fmt: skip
    with_them, without = (cronbach_alpha(block_of(f, "expectation")).alpha for f in (frame, frame[~found]))
    assert with_them > without


# what drives satisfaction


@pytest.mark.parametrize("seed", SEEDS)
def test_regression_on_gaps_recovers_the_weights_of_the_factors(seed, recovers):
    frame = careful(seed)
    fit = OLS(frame["overall_satisfaction"].astype(float), add_constant(gaps(frame))).fit()
    for factor in FACTORS:
        planted = getattr(TRUTH, f"survey_driver_{factor}")
        recovers(
            f"driver, {factor}", planted, fit.params[factor], fit.bse[factor], method="regression on gaps", seed=seed
        )
    recovers(
        "satisfaction where gaps are zero", TRUTH.survey_satisfied_as_expected, fit.params["const"], fit.bse["const"],
        method="regression on gaps", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_a_factor_alone_takes_the_credit_of_the_others(seed, misleads):
    frame = careful(seed)
    fit = OLS(frame["overall_satisfaction"].astype(float), add_constant(gaps(frame)[["environment"]])).fit()
    misleads(
        "driver, environment", TRUTH.survey_driver_environment, fit.params["environment"], fit.bse["environment"],
        method="regression on this gap alone", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_importance_and_performance_point_to_the_support_systems_and_away_from_the_environment(seed):
    frame = careful(seed)
    importance = OLS(frame["overall_satisfaction"].astype(float), add_constant(gaps(frame))).fit().params[list(FACTORS)]
    performance = pd.Series({factor: block_of(frame, f"perception_{factor}").mean(axis=None) for factor in FACTORS})
    stated = pd.Series({factor: block_of(frame, f"expectation_{factor}").mean(axis=None) for factor in FACTORS})
    assert (importance.idxmax(), performance.idxmin()) == ("support", "support")
    assert (importance.idxmin(), performance.idxmax()) == ("environment", "environment")
    assert stated.idxmax() == "core"  # what customers expect most is not what moves them most


@pytest.mark.parametrize("seed", SEEDS)
def test_recommending_follows_satisfaction(seed, recovers):
    """Below the top of the scale, which cuts the answers of the most satisfied."""
    frame = careful(seed).query("4 <= overall_satisfaction <= 8")
    fit = OLS(frame["recommend"].astype(float), add_constant(frame["overall_satisfaction"].astype(float))).fit()
    recovers(
        "recommending, slope", TRUTH.survey_recommend_slope, fit.params.iloc[1], fit.bse.iloc[1],
        method="regression on satisfaction", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_stated_satisfaction_follows_the_true_one(seed):
    population = bank(seed).truth["survey_population"].query("not careless")
    assert 0.4 < population["overall_satisfaction"].corr(population["satisfaction"]) < 0.8


# where loyalty turns


def broken_line(x, turn, level, below, above):
    return level + below * np.minimum(x - turn, 0) + above * np.maximum(x - turn, 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_piecewise_regression_recovers_the_turning_point_and_both_slopes(seed, recovers):
    frame = careful(seed)
    x, y = frame["overall_satisfaction"].to_numpy(dtype=float), loyalty(frame).to_numpy()
    found, covariance = optimize.curve_fit(broken_line, x, y, p0=(7, 3, 0, 1))
    names = ("turning_point", "at_turning_point", "slope_below", "slope_above")
    for place, name in enumerate(names):
        recovers(
            f"loyalty, {name.replace('_', ' ')}", getattr(TRUTH, f"loyalty_{name}"), found[place],
            np.sqrt(covariance[place, place]), method="piecewise regression", seed=seed,
        )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_the_likelihood_of_turning_points_gives_an_interval(seed, recovers):
    frame = careful(seed)
    x, y = frame["overall_satisfaction"].astype(float), loyalty(frame)

    def likelihood(turn):
        return OLS(y, add_constant(np.column_stack([x, np.maximum(x - turn, 0)]))).fit().llf

    estimate, interval = profile(likelihood)
    recovers(
        "loyalty, turning point", TRUTH.loyalty_turning_point, estimate, interval=interval,
        method="profile likelihood", seed=seed,
    )  # fmt: skip
    assert interval[1] - interval[0] < 1.5


@pytest.mark.parametrize("seed", SEEDS)
def test_a_logistic_model_with_a_bend_finds_the_same_turning_point(seed, recovers):
    frame = careful(seed)
    x, loyal = frame["overall_satisfaction"].astype(float), (loyalty(frame) >= 4).astype(float)

    def likelihood(turn):
        design = add_constant(np.column_stack([x, np.maximum(x - turn, 0)]))
        return GLM(loyal, design, family=families.Binomial()).fit().llf

    estimate, interval = profile(likelihood)
    recovers(
        "loyalty, turning point", TRUTH.loyalty_turning_point, estimate, interval=interval,
        method="logistic regression with a bend", seed=seed,
    )  # fmt: skip


def profile(likelihood) -> tuple[float, tuple[float, float]]:
    """Best turning point between 5 and 8.5, and those whose likelihood is not significantly lower."""
    turns = np.round(np.arange(5.0, 8.51, 0.1), 1)
    found = np.array([likelihood(turn) for turn in turns])
    kept = turns[found > found.max() - stats.chi2(1).ppf(0.999) / 2]
    return float(turns[found.argmax()]), (kept.min(), kept.max())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_straight_line_hides_the_turn(seed, misleads):
    frame = careful(seed)
    fit = OLS(loyalty(frame), add_constant(frame["overall_satisfaction"].astype(float))).fit()
    for name in ("slope_below", "slope_above"):
        misleads(
            f"loyalty, {name.replace('_', ' ')}", getattr(TRUTH, f"loyalty_{name}"), fit.params.iloc[1],
            fit.bse.iloc[1], method="straight line", seed=seed,
        )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_each_level_of_loyalty_is_lower_than_the_one_before(seed, recovers):
    frame = careful(seed)
    means = pd.DataFrame({level: block_of(frame, f"loyalty_{level}").mean(axis=1) for level in LEVELS})
    fall = (means["cognitive"] - means["behavioural"]) / (len(LEVELS) - 1)
    recovers(
        "loyalty, step from level to level", TRUTH.loyalty_step, fall.mean(), fall.std() / np.sqrt(len(fall)),
        method="mean difference", seed=seed,
    )  # fmt: skip
