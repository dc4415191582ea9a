"""A cliff in the pay plan makes managers play: it shows at the target, at the cap and in the month after."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from scipy import stats

from cmlib.datasets import SEED
from cmlib.synthetic.staff.incentives import CAP, TRUTH, play

SEEDS = (SEED, 3, 19)


def quarters(seed: int) -> pd.DataFrame:
    targets = bank(seed).tables["targets"]
    return targets.assign(ratio=targets["achieved"] / targets["target"], cliff=targets["plan"] == "cliff and cap")


def share(rows: pd.DataFrame, low: float, high: float) -> tuple[float, float]:
    """Share of quarters with low <= achieved / target < high, before and after the cliff came."""
    inside = (rows["ratio"] >= low) & (rows["ratio"] < high)
    by_plan = inside.groupby(rows["cliff"]).mean()
    return by_plan[False], by_plan[True]


def log_remaining(just_below: np.ndarray, all_quarters: np.ndarray) -> np.ndarray:
    """Logarithm of the share of quarters just below the target that the cliff left there; from counts by plan."""
    shares = just_below / all_quarters
    return np.log(shares[..., 1] / shares[..., 0])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_missing_quarters_below_the_target_tell_how_many_managers_play(seed, recovers):
    rows = quarters(seed)
    rows["below"] = (rows["ratio"] >= 1 - TRUTH.gaming_reach) & (rows["ratio"] < 1)
    counts = rows.groupby(["manager_id", "cliff"])["below"].agg(["sum", "size"]).unstack(fill_value=0)
    below, size = counts["sum"].to_numpy(), counts["size"].to_numpy()
    picks = np.random.default_rng(seed).integers(0, len(counts), (400, len(counts)))
    reach = stats.norm.ppf(0.9995) * np.std(log_remaining(below[picks].sum(axis=1), size[picks].sum(axis=1)))
    remaining = log_remaining(below.sum(axis=0), size.sum(axis=0))
    estimate, low, high = 1 - np.exp(remaining + np.array([0, reach, -reach]))
    method = "bunching, bootstrap by manager"
    recovers("gaming share", TRUTH.gaming_share, estimate, interval=(low, high), method=method, seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_quarters_heap_just_above_the_target_and_at_the_cap_only_under_the_cliff(seed):
    rows = quarters(seed)
    for low, high in ((1, 1 + TRUTH.gaming_landing), (CAP, CAP + TRUTH.gaming_landing)):
        before, after = share(rows, low, high)
        assert after > 1.5 * before
    before, after = share(rows, CAP + TRUTH.gaming_landing, 9)
    assert after < 0.75 * before


@pytest.mark.parametrize("seed", SEEDS)
def test_the_month_after_a_quarter_that_just_made_its_target_is_poor(seed):
    months = bank(seed).tables["manager_months"][["manager_id", "month", "new_deposits"]]
    level = months.groupby("manager_id")["new_deposits"].transform("mean")
    season = (months["new_deposits"] / level).groupby(months["month"]).transform("mean")
    months = months.assign(usual=months["new_deposits"] / level / season)
    rows = quarters(seed).query("cliff and ratio >= 1 and ratio < @CAP")
    after = pd.PeriodIndex(rows["quarter"], freq="Q").asfreq("M", how="end") + 1
    rows = rows.assign(month=after.to_timestamp()).merge(
        months.astype({"month": "datetime64[us]"}), on=["manager_id", "month"]
    )
    just = rows["ratio"] < 1 + TRUTH.gaming_landing
    assert stats.ttest_ind(rows["usual"][just], rows["usual"][~just], alternative="less").pvalue < 0.001


@pytest.mark.parametrize("seed", SEEDS)
def test_only_managers_who_play_move_sales_and_only_when_it_pays(seed):
    moved = bank(seed).truth["moved_sales"].merge(quarters(seed), on=["manager_id", "quarter"])
    plays = bank(seed).truth["gaming_managers"].set_index("manager_id")["plays"]
    assert moved["cliff"].all()
    assert plays[moved["manager_id"]].all()
    pulled = moved[moved["moved"] > 0]
    assert (pulled["ratio"] >= 1).all()
    assert (pulled["ratio"] < 1 + TRUTH.gaming_landing + 0.001).all()
    assert ((pulled["achieved"] - pulled["moved"]) < pulled["target"]).all()
    held = moved[moved["moved"] < 0]
    assert (held["ratio"] >= CAP).all()


def test_playing_moves_sales_and_makes_none():
    rng = np.random.default_rng(1)
    deposits = rng.integers(8_000, 12_000, (12, 50)) * 100
    target = np.full((4, 50), 3_000_000)
    played, moved = play(rng, deposits, target, np.full(50, True))
    assert (played[:11].sum(axis=0) <= deposits[:11].sum(axis=0) + 300_000).all()
    before_the_end = played.sum(axis=0) - moved[-1]
    np.testing.assert_array_equal(before_the_end, deposits.sum(axis=0))
    assert (moved[:2] == 0).all()
    assert (moved[2:] != 0).any()
    assert (played > 0).all()
