"""Styles, techniques, questions and events: what is planted in the visits is found, and the naive view misleads."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from banks import bank
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from cmlib.synthetic.marketing import talk, visits_corporate
from cmlib.synthetic.marketing.words import NOTES, TECHNIQUES
from cmlib.synthetic.people.words import STYLES

SEEDS = (88, 3, 19)
TALK, FIRM = talk.TRUTH.as_dict(), visits_corporate.TRUTH
#: What else bears on the answer: a column of `closing` -> the planted effect.
EFFECTS = {
    "implication_questions": TALK["agreement_implication_question"],
    "problem_questions": TALK["agreement_problem_question"],
    "situation_above_5": TALK["agreement_situation_question_above_5"],
    "talk_share": TALK["agreement_manager_talks"],
    "objection_standing": TALK["agreement_objection_standing"],
    "signal": TALK["agreement_closing_signal"],
    "after_care": TALK["agreement_after_care"],
}


@pytest.fixture(params=SEEDS)
def made(request):
    return bank(request.param)


@pytest.fixture
def closing(made):
    """The visits that came to a close, with what bears on the answer as numbers."""
    visits = made.tables["visits"].merge(made.truth["visit_styles"], on="visit_id").sort_values(["date", "visit_id"])
    host = visits["lead_id"].fillna(visits["customer_id"]).fillna(visits["firm_id"])
    visits["after_care"] = visits.groupby(host)["revisited"].shift(fill_value=False).astype(float)
    closes = visits[visits["stage"] == "close"].copy()
    closes["agreed"] = closes["agreed"].astype(int)
    closes["direct"] = (closes["technique"] == TECHNIQUES[0]).astype(int)
    closes["situation_above_5"] = np.maximum(closes["situation_questions"] - 5, 0)
    closes["objection_standing"] = ((closes["objection"] != "none") & ~closes["objection_removed"]).astype(int)
    closes["signal"] = (closes["closing_signal"] != "none").astype(int)
    return closes


def test_there_are_as_many_visits_as_a_course_needs(made):
    assert 6_000 <= len(made.tables["visits"]) <= 9_000
    assert len(made.truth["visit_styles"]) == len(made.tables["visits"])


def test_styles_are_told_from_the_notes_in_four_cases_of_five(made):
    visits = made.tables["visits"].merge(made.truth["visit_styles"], on="visit_id")
    learn = visits["visit_id"] % 2 == 0
    model = LinearDiscriminantAnalysis().fit(visits.loc[learn, list(NOTES)], visits.loc[learn, "style"])
    assert 0.76 < model.score(visits.loc[~learn, list(NOTES)], visits.loc[~learn, "style"]) < 0.85


def test_every_effect_on_the_answer_of_a_person(made, closing, recovers):
    persons = closing[closing["kind"] == "personal"]
    columns = {name: (persons["style"] == name).astype(float) for name in STYLES}
    for style in STYLES:
        for technique in TECHNIQUES[1:]:
            columns[style, technique] = columns[style] * (persons["technique"] == technique)
    columns |= {name: persons[name] - 0.5 * (name == "talk_share") for name in EFFECTS}
    design = pd.DataFrame({str(name): values.astype(float) for name, values in columns.items()})
    fit = sm.Logit(persons["agreed"], design).fit(disp=0)
    planted = [*talk.TRUTH.direct, *(gain for gains in talk.TRUTH.gain for gain in gains), *EFFECTS.values()]
    for name, truth in zip(columns, planted, strict=True):
        words = name if isinstance(name, str) else " and ".join(name)
        found = fit.params[str(name)], fit.bse[str(name)]
        recovers(f"agreement: {words.replace('_', ' ')}", truth, *found, method="logit within styles", seed=made.seed)


def test_the_direct_request_looks_best_in_all_visits_and_is_worst_where_it_was_drawn_by_lot(made, closing):
    share = closing.groupby("technique")["agreed"].mean()
    by_lot = closing[closing["randomised"]].groupby("technique")["agreed"].mean()
    assert share.idxmax() == by_lot.idxmin() == TECHNIQUES[0]


def test_the_direct_request_is_worst_within_every_style(closing):
    share = closing.pivot_table(index="style", columns="technique", values="agreed")
    others = closing[closing["direct"] == 0].groupby("style")["agreed"].mean()
    assert (share[TECHNIQUES[0]] < others).all()
    assert (share[TECHNIQUES[0]] < share.max(axis=1)).all()


def test_the_naive_comparison_of_techniques_misleads(made, closing, misleads):
    """On average within styles the direct request costs more than half a unit of log-odds; it seems to gain."""
    fit = smf.logit("agreed ~ direct", closing).fit(disp=0)
    assert fit.params["direct"] > 0
    misleads("direct request against the other techniques", -np.mean(talk.TRUTH.gain), fit.params["direct"],
             fit.bse["direct"], method="logit without styles", seed=made.seed)  # fmt: skip


def test_one_visit_s_notes_leave_half_of_the_confounding_and_all_visits_to_a_person_remove_it(made, closing):
    """A person keeps the style: the notes of all visits to one tell it in nineteen cases of twenty."""
    visits = made.tables["visits"].merge(made.truth["visit_styles"], on="visit_id")
    notes, learn = visits[list(NOTES)], visits["visit_id"] % 2 == 0
    model = LinearDiscriminantAnalysis().fit(notes[learn], visits.loc[learn, "style"])
    evidence = pd.DataFrame(model.predict_log_proba(notes) - np.log(model.priors_), columns=model.classes_)
    host = visits["lead_id"].fillna(visits["customer_id"]).fillna(visits["firm_id"])
    told = {"once": evidence, "pooled": evidence.groupby(host).transform("sum")}
    for name, weight in told.items():
        visits[name] = (weight + np.log(model.priors_)).idxmax(axis=1)
    told = closing[["visit_id", "agreed", "direct", "style"]].merge(visits[["visit_id", *told]], on="visit_id")
    effect = {
        name: smf.logit(f"agreed ~ C(Q('{name}')) + direct", told).fit(disp=0).params["direct"]
        for name in ("once", "pooled", "style")
    }
    assert (told["pooled"] == told["style"]).mean() > 0.93
    assert effect["style"] < effect["pooled"] < 0.6 * effect["style"]
    assert effect["once"] > 0.5 * effect["style"]
    share = told.groupby(["pooled", "direct"])["agreed"].mean().unstack()
    assert (share[1] < share[0]).all()


def firm_visits(made, closing) -> pd.DataFrame:
    statements = made.tables["statements"][["firm_id", "year", "revenue"]]
    firms = closing[closing["kind"] == "corporate"].assign(year=lambda visits: visits["date"].dt.year - 1)
    firms = firms.merge(statements, on=["firm_id", "year"])
    return firms.assign(size=np.log(firms["revenue"]), event=(firms["trigger"] != "cold").astype(int))


def test_events_in_firms_by_adjusted_logit(made, closing, recovers):
    firms = firm_visits(made, closing)
    others = " + ".join(EFFECTS)
    fit = smf.logit(f"agreed ~ event + Q('size') + C(style) * direct + {others}", firms).fit(disp=0, maxiter=200)
    recovers("visit on an event", FIRM.agreement_event, fit.params["event"], fit.bse["event"], method="logit with size",
             seed=made.seed)  # fmt: skip
    recovers("size of the firm visited", FIRM.agreement_firm_size, fit.params["Q('size')"], fit.bse["Q('size')"],
             method="logit", seed=made.seed)  # fmt: skip


def test_events_in_firms_look_stronger_than_they_are(made, closing, misleads):
    fit = smf.logit("agreed ~ event", firm_visits(made, closing)).fit(disp=0)
    misleads("visit on an event", FIRM.agreement_event, fit.params["event"], fit.bse["event"],
             method="logit without size", seed=made.seed)  # fmt: skip


def test_no_firm_is_visited_after_its_default(made):
    visits = made.tables["visits"]
    firms = visits[visits["firm_id"].notna()].merge(made.tables["defaults"].query("defaulted == 1"), on="firm_id")
    assert (firms["date"].dt.year <= firms["year"]).all()


def test_everyone_is_visited_by_the_own_manager(made):
    visits = made.tables["visits"]
    per_host = visits.groupby(visits["customer_id"].fillna(visits["firm_id"]))["manager_id"].nunique()
    assert (per_host == 1).all()
