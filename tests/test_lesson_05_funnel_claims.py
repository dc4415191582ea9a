"""What lesson 05 says of leads, of a week of visits, of the envelope and in its quizzes is true."""

import itertools
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linear_sum_assignment
from statsmodels.duration.survfunc import SurvfuncRight

from cmlib import datasets
from cmlib.synthetic import Bank

TODAY = pd.Timestamp("2025-12-31")
STAGES = ["found_on", "appointment_on", "visit_on", "proposal_on", "signed_on"]


@pytest.fixture(scope="module")
def bank():
    return Bank(seed=datasets.SEED)


@pytest.fixture(scope="module")
def leads():
    return datasets.load("leads")


def test_truth_of_the_envelope_that_is_quoted(bank):
    truth = bank.truth["parameters"]
    assert truth["agreement_event"] == 0.5
    assert truth["lead_median_days_proposal"] == 35
    assert truth["agreement_after_care"] == 0.5
    factors = [
        truth["agreement_implication_question"], truth["agreement_problem_question"],
        truth["agreement_situation_question_above_5"], truth["agreement_manager_talks"] / 10,
        truth["agreement_objection_standing"],
    ]  # fmt: skip
    np.testing.assert_allclose(np.exp(factors), [1.28, 1.08, 0.70, 0.82, 0.41], atol=0.006)
    gains = [value for name, value in truth.items() if name.endswith("_gain") and name.startswith("agreement_")]
    assert len(gains) == 12
    assert min(gains) == 0.5
    assert max(gains) == 1.3


def step(leads, before, after):
    there = leads[leads[before].notna()]
    moved, lost = there[after].notna(), there[after].isna() & there["lost_on"].notna()
    return moved.sum(), lost.sum()


def test_the_first_step_leaks_most_in_every_channel(leads):
    counts = [step(leads, before, after) for before, after in itertools.pairwise(STAGES)]
    assert counts[0][1] > sum(lost for _, lost in counts[1:])
    assert 0.45 < counts[0][0] / sum(counts[0]) < 0.5
    first = {}
    for channel, group in leads.groupby("channel"):
        shares = [moved / (moved + lost) for moved, lost in (step(group, a, b) for a, b in itertools.pairwise(STAGES))]
        assert np.argmin(shares) == 0
        first[channel] = shares[0]
    assert min(first, key=first.get) == "door-to-door"
    assert first["door-to-door"] == pytest.approx(0.32, abs=0.005)
    known = {"own relationships", "chain referral", "intermediary"}
    assert all((first[name] > 0.6) == (name in known) for name in first)


def test_the_time_to_a_decision_is_longer_than_the_decided_proposals_say(leads):
    recent = leads[leads["proposal_on"] >= "2025-07-01"]
    ended = recent["signed_on"].fillna(recent["lost_on"])
    days = (ended.fillna(TODAY) - recent["proposal_on"]).dt.days
    assert (ended.notna().sum(), ended.isna().sum()) == (70, 25)
    assert days[ended.notna()].median() == 28
    assert SurvfuncRight(days, ended.notna()).quantile(0.5) == 34


def test_medians_of_the_stages(leads):
    found = leads[leads["found_on"] >= "2023-01-01"]
    medians = []
    for before, after in itertools.pairwise(STAGES):
        there = found[found[before].notna()]
        ended = there[after].fillna(there["lost_on"])
        medians.append(SurvfuncRight((ended.fillna(TODAY) - there[before]).dt.days, ended.notna()).quantile(0.5))
    assert medians == [30, 9, 16, 37]


def test_a_week_of_visits():
    branch = datasets.load("managers").set_index("manager_id")["branch_id"]
    asks, free = (datasets.load(name) for name in ("appointments", "free_half_days"))
    asks, free = (table.assign(branch=table["manager_id"].map(branch)) for table in (asks, free))
    total = {"best": 0.0, "first": 0.0, "largest": 0.0}
    for name, ask in asks.groupby("branch"):
        half = free[free["branch"] == name]
        fits = np.array(
            [
                [a.district == h.district and a.earliest_on <= h.date <= a.latest_on for h in half.itertuples()]
                for a in ask.itertuples()
            ]
        )
        worth = fits * ask["expected_value"].to_numpy()[:, None]
        i, j = linear_sum_assignment(worth, maximize=True)
        found = {"best": worth[i, j].sum()}
        for rule, order in (
            ("first", range(len(ask))),
            ("largest", np.argsort(-ask["expected_value"].to_numpy(), kind="stable")),
        ):
            left, found[rule] = np.ones(len(half), bool), 0.0
            for k in order:
                open_places = np.flatnonzero(fits[k] & left)
                if len(open_places):
                    left[open_places[0]] = False
                    found[rule] += ask["expected_value"].iloc[k]
        if name == "BP00019":
            assert len(ask) == 14
            assert (worth[i, j] > 0).sum() == 11
            assert (found["best"], found["first"]) == (6_700, 3_510)
        for rule in total:
            total[rule] += found[rule]
    assert len(asks["branch"].unique()) == 20
    assert total == {"best": 88_250, "first": 84_090, "largest": 88_160}


def test_answers_of_the_quiz_on_styles_and_totals():
    text = (Path(__file__).parents[1] / "notebooks" / "quizzes" / "05_close.json").read_text(encoding="utf-8")
    first = json.loads(text)[0]
    assert (90 + 2) / 120 > (19 + 20) / 120
    assert 19 / 20 > 90 / 100
    assert 20 / 100 > 2 / 20
    assert "95% against 90%, and 20% against 10%" in next(a["feedback"] for a in first["answers"] if a["correct"])
