"""Circles, bridges and what makes a customer name somebody: planted, and found again."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from banks import bank
from marketing_frames import customers
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from statsmodels.discrete.conditional_models import ConditionalLogit

from cmlib.synthetic.marketing import network, referrals

SEEDS = (88, 3, 19)


@pytest.fixture(params=SEEDS)
def made(request):
    return bank(request.param)


@pytest.fixture
def both_ways(made):
    """Each contact from both ends."""
    contacts = made.tables["contacts"]
    turned = contacts.rename(columns={"customer_id": "other_customer_id", "other_customer_id": "customer_id"})
    return pd.concat([contacts, turned], ignore_index=True)


@pytest.fixture
def cared_for(made):
    """Customer -> day of the first visit that a revisit followed."""
    visits = made.tables["visits"]
    return visits[visits["revisited"] & visits["customer_id"].notna()].groupby("customer_id")["date"].min()


def test_circles_are_found_again_by_louvain(made):
    graph = nx.from_pandas_edgelist(made.tables["contacts"], "customer_id", "other_customer_id")
    found = nx.community.louvain_communities(graph, seed=1)
    place = {member: number for number, members in enumerate(found) for member in members}
    circle = made.truth["circles"].set_index("customer_id")["circle"]
    members = sorted(place)
    pair = circle[members].to_numpy(), [place[member] for member in members]
    assert normalized_mutual_info_score(*pair) > 0.95
    assert adjusted_rand_score(*pair) > 0.85


def test_contacts_between_circles_carry_the_shortest_paths(made):
    contacts = made.tables["contacts"]
    circle = made.truth["circles"].set_index("customer_id")["circle"]
    bridge = (contacts["customer_id"].map(circle) != contacts["other_customer_id"].map(circle)).to_numpy()
    assert 0.02 < bridge.mean() < 0.07
    graph = nx.from_pandas_edgelist(contacts, "customer_id", "other_customer_id")
    between = nx.edge_betweenness_centrality(graph, k=60, seed=1)
    carried = np.array([between.get((a, b), between.get((b, a))) for a, b in contacts.iloc[:, :2].to_numpy()])
    assert np.median(carried[bridge]) > 5 * np.median(carried[~bridge])


def test_sociable_customers_have_more_contacts(made, both_ways):
    """A little less than planted: of contacts sought twice one is left."""
    people = customers(made)
    degree = people["customer_id"].map(both_ways.groupby("customer_id").size()).fillna(0)
    fit = sm.GLM(degree, sm.add_constant(people["sociability"]), family=sm.families.Poisson()).fit()
    planted = network.TRUTH.contacts_sociability
    assert 0.75 * planted < fit.params["sociability"] < planted


def test_relatives_and_friends_are_closer_than_customers(made):
    closeness = made.tables["contacts"].groupby("relation")["closeness"].mean()
    assert closeness.idxmax() == "relatives"
    assert closeness.idxmin() == "customers"


def test_which_contact_named_the_newcomer(made, both_ways, cared_for, recovers):
    """Of the contacts who were customers on that day one gave the name: a choice, so a conditional logit."""
    named = made.tables["referrals"].dropna(subset="referred_id")
    could = named.merge(both_ways, left_on="referred_id", right_on="customer_id", suffixes=("_named", ""))
    could = could.merge(
        customers(made), left_on="other_customer_id", right_on="customer_id", suffixes=("_newcomer", "")
    )
    could = could[(could["joined"] <= could["referred_on"]) & ~(could["left"] < could["referred_on"])]
    could["after_care"] = (could["other_customer_id"].map(cared_for) <= could["referred_on"]).astype(float)
    chosen = (could["other_customer_id"] == could["referrer_id"]).astype(int)
    assert (chosen.groupby(could["referral_id"]).sum() == 1).all()
    several = could.groupby("referral_id")["referral_id"].transform("size") > 1
    names = ["closeness", "satisfaction", "after_care"]
    fit = ConditionalLogit(chosen[several], could.loc[several, names], groups=could.loc[several, "referral_id"]).fit(
        disp=0
    )
    for name, estimate, error in zip(names, fit.params, fit.bse, strict=True):
        planted = getattr(referrals.TRUTH, f"referral_{name}")
        recovers(
            f"who refers: {name.replace('_', ' ')}",
            planted,
            estimate,
            error,
            method="conditional logit",
            seed=made.seed,
        )


def test_who_names_people_that_do_not_become_customers(made, both_ways, cared_for, recovers):
    """A Poisson regression of counts on days at risk, before and after the first revisit."""
    start, end = (pd.Timestamp(day) for day in (made.calendar.first_days[0], made.calendar.end))
    people = customers(made).set_index("customer_id")
    first, last = people["joined"].clip(lower=start), people["left"].fillna(end)
    turn = cared_for.reindex(people.index).fillna(last).clip(lower=first, upper=last)
    degree = both_ways.groupby("customer_id").size().reindex(people.index).fillna(0)
    table = made.tables["referrals"]
    named = table[table["referred_id"].isna() & (table["referred_on"] >= start)]
    after = named["referred_on"] >= named["referrer_id"].map(cared_for)
    rows = []
    for part, days in enumerate((turn - first, last - turn)):
        count = named[after == part].groupby("referrer_id").size().reindex(people.index).fillna(0)
        rows.append(pd.DataFrame({"count": count, "days": days.dt.days, "after_care": part, "degree": degree,
                                  "satisfaction": people["satisfaction"]}))  # fmt: skip
    rows = pd.concat(rows).query("days > 0")
    exposure = np.log(rows["days"] * (rows["degree"] + 1))
    fit = smf.glm("count ~ satisfaction + after_care", rows, family=sm.families.Poisson(), offset=exposure).fit()
    for name in ("satisfaction", "after_care"):
        planted = getattr(referrals.TRUTH, f"referral_{name}")
        recovers(f"rate of naming others: {name.replace('_', ' ')}", planted, fit.params[name], fit.bse[name],
                 method="Poisson regression", seed=made.seed)  # fmt: skip
