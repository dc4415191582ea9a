"""Firms among firms: shares and guarantees hold together, and the graph shows what a list does not."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from banks import bank

from cmlib.synthetic.firms import contagion, ownership, relation_laws
from cmlib.synthetic.firms.contagion import ContagionParameters, cascade
from cmlib.synthetic.firms.relations import TRUTH

SEEDS = (88, 3, 19)
SIZES = (
    {"seed": 88},
    {"seed": 1, "firms": 10, "customers": 100, "months": 12},
    {"seed": 2, "firms": 103, "months": 60},
    {"seed": 4, "firms": 113, "months": 13, "years": 1},
)


@pytest.mark.parametrize("law", relation_laws.LAWS, ids=lambda law: law.broken.__name__)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_law_holds(law, size):
    found = law.breaks(bank(**size).tables)
    assert found.empty, found.head().to_string()


def first(**columns):
    """A break made by hand: the first row of a table gets other values."""

    def spoil(frame):
        frame = frame.copy()
        for name, change in columns.items():
            frame.loc[frame.index[0], name] = change(frame.iloc[0])
        return frame

    return spoil


BREAKS = {
    relation_laws.shares_broken: ("ownership_links", first(share=lambda row: row["share"] - 0.0001)),
    relation_laws.owners_broken: ("ownership_links", first(owner_firm_id=lambda row: row["firm_id"])),
    relation_laws.guarantees_broken: ("guarantee_links", first(until=lambda row: row["since"])),
    relation_laws.calls_broken: ("guarantee_calls", first(paid=lambda row: row["amount"] + 0.01)),
    relation_laws.called_too_early: ("defaults", lambda frame: frame.assign(defaulted=0)),
}


@pytest.mark.parametrize("law", relation_laws.LAWS, ids=lambda law: law.broken.__name__)
def test_every_law_notices_a_break(law):
    tables = bank(88).tables
    name, spoil = BREAKS[law.broken]
    found = law.breaks({table: tables[table] for table in law.tables} | {name: spoil(tables[name])})
    assert not found.empty


def test_a_guarantee_is_given_before_either_of_the_two_defaults():
    made = bank(88)
    defaulted = made.tables["defaults"].query("defaulted == 1").set_index("firm_id")["year"]
    links = made.tables["guarantee_links"]
    for column in ("guarantor_id", "firm_id"):
        year = links[column].map(defaulted).astype(float)
        assert not (year < links["since"].dt.year).any()


# Guarantee circles and contagion.


@pytest.mark.parametrize("seed", SEEDS)
def test_strongly_connected_components_are_the_planted_circles(seed):
    made = bank(seed)
    graph = nx.from_pandas_edgelist(made.tables["guarantee_links"], "guarantor_id", "firm_id", create_using=nx.DiGraph)
    found = {frozenset(part) for part in nx.strongly_connected_components(graph) if len(part) > 1}
    planted = {frozenset(firms) for _, firms in made.truth["guarantee_circles"].groupby("circle")["firm_id"]}
    assert found == planted
    assert len(planted) >= 8


def test_the_smallest_bank_has_a_circle():
    circles = [bank(seed, firms=10, customers=100, months=12).truth["guarantee_circles"] for seed in range(6)]
    assert sum(len(circle) > 0 for circle in circles) >= 4


def test_a_cascade_worked_out_by_hand():
    """Firm 0 owes; 1 guarantees 100 of it, 2 guarantees 50 of firm 1, nobody guarantees 2.

    Firm 1 pays 100, more than a tenth of its 500, and fails; firm 2 pays 50, not more than a tenth of
    its 500, and stands.
    """
    debtor, guarantor, claim, equity = np.array([0, 1]), np.array([1, 2]), np.array([100, 50]), np.array([1, 500, 500])
    run = cascade(debtor, guarantor, claim, equity, ContagionParameters(contagion_fails_above=0.10))
    assert run.paid_first_round.tolist() == [[0, 100, 0], [0, 0, 50], [0, 0, 0]]
    assert run.paid.tolist() == [[0, 100, 50], [0, 0, 50], [0, 0, 0]]
    assert run.failed.tolist() == [[True, True, False], [False, True, False], [False, False, True]]
    assert run.rounds.tolist() == [2, 1, 0]


def test_who_has_failed_pays_nothing_more():
    """In a ring of two, the second firm's guarantor is the firm that failed first."""
    run = cascade(np.array([0, 1]), np.array([1, 0]), np.array([80, 70]), np.array([100, 100]))
    assert run.paid.tolist() == [[0, 80], [70, 0]]
    assert run.failed.all()


def spread_by_hand(made) -> pd.DataFrame:
    """The documented rule, firm by firm on a graph: direct and cascaded loss if it alone defaults."""
    end = made.tables["firm_months"]["month"].max() + pd.offsets.MonthEnd(0)
    states = made.truth["default_probability"]
    gone = set(states[(states["year"] == states["year"].max()) & ~states["at_risk"]]["firm_id"])
    links = made.tables["guarantee_links"]
    links = links[(links["since"] <= end) & (links["until"] >= end)]
    links = links[~links["firm_id"].isin(gone) & ~links["guarantor_id"].isin(gone)]
    books = made.truth["statements"]
    equity = books[books["year"] == books["year"].max()].set_index("firm_id")["equity"]
    graph = nx.DiGraph()
    graph.add_nodes_from(set(equity.index) - gone)
    for link in links.itertuples():
        graph.add_edge(link.firm_id, link.guarantor_id, claim=contagion.TRUTH.contagion_loss_share * link.amount)
    rows = []
    for start in sorted(graph):
        failed, fresh, paid, direct = {start}, [start], {}, None
        while fresh:
            payers = set()
            for debtor in fresh:
                for guarantor in graph[debtor]:
                    if guarantor not in failed:
                        paid[guarantor] = paid.get(guarantor, 0.0) + graph[debtor][guarantor]["claim"]
                        payers.add(guarantor)
            direct = sum(paid.values()) if direct is None else direct
            fresh = [g for g in payers if paid[g] > contagion.TRUTH.contagion_fails_above * equity[g]]
            failed |= set(fresh)
        rows.append((start, direct, sum(paid.values()), len(failed) - 1))
    return pd.DataFrame(rows, columns=["firm_id", "direct_loss", "cascaded_loss", "firms_failed"])


@pytest.mark.parametrize("seed", SEEDS)
def test_independent_code_finds_the_planted_contagion(seed, recovers, misleads):
    made = bank(seed)
    planted = made.truth["contagion"]
    found = spread_by_hand(made)
    assert found["firm_id"].tolist() == planted["firm_id"].tolist()
    np.testing.assert_allclose(found["direct_loss"], planted["direct_loss"], atol=0.1)
    np.testing.assert_allclose(found["cascaded_loss"], planted["cascaded_loss"], atol=0.5)
    assert found["firms_failed"].tolist() == planted["firms_failed"].tolist()
    expected = (planted["probability"] * planted["cascaded_loss"]).sum()
    estimate, naive = ((planted["probability"] * found[c]).sum() for c in ("cascaded_loss", "direct_loss"))
    assert planted["expected_payment"].sum() == pytest.approx(expected, abs=10)
    recovers(
        "expected loss by contagion", expected, estimate, 1.0, method="graph search, all rounds", seed=seed,
    )  # fmt: skip
    misleads(
        "expected loss by contagion", expected, naive, 0.01 * expected, method="first round only", seed=seed,
    )  # fmt: skip
    assert naive < expected


# Ownership.


def control_by_hand(made) -> dict[str, str]:
    """Each controlled firm's ultimate parent: the set that a parent controls grows until no share adds to it."""
    links = made.tables["ownership_links"].dropna(subset="owner_firm_id")
    owners = {}
    for link in links.itertuples():
        owners.setdefault(link.firm_id, {})[link.owner_firm_id] = link.share
    sets = {}
    for parent in sorted(set(links["owner_firm_id"])):
        mine, grows = {parent}, True
        while grows:
            sums = {firm: sum(s for owner, s in held.items() if owner in mine) for firm, held in owners.items()}
            wider = mine | {firm for firm, share in sums.items() if share > ownership.TRUTH.control_share + 1e-9}
            grows, mine = wider != mine, wider
        sets[parent] = mine - {parent}
    controlled = set().union(*sets.values())
    return {firm: parent for parent, firms in sets.items() if parent not in controlled for firm in firms}


@pytest.mark.parametrize("seed", SEEDS)
def test_control_along_chains_finds_the_groups_and_direct_shares_do_not(seed, recovers, misleads):
    made = bank(seed)
    planted = made.truth["related_firms"]
    assert control_by_hand(made) == dict(zip(planted["firm_id"], planted["ultimate_parent"], strict=True))
    books = made.tables["statements"].query("year == 2025").set_index("firm_id")
    loans = books["short_term_debt"] + books["current_portion_of_long_term_debt"] + books["long_term_debt"]
    exposure = loans[planted["firm_id"]].to_numpy()
    links = made.tables["ownership_links"].dropna(subset="owner_firm_id")
    parents = planted["ultimate_parent"].unique()
    seen = links[(links["share"] > ownership.TRUTH.control_share) & links["owner_firm_id"].isin(parents)]
    naive = loans[seen["firm_id"]].sum()
    by_graph = loans[list(control_by_hand(made))].sum()
    recovers(
        "related-party loans", exposure.sum(), by_graph, 1.0, method="control along chains", seed=seed,
    )  # fmt: skip
    misleads(
        "related-party loans", exposure.sum(), naive, 0.01 * exposure.sum(), method="direct majorities only", seed=seed,
    )  # fmt: skip
    assert naive < 0.8 * exposure.sum()


@pytest.mark.parametrize("seed", SEEDS)
def test_effective_shares_are_sums_over_all_paths(seed):
    made = bank(seed)
    links = made.tables["ownership_links"].dropna(subset="owner_firm_id")
    graph = nx.from_pandas_edgelist(links, "owner_firm_id", "firm_id", ["share"], create_using=nx.DiGraph)
    assert nx.is_directed_acyclic_graph(graph)
    for row in made.truth["related_firms"].itertuples():
        paths = nx.all_simple_edge_paths(graph, row.ultimate_parent, row.firm_id)
        effective = sum(np.prod([graph.edges[edge]["share"] for edge in path]) for path in paths)
        assert effective == pytest.approx(row.effective_share, abs=1e-7)


def test_a_share_below_control_gives_none_and_two_together_do():
    """0 holds 60% of 1 and 30% of 2; 1 holds 25% of 2; 2 holds 40% of 3."""
    direct = np.zeros((4, 4))
    direct[0, 1], direct[0, 2], direct[1, 2], direct[2, 3] = 0.60, 0.30, 0.25, 0.40
    assert ownership.controllers(direct).tolist() == [0, 0, 0, 3]
    effective = ownership.effective_shares(direct)
    assert effective[0].tolist() == pytest.approx([0, 0.60, 0.30 + 0.60 * 0.25, 0.40 * (0.30 + 0.60 * 0.25)])


# Calls.


def test_guarantors_pay_as_often_as_planted(recovers):
    calls = pd.concat([bank(seed, firms=1_000).tables["guarantee_calls"] for seed in (5, 6)])
    shares = {
        "guarantee_paid_in_full": calls["paid"] == calls["amount"],
        "guarantee_paid_in_part": (calls["paid"] > 0) & (calls["paid"] < calls["amount"]),
    }
    for name, happened in shares.items():
        planted = getattr(TRUTH, name)
        error = np.sqrt(planted * (1 - planted) / len(calls))
        recovers(name.replace("_", " "), planted, happened.mean(), error, method="share of calls", seed="5, 6")
