"""Raters disagree, are lenient, and flatter themselves; teams favour friends. It can all be measured."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from scipy import stats

from cmlib.datasets import SEED
from cmlib.synthetic.staff import peers
from cmlib.synthetic.staff.appraisal import TRUTH
from cmlib.synthetic.staff.words import CRITERIA

SEEDS = (SEED, 3, 19)


def marks(seed: int, kind: str) -> pd.DataFrame:
    appraisals = bank(seed).tables["appraisals"]
    return appraisals[appraisals["rater_kind"] == kind]


def one_way_icc(ratings: np.ndarray) -> tuple[float, float, float]:
    """ICC(1,1) of (rated, raters) with its 99.9% interval; Shrout and Fleiss, Psychological Bulletin 86 (1979)."""
    n, k = ratings.shape
    between = k * ratings.mean(axis=1).var(ddof=1)
    within = ratings.var(axis=1, ddof=1).mean()
    f = between / within
    ends = (
        f / stats.f.ppf(0.9995, n - 1, n * (k - 1)),
        f,
        f * stats.f.ppf(0.9995, n * (k - 1), n - 1),
    )
    low, estimate, high = ((ratio - 1) / (ratio + k - 1) for ratio in ends)
    return estimate, low, high


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("criterion", CRITERIA[::4])
def test_the_agreement_of_colleagues_is_the_planted_one(seed, criterion, recovers):
    rows = marks(seed, "colleague")
    rows = rows[(rows["criterion"] == criterion) & (rows["half_year"] == rows["half_year"].max())]
    ratings = rows.sort_values(["manager_id", "rater_id"])["mark"].to_numpy().reshape(-1, 3)
    estimate, low, high = one_way_icc(ratings)
    planted = TRUTH.agreement_of_colleagues
    recovers(f"ICC of {criterion}", planted, estimate, interval=(low, high), method="one-way ICC", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_rates_himself_too_well(seed, recovers):
    keys = ["half_year", "manager_id", "criterion"]
    rows = marks(seed, "self").merge(
        marks(seed, "colleague").groupby(keys)["mark"].mean().reset_index(), on=keys, suffixes=("", "_of_colleagues")
    )
    branch = bank(seed).tables["managers"].set_index("manager_id")["branch_id"]
    gap = (rows["mark"] - rows["mark_of_colleagues"]).groupby(rows["manager_id"].map(branch)).mean()
    error = gap.std() / np.sqrt(len(gap))
    recovers("self-inflation", TRUTH.self_inflation, gap.mean(), error, method="paired difference", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_superiors_leniency_shows_against_all_other_raters_of_the_same_people(seed, recovers):
    keys = ["manager_id", "criterion"]
    others = pd.concat([marks(seed, "colleague"), marks(seed, "customer panel")])
    others = others.groupby(keys)["mark"].mean().reset_index()
    rows = marks(seed, "superior").merge(others, on=keys, suffixes=("", "_of_others"))
    found = (rows["mark"] - rows["mark_of_others"]).groupby(rows["rater_id"]).mean().reset_index(name="found")
    found = found.merge(bank(seed).truth["rater_bias"], on="rater_id")
    fit = stats.linregress(found["leniency"], found["found"])
    reach = stats.t.ppf(0.9995, len(found) - 2) * fit.stderr
    recovers(
        "slope of leniency found on true",
        1,
        fit.slope,
        interval=(fit.slope - reach, fit.slope + reach),
        method="difference from other raters",
        seed=seed,
    )
    assert fit.rvalue > 0.6


@pytest.mark.parametrize("seed", SEEDS)
def test_halo_ties_a_raters_marks_together_more_than_the_truth_does(seed, recovers):
    """Marks of two criteria move together more with one rater than with two: the difference is halo and leniency."""
    rows = marks(seed, "colleague")
    rows = rows[rows["half_year"] == rows["half_year"].max()]
    wide = rows.pivot_table(index=["manager_id", "rater_id"], columns="criterion", values="mark").reset_index()
    wide["place"] = wide.groupby("manager_id").cumcount()
    values = {place: group.set_index("manager_id")[list(CRITERIA)] for place, group in wide.groupby("place")}
    centred = np.array([(values[place] - values[place].mean()).to_numpy() for place in range(3)])
    differ = ~np.eye(len(CRITERIA), dtype=bool)
    per_manager = []
    for one in range(3):
        for other in range(3):
            products = centred[one][:, :, None] * centred[other][:, None, :]
            per_manager.append(((1 / 3 if one == other else -1 / 6), products[:, differ].mean(axis=1)))
    tie = sum(weight * values for weight, values in per_manager)
    branch = bank(seed).tables["managers"].set_index("manager_id")["branch_id"].reindex(values[0].index)
    by_branch = pd.Series(tie, index=values[0].index).groupby(branch).mean()
    planted = TRUTH.rater_halo_spread**2 + TRUTH.rater_leniency_spread**2
    error = by_branch.std() / np.sqrt(len(by_branch))
    recovers("halo and leniency", planted, by_branch.mean(), error, method="covariance of criteria", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_mean_of_many_marks_ranks_managers_better_than_one_superior(seed):
    truth = bank(seed).truth["true_marks"].groupby("manager_id")["true_mark"].mean()
    fair = bank(seed).tables["appraisals"].query("rater_kind != 'self'")
    one = marks(seed, "superior").groupby("manager_id")["mark"].mean()
    by_one = stats.spearmanr(one, truth[one.index]).statistic
    everyone = fair.groupby(["manager_id", "rater_id"])["mark"].mean().groupby("manager_id").mean()
    by_all = stats.spearmanr(everyone, truth[everyone.index]).statistic
    assert by_all > by_one + 0.05


def team_marks(seed: int) -> pd.DataFrame:
    """Mean mark of each presenting team (rows) by each marker (columns)."""
    rows = bank(seed).tables["peer_marks"]
    return rows.pivot_table(index="presenting_team", columns="marking_team", values="mark", aggfunc="mean")


@pytest.mark.parametrize("seed", [*SEEDS, 1, 2, 4, 5])
def test_a_trimmed_mean_of_peer_marks_is_closer_to_the_truth_than_the_mean(seed):
    by_teams = team_marks(seed).drop(columns=peers.TEACHER)
    truth = bank(seed).truth["peer_quality"].set_index("presenting_team")["true_quality"][by_teams.index]
    trimmed = stats.trim_mean(by_teams.to_numpy(), 0.2, axis=1)
    wrong = [np.sqrt(np.mean((values - truth) ** 2)) for values in (by_teams.mean(axis=1), trimmed)]
    assert wrong[1] < 0.8 * wrong[0]


@pytest.mark.parametrize("seed", [*SEEDS, 1, 2, 4, 5])
def test_the_spoiler_and_the_friends_stand_out(seed, recovers):
    wide = team_marks(seed)
    bias = bank(seed).truth["peer_bias"].set_index("marking_team")
    spoiler = bias.index[bias["spoiler"]][0]
    others = wide.drop(columns=peers.TEACHER)
    assert others.median().idxmin() == spoiler
    honest = others.drop(columns=spoiler)
    residual = honest.sub(honest.median(), axis=1).sub(wide[peers.TEACHER] - wide[peers.TEACHER].median(), axis=0)
    own = np.array([residual.loc[team, team] for team in residual.columns])
    friend = bias["friend"].dropna()
    favoured = np.array([residual.loc[team, marker] for marker, team in friend.items()])
    is_plain = np.ones(residual.shape, dtype=bool)
    for place, marker in enumerate(residual.columns):
        is_plain[residual.index.get_loc(marker), place] = False
        if marker in friend.index:
            is_plain[residual.index.get_loc(friend[marker]), place] = False
    plain = residual.to_numpy()[is_plain]
    for effect, planted, found in (
        ("peer self-favour", peers.TRUTH.peer_self_favour, own),
        ("peer friend favour", peers.TRUTH.peer_friend_favour, favoured),
    ):
        error = np.sqrt(found.var(ddof=1) / len(found) + plain.var(ddof=1) / len(plain))
        reach = stats.t.ppf(0.9995, len(found) - 1) * error
        estimate = found.mean() - plain.mean()
        recovers(
            effect, planted, estimate, interval=(estimate - reach, estimate + reach), method="residuals", seed=seed
        )
