"""The matrix of career levels is found by counting, if those who left are counted too."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from scipy import stats

from cmlib.datasets import SEED
from cmlib.synthetic.staff.careers import TRUTH

SEEDS = (SEED, 3, 19)
GONE = 0


def moves(seed: int) -> pd.DataFrame:
    """Level at the beginning and at the end of each year, `GONE` for leaving."""
    rows = bank(seed).tables["level_years"].sort_values(["manager_id", "year"])
    after = rows.groupby("manager_id")[["level", "left"]].shift(-1)
    rows = rows.assign(then=np.where(after["left"].eq(True), GONE, after["level"]))
    return rows.dropna(subset=["level", "then"]).astype({"level": int, "then": int})


def proportion(happened: int, cases: int, level: float = 0.999) -> tuple[float, float, float]:
    """A share with its Clopper-Pearson interval."""
    outcome = stats.binomtest(happened, cases).proportion_ci(level, method="exact")
    return happened / cases, outcome.low, outcome.high


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("level", range(1, 6))
def test_counting_recovers_promotion_demotion_and_exit(seed, level, recovers):
    then = moves(seed).query("level == @level")["then"]
    kinds = {
        "promotion": (then == level + 1, TRUTH.career_promotion),
        "demotion": ((then == level - 1) & (then != GONE), TRUTH.career_demotion),
        "exit": (then == GONE, TRUTH.career_exit),
    }
    for kind, (happened, planted) in kinds.items():
        estimate, low, high = proportion(int(happened.sum()), len(then))
        name = f"{kind} from level {level}"
        recovers(name, planted[level - 1], estimate, interval=(low, high), method="counting", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_counting_only_managers_who_are_still_there_misses_every_exit(seed):
    there = bank(seed).tables["managers"].query("left.isna()")["manager_id"]
    rows = moves(seed)
    among_present = rows[rows["manager_id"].isin(there)]
    assert not (among_present["then"] == GONE).any()
    exits = (rows["then"] == GONE).mean()
    assert 0.03 < exits < 0.09


@pytest.mark.parametrize("seed", SEEDS)
def test_the_expected_years_to_the_next_level_follow_from_the_matrix(seed, recovers):
    """From level 1 there is no way down, so the first step up or out takes 1 / (promotion + exit) years."""
    then = moves(seed).query("level == 1")["then"]
    estimate, low, high = proportion(int((then != 1).sum()), len(then))
    planted = 1 / (TRUTH.career_promotion[0] + TRUTH.career_exit[0])
    recovers(
        "years in level 1", planted, 1 / estimate, interval=(1 / high, 1 / low), method="geometric waiting", seed=seed
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_able_rise(seed):
    rows = moves(seed).merge(bank(seed).truth["manager_ability"], on="manager_id").query("then != 0 and level < 5")
    promoted = rows["then"] > rows["level"]
    assert stats.ttest_ind(rows["ability"][promoted], rows["ability"][~promoted]).pvalue < 0.001
