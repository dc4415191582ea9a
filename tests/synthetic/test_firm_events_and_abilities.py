"""Moments of entry come as often as planted; two raters of management agree as far as planted."""

import numpy as np
import pytest
import statsmodels.api as sm
from banks import bank
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from cmlib.synthetic.firms import ability, events
from cmlib.synthetic.firms.ability import ABILITIES

SEEDS = (88, 3, 71)


@pytest.mark.parametrize("seed", SEEDS)
def test_sliding_firms_are_restructured_more_often(seed, recovers):
    made = bank(seed)
    found = made.tables["firm_events"].assign(year=lambda t: t["date"].dt.year)
    counts = found[found["kind"] == "restructuring"].groupby(["firm_id", "year"]).size().rename("events")
    states = made.truth["default_probability"].query("year >= 2023").assign(slides=lambda t: t["slide_years"] > 0)
    states = states.merge(counts.reset_index(), on=["firm_id", "year"], how="left").fillna({"events": 0})
    by_state = states.groupby("slides")["events"].agg(["sum", "size"])
    rate = by_state["sum"] / by_state["size"]
    recovers(
        "restructuring in a slide", np.log(events.TRUTH.event_restructuring_in_slide), np.log(rate[True] / rate[False]),
        np.sqrt((1 / by_state["sum"]).sum()), method="log ratio of rates", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_new_projects_follow_ambition(seed, recovers):
    made = bank(seed)
    counts = made.tables["firm_events"].query("kind == 'new project'").groupby("firm_id").size()
    drivers = made.truth["drivers"].set_index("firm_id")
    design = sm.add_constant(drivers["ambition"].clip(-2, 2))
    fit = sm.GLM(counts.reindex(drivers.index, fill_value=0), design, family=sm.families.Poisson()).fit()
    recovers(
        "new projects by ambition", np.log(events.TRUTH.event_project_for_ambition), fit.params["ambition"],
        fit.bse["ambition"], method="Poisson regression", seed=seed,
    )  # fmt: skip


def expected_agreement() -> tuple[float, float]:
    """Quadratic weighted kappa and mean difference of two raters' marks, by integrating over what is true."""
    p = ability.TRUTH
    true = np.linspace(-6, 6, 2_401)
    weight = stats.norm.pdf(true)
    weight /= weight.sum()
    cuts = np.array([-np.inf, 1.5, 2.5, 3.5, 4.5, np.inf])
    middle = p.ability_mark_middle + p.ability_mark_spread * true
    officer, manager = (
        np.diff(stats.norm.cdf((cuts - middle[:, None] - kind) / p.ability_rater_error), axis=1)
        for kind in (0.0, p.ability_leniency_of_manager)
    )
    joint = (officer * weight[:, None]).T @ manager
    marks = np.arange(1, 6)
    distance = (marks[:, None] - marks) ** 2
    chance = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    kappa = 1 - (distance * joint).sum() / (distance * chance).sum()
    return kappa, joint.sum(axis=0) @ marks - joint.sum(axis=1) @ marks


@pytest.mark.parametrize("seed", SEEDS)
def test_two_raters_agree_as_planted_and_one_is_kinder(seed, recovers, misleads):
    marks = bank(seed).tables["management_marks"].set_index(["rater", "firm_id"])[list(ABILITIES)]
    manager, officer = (marks.loc[rater].to_numpy() for rater in ability.RATERS)
    kappa, kindness = expected_agreement()
    rng = np.random.default_rng(seed)
    draws = rng.integers(0, len(manager), (200, len(manager)))
    estimates = [weighted_kappa(manager[draw].ravel(), officer[draw].ravel()) for draw in draws]
    estimate = cohen_kappa_score(manager.ravel(), officer.ravel(), weights="quadratic")
    assert estimate == pytest.approx(weighted_kappa(manager.ravel(), officer.ravel()), abs=1e-12)
    recovers(
        "agreement of two raters", kappa, estimate, np.std(estimates),
        method="quadratic weighted kappa, bootstrap over firms", seed=seed,
    )  # fmt: skip
    difference = (manager - officer).ravel()
    recovers(
        "leniency of the manager", kindness, difference.mean(), difference.std() / np.sqrt(len(difference)),
        method="mean difference", seed=seed,
    )  # fmt: skip
    assert kindness == pytest.approx(ability.TRUTH.ability_leniency_of_manager, abs=0.02)
    plain = cohen_kappa_score(manager.ravel(), officer.ravel())
    error = np.std([cohen_kappa_score(manager[draw].ravel(), officer[draw].ravel()) for draw in draws[:50]])
    misleads(
        "agreement of two raters", kappa, plain, error,
        method="kappa without weights, to which a near miss is a miss", seed=seed,
    )  # fmt: skip


def weighted_kappa(a, b) -> float:
    """Quadratic weighted kappa from moments: what agreement is left of the distance expected by chance."""
    chance = a.var() + b.var() + (a.mean() - b.mean()) ** 2
    return 1 - ((a - b) ** 2).mean() / chance
