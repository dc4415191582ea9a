"""What lesson 05 says in prose and in the titles of its figures is true of the data."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from sklearn.linear_model import LogisticRegression

from cmlib import datasets
from cmlib.survey import poststratified_mean, share_difference
from cmlib.synthetic import Bank

TODAY = pd.Timestamp("2025-12-31")
STYLE_OF = {
    "asks_for_detail": "analytical",
    "decides_fast": "driving",
    "talks_of_people": "amiable",
    "shows_enthusiasm": "expressive",
}
DIRECT = "direct request"
STAGES = ["found_on", "appointment_on", "visit_on", "proposal_on", "signed_on"]


@pytest.fixture(scope="module")
def bank():
    return Bank(seed=datasets.SEED)


@pytest.fixture(scope="module")
def visits(bank):
    table = datasets.load("visits").merge(bank.truth["visit_styles"].rename(columns={"style": "true"}), on="visit_id")
    table["host"] = table["firm_id"].fillna(table["customer_id"]).fillna(table["lead_id"])
    table["one"] = [STYLE_OF[max(STYLE_OF, key=row.get)] for row in table[list(STYLE_OF)].to_dict("records")]
    means = table.groupby("host")[list(STYLE_OF)].mean()
    table["style"] = table["host"].map(means.idxmax(axis=1).map(STYLE_OF))
    table["yes"] = table["agreed"].astype(int)
    return table


@pytest.fixture(scope="module")
def closes(visits):
    table = visits[visits["stage"] == "close"].copy()
    table["direct"] = (table["technique"] == DIRECT).astype(int)
    return table


@pytest.fixture(scope="module")
def leads():
    return datasets.load("leads")


def rates(table, by="technique"):
    return table.groupby(by)["yes"].mean()


def test_visit_1114_is_told_as_it_was(visits):
    visit = visits[visits["visit_id"] == 1114].iloc[0]
    assert (visit["host"], visit["manager_id"], str(visit["date"].date())) == ("C0000470", "MP000070", "2024-01-17")
    assert visit["situation_questions"] == 9
    assert visit["problem_questions"] == 0
    assert 55 < visit["minutes"] < 70
    assert (visit["objection"], visit["objection_removed"], visit["technique"]) == ("price", False, DIRECT)
    assert not visit["agreed"]
    assert visit["closing_signal"] == "none"
    assert visit["true"] == visit["style"] == "analytical"
    of_customer = visits[visits["host"] == "C0000470"].sort_values("date")
    assert len(of_customer) == 6
    last = of_customer.iloc[-1]
    assert last["stage"] == "close"
    assert not last["agreed"]
    assert last["objection"] != "none"
    assert not last["objection_removed"]


def test_every_event_beats_a_cold_visit_and_most_of_it_is_size(closes):
    firms = closes[closes["kind"] == "corporate"].assign(event=lambda rows: (rows["trigger"] != "cold").astype(int))
    by_trigger = rates(firms, "trigger")
    assert (by_trigger.drop("cold") > by_trigger["cold"]).all()
    assert len(by_trigger) == 6
    event, cold = (firms.loc[firms["event"] == value, "yes"] for value in (1, 0))
    raw = share_difference(event.sum(), len(event), cold.sum(), len(cold))
    assert raw.difference == pytest.approx(0.339, abs=5e-4)
    assert raw.lower > 0.25
    sales = datasets.load("statements")[["firm_id", "year", "revenue"]].assign(year=lambda rows: rows["year"] + 1)
    firms = firms.assign(year=firms["date"].dt.year).merge(sales, on=["firm_id", "year"])
    middle = firms.groupby("event")["revenue"].median()
    assert 3 < middle[1] / middle[0] < 3.5
    model = smf.logit("yes ~ event + np.log(revenue)", data=firms).fit(disp=False)
    with_event, without = (model.predict(firms.assign(event=value)).mean() for value in (1, 0))
    assert with_event - without == pytest.approx(0.123, abs=2e-3)
    low, high = model.get_margeff(dummy=True).conf_int()[0]
    assert (low, high) == pytest.approx((0.05, 0.20), abs=0.005)
    assert model.params["event"] == pytest.approx(0.66, abs=0.005)
    assert tuple(model.conf_int().loc["event"]) == pytest.approx((0.25, 1.07), abs=0.005)


def test_styles_read_from_one_visit_from_all_and_by_a_model(visits):
    tops = visits[list(STYLE_OF)].eq(visits[list(STYLE_OF)].max(axis=1), axis=0).sum(axis=1)
    assert (tops > 1).mean() == pytest.approx(0.32, abs=0.005)
    rows = visits.merge(datasets.load("customers")[["customer_id", "style_noted"]].dropna(), on="customer_id")
    even = rows["customer_id"].str[-1].isin(list("02468"))
    learn, test = rows[even], rows[~even]
    five = [*STYLE_OF, "formality"]
    model = LogisticRegression(max_iter=1000).fit(learn[five], learn["style_noted"])

    def right(found):
        return (np.asarray(found) == test["true"]).mean()

    order = [right(test["one"]), right(model.predict(test[five])), right(test["style_noted"]), right(test["style"])]
    assert order == sorted(order)
    assert order == pytest.approx([0.65, 0.77, 0.78, 0.85], abs=0.006)
    averages = test.groupby("customer_id")[five].mean()
    by_both = pd.Series(model.predict(averages), index=averages.index)
    assert (by_both == test.groupby("customer_id")["true"].first()).mean() == pytest.approx(0.89, abs=0.01)


def test_one_style_in_seven_is_wrong_and_few_visits_end_in_the_opening(visits, closes):
    assert (closes["style"] != closes["true"]).mean() == pytest.approx(1 / 7, abs=0.01)
    assert (visits["stage"] == "opening").mean() == pytest.approx(0.11, abs=0.005)


def test_what_questions_talking_and_objections_do_to_the_odds(closes):
    rows = closes.assign(
        above=(closes["situation_questions"] - 5).clip(lower=0), talk=10 * closes["talk_share"],
        standing=((closes["objection"] != "none") & ~closes["objection_removed"]).astype(int),
    )  # fmt: skip
    asked = ["implication_questions", "problem_questions", "above", "talk", "standing"]
    model = smf.logit("yes ~ C(style) + C(technique) + " + " + ".join(asked), data=rows).fit(disp=False)
    odds, ends = np.exp(model.params[asked]), np.exp(model.conf_int().loc[asked])
    np.testing.assert_allclose(odds, [1.28, 1.07, 0.73, 0.82, 0.51], atol=0.008)
    assert (ends.loc[asked[:2], 0] > 1).all()
    assert (ends.loc[asked[2:], 1] < 1).all()
    assert 1 / (odds["above"] ** 4 * odds["standing"]) == pytest.approx(7, abs=0.5)
    truth = pd.Series([0.25, 0.08, -0.35, -0.2, -0.9], asked)
    inside = (np.log(ends[0]) < truth) & (truth < np.log(ends[1]))
    assert inside.tolist() == [True, True, True, True, False]


def test_the_best_looking_strategy_is_the_worst_by_lot(closes):
    own, pilot = rates(closes[~closes["randomised"]]), rates(closes[closes["randomised"]])
    others = own.drop(DIRECT)
    assert own[DIRECT] == pytest.approx(0.62, abs=0.005)
    assert 0.405 < others.min() < others.max() < 0.445
    assert pilot[DIRECT] == pytest.approx(0.36, abs=0.005) == pilot.min()
    assert pilot.drop(DIRECT).between(0.505, 0.565).all()
    assert closes.loc[closes["randomised"], "date"].min() >= pd.Timestamp("2024-07-01")
    late = closes[closes["date"] >= "2024-07-01"].groupby("manager_id")["randomised"].any()
    assert late.mean() == pytest.approx(0.5, abs=0.05)


def test_driving_customers_are_asked_directly_and_agree_most(closes):
    own = closes[~closes["randomised"]]
    habit = pd.crosstab(own["style"], own["technique"], normalize="index")[DIRECT]
    assert habit["driving"] == pytest.approx(0.69, abs=0.01)
    assert habit.drop("driving").between(0.07, 0.13).all()
    assert rates(own, "style").idxmax() == "driving"


def test_standardised_rates(closes):
    own = closes[~closes["randomised"]]
    members = own["style"].value_counts().to_dict()
    found = {
        name: poststratified_mean(rows["yes"], rows["style"], members).estimate
        for name, rows in own.groupby("technique")
    }
    assert found[DIRECT] == pytest.approx(0.458, abs=5e-4)
    assert all(0.45 < rate < 0.48 for rate in found.values())
    assert min(found, key=found.get) != DIRECT


def test_the_better_the_style_is_known_the_worse_the_direct_request_looks(closes):
    own = closes[~closes["randomised"]]
    found = [
        smf.ols(f"yes ~ direct{more}", data=own).fit().params["direct"]
        for more in ("", " + one", " + style", " + true")
    ]
    found.append(smf.ols("yes ~ direct", data=closes[closes["randomised"]]).fit().params["direct"])
    assert [round(100 * value) for value in found] == [20, 11, 2, -8, -17]


def test_the_pilot_by_style(closes):
    cells = closes[closes["randomised"]].groupby(["style", "technique"])["yes"].agg(["count", "mean"]).unstack(0)
    mean = cells["mean"]
    assert [round(100 * mean.loc[DIRECT, style]) for style in ("amiable", "analytical", "expressive", "driving")] == [
        22,
        16,
        25,
        78,
    ]
    assert (mean.drop(columns="driving").idxmin() == DIRECT).all()
    assert mean["driving"].max() - mean["driving"].min() < 0.02
    assert mean.idxmax().to_dict() == {
        "amiable": "suggested trial",
        "analytical": "summary of benefits",
        "driving": "suggested trial",
        "expressive": "concession",
    }
    assert cells["count"].to_numpy().min() < 40 < cells["count"]["expressive"]["concession"]


def test_with_the_true_style_the_direct_request_is_last_everywhere(closes):
    mean = closes.groupby(["true", "technique"])["yes"].mean().unstack()
    assert (mean.idxmin(axis=1) == DIRECT).all()
    assert [round(100 * mean.loc[style, DIRECT]) for style in ("amiable", "analytical", "driving", "expressive")] == [
        27,
        24,
        75,
        34,
    ]


def test_a_revisit_pays_and_thanks_alone_do_not(visits):
    rows = visits.sort_values("date")
    before = rows.groupby("host")[["thanked", "revisited"]].shift(1)
    later = rows.join(before.add_suffix("_before")).dropna(subset=["thanked_before"])
    later = later[later["stage"] == "close"]
    shares = rates(later, [later["thanked_before"].astype(bool), later["revisited_before"].astype(bool)])
    assert shares[True, True] == pytest.approx(0.575, abs=0.001)
    assert shares[True, False] == pytest.approx(0.47, abs=0.003)
    assert shares[False, False] == pytest.approx(0.46, abs=0.003)
    after = visits[visits["stage"] == "close"].groupby("agreed")["revisited"].mean()
    assert (after[False], after[True]) == pytest.approx((0.28, 0.26), abs=0.005)


def test_names_that_customers_give(visits, leads):
    referrals = datasets.load("referrals").groupby("referrer_id")["referred_on"].apply(list).to_dict()
    seen = visits[visits["customer_id"].notna() & (visits["date"] <= "2025-06-30")]
    names = [
        sum(0 <= (day - date).days <= 180 for day in referrals.get(customer, []))
        for customer, date in zip(seen["customer_id"], seen["date"], strict=True)
    ]
    yield_of = pd.Series(names, index=seen.index).groupby(seen["revisited"]).mean()
    assert (yield_of[False], yield_of[True]) == pytest.approx((0.033, 0.053), abs=6e-4)
    chain = leads[(leads["channel"] == "chain referral") & (leads["signed_on"].notna() | leads["lost_on"].notna())]
    assert chain["signed_on"].notna().mean() == pytest.approx(0.28, abs=0.025)


def test_what_the_memo_would_cost(closes):
    pilot, own = closes[closes["randomised"]], closes[~closes["randomised"]]
    mean = pilot.groupby(["style", "technique"])["yes"].mean().unstack()
    mix = closes["style"].value_counts(normalize=True)
    memo, best, now = (mix * mean[DIRECT]).sum(), (mix * mean.max(axis=1)).sum(), (mix * rates(own, "style")).sum()
    assert 1000 * (best - memo) == pytest.approx(250, abs=5)
    assert 100 < 1000 * (now - memo) < 150


def test_figures_of_the_assignment_s_model_script(visits, closes):
    own = visits[visits["host"] == "C0000809"].sort_values("date")
    last = own.iloc[-1]
    assert (last["style"], last["objection"], last["closing_signal"]) == ("analytical", "trust", "expression")
    assert (last["technique"], str(last["date"].date())) == ("suggested trial", "2025-11-12")
    assert not last["objection_removed"]
    assert not last["revisited"]
    held = datasets.load("holdings").query("customer_id == 'C0000809' and closed.isna()").set_index("product_id")
    assert str(held.loc["P04", "maturity"].date()) == "2026-01-08"
    assert "P51" not in held.index
    balances = datasets.load("balances")
    month = balances[balances["month"] == balances["month"].max()].set_index("holding_id")
    assert month.loc[held.loc["P04", "holding_id"], "balance"] == 2_191_400
    assert month.loc[held.loc["P47", "holding_id"], "interest"] < 0
    products = datasets.load("products").set_index("product_id")
    assert products.loc[["P04", "P03"], "rate"].tolist() == [0.0245, 0.022]
    assert products.loc[["P04", "P51"], "risk_level"].tolist() == [0, 0]
    pilot = (
        closes[closes["randomised"] & (closes["style"] == "analytical")]
        .groupby("technique")["yes"]
        .agg(["count", "mean"])
    )
    found = [(int(row["count"]), round(100 * row["mean"])) for _, row in pilot.sort_values("mean").iterrows()]
    assert found == [(94, 16), (66, 27), (84, 44), (90, 48)]
