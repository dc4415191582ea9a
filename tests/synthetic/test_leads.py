"""What is planted in the leads is found again, and where the obvious way of looking fails it fails."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from banks import bank
from marketing_frames import customers
from scipy import stats

from cmlib.synthetic.marketing import lead_marks, leads
from cmlib.synthetic.marketing.appointments import last_monday
from cmlib.synthetic.marketing.words import LEAD_STAGES
from cmlib.synthetic.people.words import SEARCH_CHANNELS

SEEDS = (88, 3, 19)
DATES = ("found_on", *(f"{stage}_on" for stage in LEAD_STAGES[1:]))


@pytest.fixture(params=SEEDS)
def made(request):
    return bank(request.param)


@pytest.fixture
def found(made):
    """The leads found within the months."""
    table = made.tables["leads"]
    return table[table["found_on"] >= made.calendar.first_days[0]]


def test_leads_per_customer_won_are_as_the_conversions_say(made):
    table = made.tables["leads"]
    lost = (table["lost_on"].notna()).sum() / table["signed_on"].notna().sum()
    assert 4 <= lost <= 7


def test_conversion_of_each_channel(made, found, recovers):
    """Of leads found more than a year before the end nearly all are decided."""
    early = found[found["found_on"] <= made.calendar.end - np.timedelta64(365, "D")]
    for channel, planted in zip(SEARCH_CHANNELS, leads.TRUTH.conversion, strict=True):
        signed = early.loc[early["channel"] == channel, "signed_on"].notna()
        interval = stats.binomtest(int(signed.sum()), len(signed)).proportion_ci(0.999, method="wilson")
        recovers(f"conversion of {channel}", planted, signed.mean(), interval=interval, method="Wilson interval",
                 seed=made.seed)  # fmt: skip


def test_cost_of_a_lead(made, recovers):
    table = made.tables["leads"]
    for channel, planted in zip(SEARCH_CHANNELS, leads.TRUTH.cost, strict=True):
        cost = table.loc[table["channel"] == channel, "cost"]
        recovers(f"cost of a lead by {channel}", planted, cost.mean(), cost.sem(), method="mean", seed=made.seed)


def test_the_cheapest_lead_is_not_the_cheapest_value(made):
    """Cost for each unit of what customers of the channel bring: the typical wealth times their number."""
    table, wealth = made.tables["leads"], customers(made).set_index("customer_id")["wealth"]
    won = table[table["customer_id"].notna()]
    typical = np.log(won["customer_id"].map(wealth)).groupby(won["channel"]).mean()
    value = np.exp(typical) * won.groupby("channel").size()
    cost = table.groupby("channel")["cost"]
    assert cost.mean().idxmin() == "door-to-door"
    ranked = (cost.sum() / value).sort_values()
    assert ranked.index[0] == "chain referral"
    assert ranked["door-to-door"] > 2 * ranked["chain referral"]


@pytest.mark.parametrize("stage", range(leads.SIGNED), ids=LEAD_STAGES[:-1])
def test_days_in_each_stage_by_kaplan_meier(stage, made, found, recovers):
    entered = found[found[DATES[stage]].notna()]
    days, left = days_in(stage, entered, made.calendar.end)
    median, interval = median_days(days, left)
    recovers(f"median days in stage {LEAD_STAGES[stage]}", leads.TRUTH.median_days[stage], median,
             interval=interval, method="Kaplan-Meier", seed=made.seed)  # fmt: skip


def test_the_mean_of_completed_stages_misleads(made, found, misleads, recovers):
    """Of the leads found in the last quarter the quick ones are through, the slow ones still wait."""
    recent = found[found["found_on"] >= made.calendar.end - np.timedelta64(90, "D")]
    days, left = days_in(leads.LEAD, recent, made.calendar.end)
    mean = leads.TRUTH.median_days[0] * np.exp(leads.TRUTH.days_spread**2 / 2)
    completed = days[left == 1]
    misleads("mean days until an appointment or a loss", mean, completed.mean(), completed.sem(),
             method="mean of completed stages, last quarter", seed=made.seed)  # fmt: skip
    median, interval = median_days(days, left)
    recovers("median days in stage lead, last quarter", leads.TRUTH.median_days[0], median,
             interval=interval, method="Kaplan-Meier", seed=made.seed)  # fmt: skip


def days_in(stage: int, entered: pd.DataFrame, end) -> tuple[pd.Series, pd.Series]:
    """Days in the stage until the lead moves on or is lost, and 1 where that has happened."""
    out = entered[DATES[stage + 1]].fillna(entered["lost_on"])
    days = (out.fillna(pd.Timestamp(end)) - entered[DATES[stage]]).dt.days
    seen = days > 0  # who entered on the last day has not been watched yet
    return days[seen], out.notna().astype(int)[seen]


def median_days(days: pd.Series, left: pd.Series) -> tuple[float, tuple[float, float]]:
    """The median by Kaplan and Meier, with its 99.9% interval; days are rounded up, so it begins one lower."""
    survival = sm.SurvfuncRight(days, left)
    with np.errstate(divide="ignore", invalid="ignore"):  # at the very end, where nobody is left
        low, high = survival.quantile_ci(0.5, alpha=0.001)
    return survival.quantile(0.5), (low - 1, high)


def test_what_each_mark_adds_to_the_odds_of_signing(made, recovers):
    decided = decided_leads(made)
    fit = smf.logit(f"won ~ C(channel) + {' + '.join(lead_marks.MARKS)}", decided).fit(disp=0)
    for mark in lead_marks.MARKS:
        planted = getattr(lead_marks.TRUTH, f"lead_mark_{mark}")
        recovers(f"mark for {mark.replace('_', ' ')}", planted, fit.params[mark], fit.bse[mark], method="logit",
                 seed=made.seed)  # fmt: skip


def test_a_scorecard_learnt_on_early_leads_ranks_later_ones(made):
    decided = decided_leads(made).sort_values("found_on")
    half = len(decided) // 2
    fit = smf.logit(f"won ~ {' + '.join(lead_marks.MARKS)}", decided[:half]).fit(disp=0)
    later = decided[half:]
    called = later.loc[fit.predict(later).nlargest(len(later) // 10).index, "won"]
    assert called.mean() > 1.7 * later["won"].mean()


def decided_leads(made) -> pd.DataFrame:
    table = made.tables["leads"]
    decided = table[table["signed_on"].notna() | table["lost_on"].notna()]
    return decided.assign(won=decided["signed_on"].notna().astype(int))


def test_a_lead_found_by_a_channel_becomes_a_customer_found_by_it(made):
    won = made.tables["leads"].merge(customers(made), on="customer_id")
    assert (won["channel"] == np.array(SEARCH_CHANNELS)[won["found_by"]]).all()


def test_the_week_to_plan_lies_within_the_months(made):
    monday = last_monday(made.calendar)
    assert pd.Timestamp(monday).day_name() == "Monday"
    for table, first, last in (("appointments", "earliest_on", "latest_on"), ("free_half_days", "date", "date")):
        frame = made.tables[table]
        assert frame[first].min() >= pd.Timestamp(monday)
        assert frame[last].max() <= pd.Timestamp(monday + 4) <= pd.Timestamp(made.calendar.end)


def test_planning_the_week_as_an_assignment_beats_serving_the_largest_first(made):
    """Branch by branch; a colleague gets half of what the own manager would, another district costs a fifth."""
    from scipy.optimize import linear_sum_assignment

    requests, free = made.tables["appointments"], made.tables["free_half_days"]
    best = greedy = 0.0
    for _, asked in requests.groupby(requests["manager_id"].str[:-1]):
        slots = free[free["manager_id"].str[:-1] == asked["manager_id"].iloc[0][:-1]]
        own = asked["manager_id"].to_numpy()[:, None] == slots["manager_id"].to_numpy()
        near = asked["district"].to_numpy()[:, None] == slots["district"].to_numpy()
        day = slots["date"].to_numpy()
        fits = (asked["earliest_on"].to_numpy()[:, None] <= day) & (day <= asked["latest_on"].to_numpy()[:, None])
        value = asked["expected_value"].to_numpy()[:, None] * np.where(own, 1, 0.5) * np.where(near, 1, 0.8) * fits
        best += value[linear_sum_assignment(value, maximize=True)].sum()
        taken = np.zeros(len(slots), dtype=bool)
        for row in np.argsort(-asked["expected_value"].to_numpy()):
            first = np.flatnonzero(fits[row] & ~taken)[:1]  # the first half day that suits
            greedy += value[row, first].sum()
            taken[first] = True
    assert best > 1.2 * greedy
