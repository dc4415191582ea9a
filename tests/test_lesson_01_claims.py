"""What lesson 01 says in prose and in the titles of its figures is true of the data."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.optimize import curve_fit
from sklearn.linear_model import LogisticRegression

from cmlib import datasets
from cmlib.proportions import proportion_interval
from cmlib.synthetic import Bank

SCALES = ["core", "formal", "extended", "availability", "interactivity", "participation"]
NAMES = {"P61": "video counter", "P62": "family account", "P63": "savings game", "P64": "voice assistant"}


@pytest.fixture(scope="module")
def bank():
    return Bank(seed=datasets.SEED)


@pytest.fixture(scope="module")
def products():
    return datasets.load("products").set_index("product_id")


@pytest.fixture(scope="module")
def ratings():
    table = datasets.load("product_ratings")
    return table.assign(**{scale: table[[f"{scale}_1", f"{scale}_2"]].mean(axis=1) for scale in SCALES})


def test_the_services_have_the_names_and_launches_that_the_lesson_gives(products, ratings):
    assert products.loc[list(NAMES), "name"].to_dict() == NAMES
    assert products.loc[["P63", "P64"], "launched"].dt.strftime("%Y-%m").tolist() == ["2021-07", "2024-01"]
    assert products.loc["P63", "chinese_name"] == "攒钱游戏"
    assert (len(ratings), len(products)) == (909, 46)
    assert set(ratings["rated_on"].dt.strftime("%Y-%m")) == {"2024-12"}


def test_the_savings_game_is_liked_by_a_step_more_and_kept_least(ratings):
    by = ratings.groupby("product_id")
    liked, kept = by["satisfied"].mean(), by["kept"].mean()
    assert liked["P63"] - liked.drop("P63").max() > 1
    assert liked.idxmin() == kept.idxmax() == "P62"
    assert kept.sort_values().round(2).to_dict() == {"P63": 0.38, "P64": 0.57, "P61": 0.78, "P62": 0.86}
    lower, upper = proportion_interval(by["kept"].sum(), by["kept"].count())
    assert upper[2] < lower[[0, 1, 3]].min()


def test_the_savings_game_is_high_in_three_scales_and_low_in_three(ratings):
    means = ratings.groupby("product_id")[SCALES].mean()
    high, low = ["core", "formal", "availability"], ["extended", "interactivity", "participation"]
    assert (means[high].idxmax() == "P63").all()
    assert (means[low].idxmin() == "P63").all()
    assert means.loc["P63", high].round(1).agg(["min", "max"]).tolist() == [5.3, 5.9]
    assert means.loc["P63", ["extended", "participation"]].between(2.8, 3.1).all()


def test_who_stayed_marked_extended_and_participation_a_step_higher_and_was_less_satisfied(ratings):
    mean = ratings.groupby("kept")[[*SCALES, "satisfied"]].mean()
    difference = mean.loc[True] - mean.loc[False]
    assert difference.nlargest(2).index.tolist() == ["extended", "participation"]
    assert difference.nlargest(2).min() > 1 > difference.nlargest(3).iloc[-1]
    assert difference["satisfied"] < -0.2
    left = ratings.loc[~ratings["kept"], "product_id"]
    assert (left == "P63").mean() > 0.5
    inside = ratings.groupby(["product_id", "kept"])["satisfied"].mean().unstack()
    assert (inside[True] > inside[False]).all()


def test_what_is_liked_and_what_goes_with_staying_are_different_levels(ratings, bank):
    x = sm.add_constant(ratings[SCALES])
    like, stay = sm.OLS(ratings["satisfied"], x).fit(), sm.Logit(ratings["kept"].astype(int), x).fit(disp=False)
    assert like.params[SCALES].nlargest(2).index.tolist() == ["core", "formal"]
    assert like.params[["extended", "participation"]].abs().max() < 0.02
    assert stay.params[["extended", "participation"]].round(2).tolist() == [0.77, 0.58]
    assert np.exp(stay.params["extended"]) == pytest.approx(2.2, abs=0.05)
    ends = stay.conf_int()
    has_zero = (ends[0] < 0) & (ends[1] > 0)
    assert has_zero[SCALES].to_dict() == {
        scale: scale in ("formal", "availability", "interactivity") for scale in SCALES
    }
    assert 0 < ends.loc["core", 0] < 0.02
    means = ratings.groupby("product_id")[["extended", "participation"]].mean().round(1)
    assert means.loc[["P64", "P62"]].to_numpy().tolist() == [[4.1, 3.8], [5.1, 5.3]]
    truth = bank.truth["parameters"]
    assert all(ends.loc[scale, 0] < truth[f"kept_{scale}"] < ends.loc[scale, 1] for scale in SCALES)
    assert truth["kept_formal"] == truth["kept_interactivity"] == 0


def test_every_business_of_the_three_lines_is_in_the_catalogue(products):
    groups = products.groupby("business_line")["product_group"].agg(set).to_dict()
    assert groups == {
        "asset": {"loans", "bills", "bond investment", "interbank", "securitisation", "leasing"},
        "liability": {"deposits", "borrowings"},
        "intermediary": {"settlement", "cards", "agency", "guarantee", "commitment", "trading", "custody", "advisory"},
    }


@pytest.fixture(scope="module")
def year():
    income = datasets.load("income_by_product").merge(datasets.load("products"), on="product_id")
    income = income[income["month"].dt.year == 2025].fillna({"average_balance": 0})
    sign = income["business_line"].map({"asset": -1, "liability": 1, "intermediary": -1})
    margin = income["interest_income"] - income["interest_expense"]
    return income.assign(margin=margin + sign * income["average_balance"] * income["transfer_price"] / 12)


def test_interest_sorts_the_catalogue_into_its_lines(products):
    paid = datasets.load("income_by_product").groupby("product_id")[["interest_income", "interest_expense"]].sum()
    assert len(paid) == 42
    for product, flow in paid.iterrows():
        line = "asset" if flow["interest_income"] else "liability" if flow["interest_expense"] else "intermediary"
        assert line == products.loc[product, "business_line"]


def test_the_asset_line_brings_half_and_the_others_a_quarter_each(year):
    total = (year["margin"] + year["fee_income"]).groupby(year["business_line"]).sum()
    assert (total / total.sum()).round(2).to_dict() == {"asset": 0.52, "intermediary": 0.23, "liability": 0.25}
    paid = year[(year["business_line"] == "intermediary") & (year["margin"] != 0)]
    assert set(paid["name"]) == {"credit card"}
    assert year[["average_balance", "fee_income"]].where(year["product_id"].isin(NAMES), 0).sum().sum() == 0


def test_the_bank_earns_as_much_as_fourteen_equal_products(year):
    total = (year["margin"] + year["fee_income"]).groupby(year["name"]).sum().sort_values(ascending=False)
    share = total[total > 0] / total[total > 0].sum()
    assert 1 / (share**2).sum() == pytest.approx(14, abs=0.5)
    assert set(share.index[:5]) == {
        "fixed-asset loan", "working-capital loan", "home mortgage", "consumer loan", "business owner's loan"
    }  # fmt: skip
    assert share.index.get_loc("credit card") < 9
    lines = year.groupby("name")["business_line"].first()
    assert set(lines[share.index[:8]]) == {"asset", "liability", "intermediary"}
    assert (lines[share.index[:8]] == "intermediary").sum() == 1


def users(t, p, q, m):
    faded = np.exp(-(p + q) * t)
    return m * (1 - faded) / (1 + q / p * faded)


def new_users(t, p, q, m):
    return users(t, p, q, m) - users(t - 1, p, q, m)


@pytest.fixture(scope="module")
def counts():
    table = datasets.load("product_adoptions").sort_values("month")
    return {one: rows["new_users"].to_numpy(float) for one, rows in table.groupby("product_id")}


def fit(seen):
    return curve_fit(new_users, np.arange(1, len(seen) + 1), seen, p0=(0.01, 0.1, 2 * seen.sum()))


def peaks(best, spread):
    p, q, _ = np.random.default_rng(1).multivariate_normal(best, spread, size=2000).T
    fine = (p > 0) & (q > 0)
    return np.percentile(np.log(q[fine] / p[fine]) / (p[fine] + q[fine]), [2.5, 97.5])


def test_three_markets_are_used_up_and_the_voice_assistant_is_before_its_peak(counts, bank):
    reached = {one: seen.sum() / fit(seen)[0][2] for one, seen in counts.items()}
    assert reached["P63"] == pytest.approx(0.99, abs=0.005)
    assert min(reached["P61"], reached["P62"]) > 0.97
    assert reached["P64"] == pytest.approx(0.29, abs=0.005)
    best, spread = fit(counts["P64"])
    curve = new_users(np.arange(1, 49), *best)
    assert len(counts["P64"]) == 24
    assert curve.argmax() + 1 == 30
    assert (round(curve.max(), -3), curve[-1] < 4000, counts["P64"][-1] > 12_500) == (16_000, True, True)
    low, high = peaks(best, spread)
    assert (round(low), round(high)) == (29, 30)
    assert [round(end) for end in peaks(*fit(counts["P64"][:12]))] == [21, 46]
    truth = bank.truth["adoption_curves"].query("product_id == 'P64'")["expected"].to_numpy()
    assert truth.argmax() + 1 == 30


@pytest.fixture(scope="module")
def contacts():
    return datasets.load("campaign_contacts")


FACTS = ["age", "income_band", "mobile_days", "previous_contacts", "previous_responses"]


def test_a_fifth_of_the_calls_reaches_half_and_the_last_quarter_nobody(contacts):
    called = contacts.query("campaign_id == 'K05' and contacted")
    learn, test = called.iloc[::2], called.iloc[1::2]
    model = LogisticRegression(C=np.inf, solver="newton-cholesky").fit(learn[FACTS], learn["responded"])
    chance = model.predict_proba(test[FACTS])[:, 1]
    yes = test["responded"].to_numpy()[np.argsort(-chance)]
    reached = np.cumsum(yes) / yes.sum()
    assert (len(yes), reached[94].round(2), reached[236].round(2)) == (474, 0.54, 0.90)
    assert reached[int(0.75 * 474)] == 1
    profit = np.cumsum(320 * yes - 10)
    assert (profit.argmax() + 1, profit[-1]) == (341, 10_620)
    assert 11_900 < profit.max() < 12_000
    worth = (chance > 10 / 320).sum()
    assert (worth, profit[worth - 1]) == (334, 11_380)
    more = [*FACTS, "call_minutes"]
    second = LogisticRegression(C=np.inf, solver="newton-cholesky").fit(learn[more], learn["responded"])
    yes = test["responded"].to_numpy()[np.argsort(-second.predict_proba(test[more])[:, 1])]
    assert np.cumsum(yes)[94] == yes.sum()


def test_wording_a_adds_less_than_it_costs_and_b_earns(contacts):
    pension = contacts.query("campaign_id == 'K05'")
    rate = pension.groupby(pension["offer"].fillna("alone"))["responded"].agg(["mean", "size", "sum"])
    assert rate["mean"].round(3).to_dict() == {"A": 0.075, "B": 0.119, "alone": 0.062}
    assert rate["size"].to_dict() == {"A": 477, "B": 472, "alone": 162}
    assert rate["sum"][["A", "B"]].tolist() == [36, 56]
    net = 320 * (rate["mean"] - rate["mean"]["alone"]) - 10
    assert net["A"] < 0 < net["B"]
    assert 320 * rate["mean"]["A"] - 10 == pytest.approx(14, abs=0.5)


def test_b_leads_in_each_instalment_campaign_and_loses_in_the_mixture(contacts):
    called = contacts[contacts["contacted"] & contacts["campaign_id"].isin(["K01", "K04"])]
    rate = called.groupby(["campaign_id", "offer"])["responded"].mean().unstack()
    assert (rate["B"] - rate["A"]).round(3).tolist() == [0.042, 0.034]
    mixed = called.groupby("offer")["responded"].mean()
    assert mixed.round(3).to_dict() == {"A": 0.094, "B": 0.080}
    assert mixed["B"] - mixed["A"] == pytest.approx(-0.015, abs=0.0006)
    size = called.groupby(["campaign_id", "offer"]).size().unstack()
    assert (size.div(size.sum(axis=1), axis=0)).round(1).to_numpy().tolist() == [[0.2, 0.8], [0.8, 0.2]]
    assert rate.loc["K01"].max() < rate.loc["K04"].min()
    effect = {
        one: wording.split()[0] for one, wording in datasets.load("campaigns").iloc[0][["offer_a", "offer_b"]].items()
    }
    assert effect == {"offer_a": "three", "offer_b": "six"}


@pytest.fixture(scope="module")
def held():
    holdings = datasets.load("holdings")
    return (pd.crosstab(holdings["customer_id"], holdings["product_id"]) > 0).drop(columns=["P01", "P41"])


def test_rules_and_filter_tie_above_the_bestsellers_until_the_newest_product_is_hidden(held):
    learn, test = held.iloc[::2].to_numpy(float), held.iloc[1::2].to_numpy()
    together, count = learn.T @ learn, learn.sum(axis=0)
    rules, cosine = together / count[:, None], together / np.sqrt(np.outer(count, count))
    holdings = datasets.load("holdings").query("product_id not in ['P01', 'P41']").sort_values(["opened", "holding_id"])
    newest = holdings.groupby("customer_id")["product_id"].last()
    ranks = {(list_, what): [] for list_ in ("best", "rules", "filter") for what in ("any", "newest")}
    for customer, row in zip(held.index[1::2], test, strict=True):
        for hidden in np.flatnonzero(row):
            rest = row.copy()
            rest[hidden] = False
            if not rest.any():
                continue
            points = {"best": count, "rules": rules[rest].max(axis=0), "filter": cosine[rest].sum(axis=0)}
            for list_, each in points.items():
                hit = ((each > each[hidden]) & ~rest).sum() < 3
                ranks[list_, "any"].append(hit)
                if held.columns[hidden] == newest[customer]:
                    ranks[list_, "newest"].append(hit)
    rate = {key: np.mean(hits) for key, hits in ranks.items()}
    assert abs(rate["rules", "any"] - rate["filter", "any"]) < 0.01
    assert rate["rules", "any"] - rate["best", "any"] == pytest.approx(0.07, abs=0.005)
    assert max(rate["rules", "newest"], rate["filter", "newest"]) - rate["best", "newest"] < 0.01
    assert held["P43"].mean() > 0.7


def test_most_investments_have_no_questionnaire_and_most_alarms_are_false(bank):
    forms = datasets.load("risk_questionnaire").sort_values("attempt").groupby("customer_id").last()
    key = datasets.load("risk_score_key").set_index(["question", "option"])["points"]
    score = sum(forms[f"q{n}"].map(key[f"q{n}"]) for n in range(1, 11))
    allowed = 1 + sum((score >= bound).astype(int) for bound in (34, 44, 54, 64))
    holdings = datasets.load("holdings").query("closed.isna()").merge(datasets.load("products"), on="product_id")
    risky = holdings.query("risk_level > 0").assign(allowed=lambda table: table["customer_id"].map(allowed))
    alarm = risky["risk_level"] > risky["allowed"]
    made = risky["holding_id"].isin(bank.truth["mismatches"]["holding_id"])
    assert (risky["allowed"].isna().mean().round(2), alarm.sum(), made.sum()) == (0.68, 37, 29)
    assert ((alarm & made).sum(), (made & risky["allowed"].isna()).sum()) == (7, 21)


def test_the_effects_of_the_campaigns_are_recovered(contacts, bank):
    x = (
        contacts[FACTS]
        .astype(float)
        .assign(call=contacts["contacted"].astype(float), wording_b=(contacts["offer"] == "B").astype(float))
    )
    x = sm.add_constant(x.join(pd.get_dummies(contacts["campaign_id"], drop_first=True, dtype=float)))
    ends = sm.Logit(contacts["responded"].astype(int), x).fit(disp=False).conf_int()
    truth = bank.truth["parameters"]
    assert ends.loc["call", 0] < truth["response_contact"] < ends.loc["call", 1]
    assert ends.loc["wording_b", 0] < truth["response_offer_b"] < ends.loc["wording_b", 1]
    assert truth["response_contact"] == 0.9
