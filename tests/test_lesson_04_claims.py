"""What lesson 04 says in prose and in the titles of its figures is true of the data."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy.stats import chi2_contingency
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.mixture import GaussianMixture

from cmlib import datasets, segments
from cmlib.proportions import proportion_interval
from cmlib.survey import cronbach_alpha, risk_type, suitability
from cmlib.synthetic import Bank

BIG, WORKER = "C0000769", "C0001321"
TABLES = [
    "holdings",
    "balances",
    "products",
    "loans",
    "loan_months",
    "customer_months",
    "transactions",
    "service_costs",
]
MARKS = ["credit_quality", "occupation_ability", "tax_record", "lifestyle_health", "financial_awareness"]


@pytest.fixture(scope="module")
def truth():
    return Bank(seed=datasets.SEED).truth


@pytest.fixture(scope="module")
def bank():
    return {name: datasets.load(name) for name in TABLES}


@pytest.fixture(scope="module")
def parts(bank):
    return segments.profit_parts(bank)


@pytest.fixture(scope="module")
def profit(parts):
    by = ["customer_id", "year"]
    lost = parts.expected_losses
    return segments.profit_contribution(
        parts.positions, fees=parts.fees, costs=parts.costs, expected_losses=lost, by=by
    )


@pytest.fixture(scope="module")
def now(profit, parts):
    of_2025 = profit[profit["year"] == 2025].set_index("customer_id")
    saved = parts.positions.query("business_line == 'liability' and year == 2025")
    deposits = saved.groupby("customer_id")["balance"].sum() / 12
    return of_2025.assign(deposits=deposits.reindex(of_2025.index, fill_value=0))


@pytest.fixture(scope="module")
def leads():
    return datasets.load("leads")


def test_the_largest_depositor_loses_money_and_the_worker_brings_some(now, bank, leads):
    assert now["deposits"].idxmax() == BIG
    assert now.loc[BIG, "deposits"] == pytest.approx(15e6, rel=0.01)
    assert now.loc[[BIG, WORKER], "profit"].round().tolist() == [-22_701, 8_944]
    assert segments.value_class(now.loc[BIG, "profit"]) == "loss-making"
    found = leads.set_index("customer_id").loc[WORKER]
    assert (found["channel"], found["occupation"], round(found["cost"])) == ("door-to-door", "worker", 9)
    assert (found["found_on"].year, found["district"], f"{found['signed_on']:%Y-%m}") == (2023, "west", "2024-03")
    months = bank["customer_months"].query("customer_id == @BIG and month >= '2025-01-01'")
    assert months["advice_minutes"].mean() / 60 == pytest.approx(4.2, abs=0.3)
    products = bank["products"].set_index("product_id")
    paid = bank["holdings"].query("customer_id == @BIG").dropna(subset="rate")
    assert (paid["rate"].to_numpy() > products.loc[paid["product_id"], "rate"].to_numpy()).all()
    held = bank["holdings"].query("customer_id == @WORKER and closed.isna()")["product_id"]
    assert held.nunique() >= 5  # several products, at the catalogue's prices


def test_the_rule_of_expected_loss_is_that_of_three_years(bank):
    personal = bank["loans"].dropna(subset="customer_id")
    rows = bank["loan_months"].merge(personal, on="loan_id").assign(year=lambda table: table["month"].dt.year)
    start = rows[(rows["month"].dt.month == 1) & (rows["category"] <= 2) & (rows["days_past_due"] <= 90)]
    late = rows[rows["days_past_due"] > 90].groupby(["loan_id", "year"]).size().rename("late").reset_index()
    seen = start.merge(late, on=["loan_id", "year"], how="left")
    counted = seen["late"].notna().groupby(seen["security"] == "mortgage").agg(["sum", "size"])
    assert counted.loc[True].tolist() == [3, 726]
    assert counted.loc[False].tolist() == [12, 604]


def test_four_fifths_come_from_a_fifth_and_the_last_customer_takes_more_than_all_other_losers(now):
    best = now["profit"].sort_values(ascending=False)
    assert best.iloc[: len(best) // 5].sum() / best.sum() == pytest.approx(0.79, abs=0.005)
    assert (best < 0).mean() == pytest.approx(0.2, abs=0.01)
    assert (best > 0).mean() == pytest.approx(0.79, abs=0.01)
    assert best.index[-1] == BIG
    assert best.iloc[-1] < best[best < 0].sum() / 2


def test_all_three_warnings_hold(now, profit):
    fifth = len(now) // 5
    best = set(now["profit"].nlargest(fifth).index)
    assert np.mean([one not in best for one in now["deposits"].nlargest(fifth).index]) > 1 / 3
    assert 0.2 < segments.top_transition(profit).probabilities.loc["top", "rest"] < 0.25
    income = datasets.load("customers").set_index("customer_id")["monthly_income"].reindex(now.index)
    assert np.mean([one not in best for one in now.index[income >= 15_000]]) > 2 / 3


def test_her_three_year_deposit_is_paid_above_the_transfer_price(parts):
    rows = parts.positions[parts.positions["holding_id"] == "H000006170"]
    row = rows[rows["month"] == "2025-12-01"].iloc[0]
    assert (row["customer_id"], row["rate"], row["transfer_price"]) == (BIG, 0.0276, 0.0265)


@pytest.fixture(scope="module")
def scaled(parts, bank):
    kind = {"P01": "current", "P45": "cash fund"} | dict.fromkeys(["P02", "P03", "P04"], "time")
    kind |= dict.fromkeys(["P46", "P47", "P48", "P49", "P50"], "funds")
    last = parts.positions[parts.positions["month"] == "2025-12-01"]
    last = last.assign(kind=last["product_id"].map(kind)).dropna(subset="kind")
    money = last.pivot_table(index="customer_id", columns="kind", values="balance", aggfunc="sum", fill_value=0)
    habits = money.div(money.sum(axis=1), axis=0)[["current", "time", "funds"]]
    of_2025 = bank["customer_months"][bank["customer_months"]["month"] >= "2025-01-01"].groupby("customer_id")
    habits = habits.join(np.log1p(of_2025[["app_logins", "counter_visits"]].mean())).dropna()
    return (habits - habits.mean()) / habits.std()


def test_clusters_look_like_motives_and_hardly_are(scaled, truth):
    groups = KMeans(4, n_init=10, random_state=0).fit_predict(scaled)
    others = GaussianMixture(4, n_init=3, random_state=0).fit_predict(scaled)
    means = scaled.groupby(groups).mean()
    assert means["time"].idxmax() != means["funds"].idxmax()
    rest = means.drop([means["time"].idxmax(), means["funds"].idxmax()])
    assert (rest["current"] > 0).all()
    assert rest["app_logins"].max() - rest["app_logins"].min() > 1.5
    assert 0.2 < silhouette_score(scaled, groups) < 0.5
    assert adjusted_rand_score(groups, others) < 0.5
    motive = truth["traits"].set_index("customer_id").loc[scaled.index, "motive"]
    assert 0.05 < adjusted_rand_score(motive, groups) < 0.2
    assert adjusted_rand_score(motive, others) < 0.2


def test_ownership_and_size_tell_what_a_firm_needs_and_profitability_does_not():
    firms = datasets.load("corporate_files").merge(datasets.load("firms"), on="firm_id")
    books = datasets.load("statements").query("year == 2024").set_index("firm_id")
    earned = firms["firm_id"].map(books["net_income"] / books["total_assets"])
    firms["profitability"] = pd.cut(earned, [-np.inf, 0, 0.06, np.inf], right=False)
    test = {
        trait: chi2_contingency(pd.crosstab(firms[trait], firms["needs"]))
        for trait in ("ownership", "size_class", "profitability")
    }
    assert test["ownership"].pvalue < test["size_class"].pvalue < 1e-6
    assert test["profitability"].pvalue > 0.5
    counts = pd.crosstab(firms["ownership"], firms["needs"])
    expected = pd.DataFrame(test["ownership"].expected_freq, counts.index, counts.columns)
    share = counts.sum(axis=1) / counts.to_numpy().sum(), counts.sum() / counts.to_numpy().sum()
    residual = (counts - expected) / np.sqrt(expected * np.outer(1 - share[0], 1 - share[1]))
    strongest = residual.stack().nlargest(3).index.tolist()
    assert strongest == [("foreign", "intermediary-led"), ("private", "asset-led"), ("state", "deposit-led")]
    assert counts.size == 16


@pytest.fixture(scope="module")
def cohort(leads, now):
    found = leads[leads["found_on"].between("2023-01-01", "2024-12-31")]
    return found.assign(value=found["customer_id"].map(now["profit"]).fillna(0), signed=found["signed_on"].notna())


def test_channels_are_as_told(cohort):
    assert (cohort["signed_on"].isna() & cohort["lost_on"].isna()).sum() == 1
    by = cohort.groupby("channel")
    rate, cost = by["signed"].mean(), by["cost"].sum() / by["value"].sum()
    assert rate.sort_values().index[[0, -2, -1]].tolist() == ["door-to-door", "intermediary", "chain referral"]
    assert rate["intermediary"] == pytest.approx(0.23, abs=0.005)
    lead = by["cost"].mean()
    assert 6 < lead["intermediary"] / lead["chain referral"] < 7
    assert cost[["intermediary", "chain referral"]].round(2).tolist() == [1.0, 0.21]
    assert cost.sort_values().index[:3].tolist() == ["chain referral", "own relationships", "door-to-door"]
    assert set(cost.nlargest(2).index) == {"group introduction", "intermediary"}
    door = cohort[cohort["channel"] == "door-to-door"]
    his = door.loc[door["customer_id"] == WORKER, "value"].sum()
    assert his > door["value"].sum() / 2
    assert door["cost"].sum() / (door["value"].sum() - his) == pytest.approx(0.86, abs=0.005)
    pairs = segments.compare_channels(segments.channel_funnel(cohort))
    assert (len(pairs), (pairs["adjusted_p_value"] < 0.05).sum()) == (15, 8)


def test_all_six_intervals_hold_the_planted_conversion(cohort, leads, truth):
    planted = {
        channel: truth["parameters"]["lead_conversion_" + channel.replace(" ", "_").replace("-", "_")]
        for channel in sorted(set(leads["channel"]))
    }
    wanted = np.array(list(planted.values()))
    won = cohort.groupby("channel")["signed"].agg(["sum", "size", "mean"])
    lower, upper = proportion_interval(won["sum"], won["size"])
    assert ((lower < wanted) & (wanted < upper)).all()
    assert (won["mean"] - wanted).abs().max() < 0.035
    everybody = leads["signed_on"].notna().groupby(leads["channel"]).mean()
    assert (everybody < wanted).sum() == 5


def test_the_network_is_as_told(now, truth):
    known, referrals = datasets.load("contacts"), datasets.load("referrals")
    graph = nx.from_pandas_edgelist(known, "customer_id", "other_customer_id")
    groups = nx.community.louvain_communities(graph, seed=1)
    found = {one: number for number, people in enumerate(groups) for one in people}
    circles = truth["circles"].set_index("customer_id")["circle"]
    assert adjusted_rand_score(circles[list(found)], list(found.values())) > 0.95
    contacts = pd.Series(dict(graph.degree()))
    given = referrals["referrer_id"].value_counts().reindex(contacts.index, fill_value=0)
    assert given[contacts >= 10].mean() / given[contacts <= 2].mean() == pytest.approx(7, abs=0.5)
    breadth = pd.cut(contacts, [0, 2, 4, 6, 9, 99])
    expected = len(referrals) / contacts.sum() * contacts.groupby(breadth, observed=True).mean()
    assert (given.groupby(breadth, observed=True).mean() - expected).abs().max() < 0.04
    won = referrals.dropna(subset="referred_id")
    worked = {frozenset(pair) for pair in won[["referrer_id", "referred_id"]].to_numpy()}
    used = pd.Series([frozenset(pair) in worked for pair in known[["customer_id", "other_customer_id"]].to_numpy()])
    assert used.groupby(known["closeness"]).mean()[[1, 5]].round(3).tolist() == [0.006, 0.036]
    assert chi2_contingency(pd.crosstab(known["relation"], used)).pvalue > 0.05  # no kind stands out
    both = won["referrer_id"].map(now["profit"]).corr(won["referred_id"].map(now["profit"]), method="spearman")
    assert abs(both) < 0.1
    best = won.assign(profit=won["referred_id"].map(now["profit"])).nlargest(5, "profit")
    own = best["referrer_id"].map(now["profit"])
    assert own.iloc[:2].round().tolist() == [735, 155]
    assert (own < 300).sum() == 3


@pytest.fixture(scope="module")
def decided(leads):
    known = leads[leads["signed_on"].notna() | leads["lost_on"].notna()]
    return known.assign(signed=known["signed_on"].notna().astype(int), points=known[MARKS].sum(axis=1))


def test_leads_of_lower_risk_sign_twice_as_often_and_assets_hardly_matter(decided):
    safe = decided[["credit_quality", "tax_record"]].min(axis=1) >= 3
    rich = decided["estimated_assets"] >= 50_000
    rate = decided.groupby([safe, rich])["signed"].mean().unstack()
    assert (rate.loc[True] / rate.loc[False]).between(1.8, 2.7).all()
    assert (rate[True] - rate[False]).abs().max() < 0.02


def test_half_of_the_models_list_signs_a_third_of_the_list_by_points_and_a_fifth_by_assets(decided):
    early, late = decided[decided["found_on"] < "2025-01-01"], decided[decided["found_on"] >= "2025-01-01"]
    model = smf.logit("signed ~ C(channel) + " + " + ".join(MARKS), data=early).fit(disp=False)
    late = late.assign(chance=model.predict(late)).sort_values("lead_id")
    hits = {
        name: late.sort_values(name, ascending=False, kind="stable").head(50)["signed"].mean()
        for name in ("chance", "points", "estimated_assets")
    }
    assert list(hits.values()) == pytest.approx([1 / 2, 1 / 3, 1 / 5], abs=0.03)
    assert late["signed"].mean() == pytest.approx(1 / 8, abs=0.005)


def test_the_questionnaire_is_as_told(bank, truth):
    scored = risk_type(datasets.load("risk_questionnaire"))
    first, names = scored[scored["attempt"] == 1], [f"q{number}" for number in range(1, 11)]
    assert cronbach_alpha(first[names]).alpha == pytest.approx(0.05, abs=0.005)
    assert cronbach_alpha(first[[f"{name}_points" for name in names]]).alpha == pytest.approx(0.80, abs=0.005)
    twice = scored.pivot(index="customer_id", columns="attempt", values="risk_type").dropna()
    assert len(twice) == 93
    assert (twice[1] != twice[2]).mean() == pytest.approx(0.41, abs=0.005)
    newest = scored.sort_values("attempt").groupby("customer_id").tail(1)[["customer_id", "risk_type"]]
    held = bank["holdings"][bank["holdings"]["closed"].isna()].merge(bank["products"], on="product_id")
    checked = suitability(held[held["risk_level"] > 0].merge(newest, on="customer_id"))
    assert (len(checked), (checked["suitability"] == "too risky").sum()) == (430, 37)
    assert checked.groupby("risk_type")["risk_level"].mean().is_monotonic_increasing
    true = first["customer_id"].map(truth["risk_types"].set_index("customer_id")["risk_type"])
    steps = first["risk_type"].str[1].astype(int) - true.str[1].astype(int)
    assert 0.5 < (steps == 0).mean() < 0.6
    assert (steps.abs() == 1).sum() / (steps != 0).sum() > 0.9


def test_profit_without_loans_is_the_truth_to_the_cent(parts, truth):
    by = ["customer_id", "year"]
    own = parts.positions[parts.positions["business_line"] != "asset"]
    found = segments.profit_contribution(own, fees=parts.fees, costs=parts.costs, by=by)
    both = found.merge(truth["customer_profit"], on=by, suffixes=("", "_true"), how="outer")
    assert (both["profit"] - both["profit_true"]).abs().max() < 0.02
    traits = truth["traits"].set_index("customer_id")
    assert traits.index[traits["largest_depositor"]].tolist() == [BIG]


def test_a_price_of_ones_own_makes_her_the_best_and_the_margin_three_times_as_large(parts, now):
    rows = parts.positions.query("year == 2025")
    price = {"liability": 0.0395, "asset": 0.001}
    rows = rows.assign(transfer_price=rows["business_line"].map(price).fillna(rows["transfer_price"]))
    claimed = segments.profit_contribution(rows).set_index("customer_id")
    assert claimed["profit"].idxmax() == BIG
    margins = ["deposit_margin", "loan_margin"]
    assert claimed[margins].to_numpy().sum() / now[margins].to_numpy().sum() == pytest.approx(3, abs=0.1)
