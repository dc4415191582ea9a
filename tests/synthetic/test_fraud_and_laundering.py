"""Fraud and laundering: found again with the methods of the lesson, and never trivially."""

from functools import lru_cache

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from banks import bank
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from cmlib.datasets import SEED
from cmlib.synthetic.accounts import fraud_cases

SEEDS = (SEED, 3, 19)
SIZES = ({"customers": 100, "months": 12}, {"customers": 1_001}, {"customers": 700, "months": 60})


@pytest.fixture(params=SEEDS)
def seed(request):
    return request.param


# ---- the lesson on fraud: rare, findable, not trivial -------------------------------------------------------------


@lru_cache
def payments(seed) -> pd.DataFrame:
    """Payments out of current accounts with what is known at that moment, and whether they are fraud."""
    made = bank(seed)
    moved = made.tables["transactions"]
    accounts = made.tables["holdings"].query("product_id == 'P01'")["holding_id"]
    table = moved[moved["kind"].isin(["card payment", "transfer out"]) & moved["holding_id"].isin(accounts)].copy()
    table["moment"] = table["date"] + pd.to_timedelta(table["second"], unit="s")
    table = table.sort_values(["customer_id", "moment"], ignore_index=True)
    own = table.groupby("customer_id")
    size = np.log1p(-table["amount"])
    before = size.groupby(table["customer_id"]).expanding().mean().reset_index(level=0, drop=True)
    table["size"] = size
    table["unusual size"] = size - before.groupby(table["customer_id"]).shift().fillna(before.mean())
    table["night"] = table["second"] < 6 * 3_600
    table["strange device"] = table["device"].fillna(0) > 0
    table["dear"] = table["counterparty"].isin(["electronics", "luxury goods"])
    table["to another bank"] = (table["kind"] == "transfer out") & (table["counterparty"] == "other bank")
    table["just before"] = np.exp(-own["moment"].diff().dt.total_seconds().fillna(1e7) / 7_200)
    table["strange device just before"] = own["strange device"].shift(fill_value=False) * table["just before"]
    table["strange and dear"] = table["strange device"] & table["dear"]
    table["strange and to another bank"] = table["strange device"] & table["to another bank"]
    table["fraud"] = table["transaction_id"].isin(made.truth["fraud"]["transaction_id"])
    table["confirmed"] = table["transaction_id"].isin(made.tables["fraud_cases"].query("confirmed")["transaction_id"])
    table["reported"] = table["transaction_id"].isin(made.tables["fraud_cases"]["transaction_id"])
    return table


FEATURES = (
    "size", "unusual size", "night", "strange device", "dear", "to another bank", "just before",
    "strange device just before", "strange and dear", "strange and to another bank",
)  # fmt: skip


@lru_cache
def scored(seed, features) -> tuple[pd.Series, np.ndarray]:
    """Learnt from what was confirmed in the first two years; scores and truth of the third."""
    table, features = payments(seed), list(features)
    third = table["date"] > pd.Timestamp(bank(seed).calendar.last_days[23])
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
    model.fit(table.loc[~third, features].to_numpy(float), table.loc[~third, "confirmed"])
    return table.loc[third, "fraud"], model.predict_proba(table.loc[third, features].to_numpy(float))[:, 1]


def test_fraud_is_rare(seed):
    made = bank(seed)
    share = len(made.truth["fraud"]) / len(made.tables["transactions"])
    assert 0.002 < share < 0.005, share


def test_a_simple_model_finds_much_of_it_and_not_all(seed):
    truth, score = scored(seed, FEATURES)
    precision = average_precision_score(truth, score)
    assert 0.30 < precision < 0.80, precision
    assert precision > 30 * truth.mean()


def test_no_single_sign_gives_the_thief_away(seed):
    table = payments(seed)
    for sign in ("night", "strange device", "dear", "strange and dear", "strange and to another bank"):
        flagged = table[table[sign].astype(bool)]
        assert flagged["fraud"].mean() < 0.6, sign
        assert flagged["fraud"].sum() < 0.75 * table["fraud"].sum(), sign


def test_knowing_the_report_is_knowing_the_future(seed, misleads):
    truth, score = scored(seed, FEATURES)
    _, leaky = scored(seed, (*FEATURES, "reported"))
    rng, drawn = np.random.default_rng(seed), []
    for _ in range(20):
        again = rng.integers(0, len(truth), len(truth))
        drawn.append(average_precision_score(truth.to_numpy()[again], leaky[again]))
    honest, found = average_precision_score(truth, score), average_precision_score(truth, leaky)
    effect = "average precision on the day of the payment"
    misleads(effect, honest, found, np.std(drawn), method="model that sees later reports", seed=seed)


# ---- the lesson on laundering: rules on the graph of transfers ----------------------------------------------------


def circles(made, least: float = 2_000) -> list[set[str]]:
    """Groups of three and more customers round whom larger sums run in a circle."""
    moved = made.tables["transactions"]
    sent = moved[(moved["kind"] == "transfer out") & moved["counterparty_id"].notna() & (moved["amount"] <= -least)]
    graph = nx.DiGraph(zip(sent["customer_id"], sent["counterparty_id"], strict=True))
    return [circle for circle in nx.strongly_connected_components(graph) if len(circle) >= 3]


def just_under(made) -> set[str]:
    """Who brings cash a little under the threshold five times and more, and hardly ever over it."""
    moved = made.tables["transactions"]
    cash = moved[moved["kind"] == "cash deposit"]
    under = cash["amount"].between(44_000, 50_000, inclusive="left").groupby(cash["customer_id"]).agg(["sum", "mean"])
    return set(under.index[(under["sum"] >= 5) & (under["mean"] > 0.5)])


def test_circles_find_the_rings_and_honest_clubs_too_and_cash_tells_them_apart(seed):
    made = bank(seed)
    members, placers, found = set(made.truth["laundering"]["customer_id"]), just_under(made), circles(made)
    by_circle = set().union(*found)
    by_both = set().union(*(circle for circle in found if len(circle & placers) >= 2))
    for suspects in (by_circle, by_both):
        assert len(suspects & members) / len(members) > 0.9
    precision, better = (len(suspects & members) / len(suspects) for suspects in (by_circle, by_both))
    assert 0.2 < precision < 0.9, "honest circles give false alarms"
    assert better > precision
    assert better > 0.6


def test_deposits_heap_up_under_the_threshold_by_as_many_as_the_rings_brought(seed, recovers):
    """The bunching estimate: a smooth curve through the neighbouring amounts says how many there should be."""
    made = bank(seed)
    moved = made.tables["transactions"]
    cash = moved[moved["kind"] == "cash deposit"]
    edges = np.arange(20_000, 80_001, 2_000)
    counts, middle = np.histogram(cash["amount"], edges)[0], np.log(edges[:-1] + 1_000) - 10.5
    heap = (edges[:-1] >= 44_000) & (edges[:-1] < 50_000)
    design = np.column_stack([np.ones(len(middle)), middle, middle**2])
    fit = sm.GLM(counts[~heap], design[~heap], family=sm.families.Poisson()).fit()
    expected = fit.predict(design[heap])
    gradient = (design[heap] * expected[:, None]).sum(axis=0)
    error = np.sqrt(expected.sum() + gradient @ fit.cov_params() @ gradient)
    excess = counts[heap].sum() - expected.sum()
    planted = cash["transaction_id"].isin(made.truth["laundering"]["transaction_id"]).sum()
    method = "bunching under the reporting threshold"
    recovers("cash deposits of laundering rings", planted, excess, error, method=method, seed=seed)
    assert excess > 5 * error


# ---- what the bank hears --------------------------------------------------------------------------------------------


def test_no_report_comes_before_the_transaction_and_the_law_notices_one_that_does():
    made = bank(SEED)
    (law,) = fraud_cases.LAWS
    cases, transactions = (made.tables[name] for name in law.tables)
    assert len(law.broken(cases, transactions)) == 0
    broken = cases.assign(reported_on=cases["reported_on"].where(cases.index != 3, pd.Timestamp("2020-01-01")))
    assert list(law.broken(broken, transactions)["transaction_id"]) == [cases.loc[3, "transaction_id"]]


@pytest.mark.parametrize("sizes", SIZES)
def test_no_report_is_known_after_the_last_day(sizes):
    made = bank(5, firms=10, **sizes)
    assert (made.tables["fraud_cases"]["reported_on"] <= pd.Timestamp(made.calendar.end)).all()


def test_what_the_bank_hears_of_fraud(seed, recovers):
    made = bank(seed)
    p, cases, transactions = fraud_cases.TRUTH, made.tables["fraud_cases"], made.tables["transactions"]
    known = made.truth["fraud"].merge(transactions[["transaction_id", "date"]]).merge(cases, how="left")
    schemes = known.groupby("scheme").agg(last=("date", "max"), reported_on=("reported_on", "max"))
    schemes = schemes[schemes["last"] < pd.Timestamp(made.calendar.end) - pd.Timedelta(days=60)]
    share = schemes["reported_on"].notna().mean()
    error = np.sqrt(share * (1 - share) / len(schemes))
    recovers("fraud_reported_share", p.fraud_reported_share, share, error, method="share of schemes", seed=seed)
    waited = 1 + (schemes["reported_on"] - schemes["last"]).dt.days.dropna()
    a_day, error = 1 / waited.mean(), waited.std() / np.sqrt(len(waited)) / waited.mean() ** 2
    recovers("fraud_report_a_day", p.fraud_report_a_day, a_day, error, method="one over the mean wait", seed=seed)
    false = (~cases["confirmed"]).mean()
    error = np.sqrt(false * (1 - false) / len(cases))
    recovers("fraud_false_alarm_share", p.fraud_false_alarm_share, false, error, method="share of reports", seed=seed)
    assert set(cases.loc[cases["confirmed"], "transaction_id"]) <= set(known["transaction_id"])
    assert not set(cases.loc[~cases["confirmed"], "transaction_id"]) & set(known["transaction_id"])
