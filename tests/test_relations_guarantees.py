"""Guarantees: positions, circles, and defaults that run through them."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import ENGINES, every_engine
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.relations import contagion_by_firm, default_cascade, guarantee_circles, guarantee_positions
from cmlib.synthetic.firms.contagion import TRUTH


def links(*rows):
    return pd.DataFrame(rows, columns=["guarantor_id", "firm_id", "amount"])


def equity(**amounts):
    return pd.DataFrame({"firm_id": list(amounts), "equity": list(amounts.values())}).astype({"equity": float})


def random_links(seed, firms=12, count=20):
    rng = np.random.default_rng(seed)
    pairs = {tuple(rng.choice(firms, 2, replace=False).tolist()) for _ in range(count)}
    table = links(*((f"f{a:02}", f"f{b:02}", float(rng.integers(1, 100))) for a, b in sorted(pairs)))
    books = pd.DataFrame({"firm_id": [f"f{n:02}" for n in range(firms)], "equity": rng.integers(-5, 120, firms) * 1.0})
    return table, books


# A stands for B and C, B for A; B stands for A twice.
SMALL = links(("A", "B", 5.0), ("A", "C", 3.0), ("B", "A", 6.0), ("B", "A", 1.0))


class TestPositions:
    def test_pencil(self):
        found = guarantee_positions(SMALL, equity(A=16, B=0, D=5)).set_index("firm_id")
        assert found.loc["A"].tolist() == [8, 7, 1, 2, 1, 0.5]
        assert found.loc["B"].tolist()[:5] == [7, 5, 2, 1, 1]
        assert found.loc["C"].tolist()[:5] == [0, 3, -3, 0, 1]
        assert found["given_to_equity"].isna().to_dict() == {"A": False, "B": True, "C": True}
        assert found["net"].sum() == 0

    def test_without_equity(self):
        assert guarantee_positions(SMALL)["given_to_equity"].isna().all()

    @every_engine
    def test_every_engine(self, engine):
        make = ENGINES[engine][0]
        found = guarantee_positions(make(SMALL), make(equity(A=16, B=0)))
        pd.testing.assert_frame_equal(found, guarantee_positions(SMALL, equity(A=16, B=0)))

    @pytest.mark.parametrize(
        ("table", "error", "message"),
        [
            (SMALL.assign(amount=-1), ValueError, "'amount' not below 0"),
            (SMALL.assign(amount=np.nan), ValueError, "found nan"),
            (SMALL.assign(firm_id=None), ValueError, "link to nobody"),
            (SMALL.assign(firm_id="A"), ValueError, "linked to itself"),
            (SMALL.drop(columns="amount"), LookupError, r"\['amount'\]"),
        ],
    )
    def test_refuses(self, table, error, message):
        with pytest.raises(error, match=f"guarantee_positions .*{message}"):
            guarantee_positions(table)


class TestCircles:
    def test_pencil(self):
        ring = links(("X", "Y", 1.0), ("Y", "Z", 2.0), ("Z", "X", 3.0), ("Z", "A", 4.0))
        found = guarantee_circles(pd.concat([SMALL, ring]))
        assert found["circle"].tolist() == [1, 1, 1, 2, 2]
        assert found["firm_id"].tolist() == ["X", "Y", "Z", "A", "B"]
        assert found["firms"].tolist() == [3, 3, 3, 2, 2]
        assert found["guaranteed_inside"].tolist() == [1, 2, 3, 5, 7]

    def test_a_chain_is_no_circle(self):
        assert guarantee_circles(links(("A", "B", 1.0), ("B", "C", 1.0))).empty

    @settings(derandomize=True, max_examples=20, deadline=None)
    @given(st.integers(0, 10_000))
    def test_networkx_finds_the_same(self, seed):
        table, _ = random_links(seed)
        graph = nx.from_pandas_edgelist(table, "guarantor_id", "firm_id", create_using=nx.DiGraph)
        expected = {frozenset(part) for part in nx.strongly_connected_components(graph) if len(part) > 1}
        found = guarantee_circles(table)
        assert {frozenset(firms) for _, firms in found.groupby("circle")["firm_id"]} == expected

    @pytest.mark.parametrize("seed", [88, 3])
    def test_the_bank(self, seed):
        made = bank(seed)
        found = guarantee_circles(made.tables["guarantee_links"])
        planted = made.truth["guarantee_circles"]
        assert {frozenset(firms) for _, firms in found.groupby("circle")["firm_id"]} == {
            frozenset(firms) for _, firms in planted.groupby("circle")["firm_id"]
        }


# B guarantees 100 of A, C 50 of B, and D 30 of A and 30 of B.
CHAIN = links(("B", "A", 100.0), ("C", "B", 50.0), ("D", "A", 30.0), ("D", "B", 30.0))


class TestCascade:
    def test_pencil(self):
        found = default_cascade(CHAIN, equity(A=10, B=80, C=200, D=50), ["A"])
        assert found.payments.values.tolist() == [
            [1, "B", "A", 100.0], [1, "D", "A", 30.0], [2, "C", "B", 50.0], [2, "D", "B", 30.0],
        ]  # fmt: skip
        assert found.defaults.values.tolist() == [
            [0, "A", 0.0, 10.0, "falls first"],
            [1, "B", 100.0, 80.0, "A"],
            [2, "D", 60.0, 50.0, "A, B"],  # neither payment alone would have been too much
        ]
        assert (found.total_paid, found.rounds) == (210.0, 2)

    def test_a_firm_bears_exactly_its_limit(self):
        bears = default_cascade(CHAIN, equity(A=10, B=100, C=0, D=500), ["A"])
        assert bears.defaults["firm"].tolist() == ["A"]
        half = default_cascade(CHAIN, equity(A=10, B=100, C=0, D=500), ["A"], loss_share=0.5, fails_above=0.49)
        assert half.defaults["firm"].tolist() == ["A", "B", "C"]
        assert half.payments["paid"].tolist()[:2] == [50, 15]

    def test_negative_equity_falls_at_once_and_unknown_equity_never(self):
        assert default_cascade(CHAIN, equity(B=-5), ["A"]).defaults["firm"].tolist() == ["A", "B"]
        assert default_cascade(CHAIN, equity(C=1), ["A"]).defaults["firm"].tolist() == ["A"]
        nothing = links(("B", "A", 0.0))
        assert default_cascade(nothing, equity(B=0), ["A"]).total_paid == 0

    def test_who_has_fallen_pays_no_more(self):
        ring = links(("A", "B", 80.0), ("B", "A", 70.0))
        found = default_cascade(ring, equity(A=1, B=1), ["A"])
        assert found.payments.values.tolist() == [[1, "B", "A", 70.0]]
        assert found.defaults["firm"].tolist() == ["A", "B"]
        both = default_cascade(ring, equity(A=1, B=1), ["A", "B", "A"])
        assert (both.total_paid, both.rounds) == (0, 0)
        assert both.defaults["firm"].tolist() == ["A", "B"]

    def test_two_guarantees_for_one_firm_are_one_claim(self):
        found = default_cascade(SMALL, equity(B=6.5), ["A"])
        assert found.payments.values.tolist() == [[1, "B", "A", 7.0]]
        assert found.defaults["firm"].tolist() == ["A", "B"]

    def test_a_stranger_has_no_cascade(self):
        assert default_cascade(CHAIN, equity(A=1), ["Z"]).payments.empty

    @settings(derandomize=True, max_examples=20, deadline=None)
    @given(st.integers(0, 10_000), st.floats(0.05, 1), st.floats(0.05, 1))
    def test_more_loss_and_less_patience_never_save_anybody(self, seed, one, other):
        table, books = random_links(seed)
        for worse, better in (
            ({"loss_share": max(one, other)}, {"loss_share": min(one, other)}),
            ({"fails_above": min(one, other)}, {"fails_above": max(one, other)}),
        ):
            many, few = (default_cascade(table, books, ["f00"], **how).defaults for how in (worse, better))
            assert set(few["firm"]) <= set(many["firm"])

    @settings(derandomize=True, max_examples=20, deadline=None)
    @given(st.integers(0, 10_000))
    def test_accounts_add_up(self, seed):
        table, books = random_links(seed)
        found = default_cascade(table, books, ["f00", "f01"])
        paid = found.payments.groupby("guarantor")["paid"].sum()
        own = books.set_index("firm_id")["equity"].clip(lower=0)
        fallen = found.defaults.set_index("firm")
        for name in set(table["guarantor_id"]) - {"f00", "f01"}:
            assert (name in fallen.index) == (paid.get(name, 0) > own[name])
        for name, row in fallen[fallen["round"] > 0].iterrows():
            assert row["paid"] == pytest.approx(paid[name])
        assert found.total_paid == pytest.approx(found.payments["paid"].sum())

    @pytest.mark.parametrize(
        ("more", "message"),
        [
            ({"first_defaults": []}, "a firm that defaults first"),
            ({"loss_share": 0}, "loss_share above 0 and at most 1"),
            ({"loss_share": 1.1}, "loss_share above 0 and at most 1"),
            ({"fails_above": -1}, "fails_above"),
            ({"fails_above": float("inf")}, "fails_above"),
            ({"equity": pd.concat([equity(A=1)] * 2)}, "one row for each"),
        ],
    )
    def test_refuses(self, more, message):
        arguments = {"guarantees": CHAIN, "equity": equity(A=1), "first_defaults": ["A"], **more}
        with pytest.raises(ValueError, match=f"default_cascade needs .*{message}"):
            default_cascade(**arguments)


def in_force(made):
    """Guarantees that stand on the bank's last day between firms that have not defaulted, and their equity."""
    end = made.tables["firm_months"]["month"].max() + pd.offsets.MonthEnd(0)
    states = made.truth["default_probability"]
    gone = set(states[(states["year"] == states["year"].max()) & ~states["at_risk"]]["firm_id"])
    table = made.tables["guarantee_links"]
    table = table[(table["since"] <= end) & (table["until"] >= end)]
    table = table[~table["firm_id"].isin(gone) & ~table["guarantor_id"].isin(gone)]
    books = made.truth["statements"]
    return table, books[(books["year"] == books["year"].max()) & ~books["firm_id"].isin(gone)]


class TestContagionByFirm:
    def test_one_cascade_a_firm(self):
        table, books = random_links(3)
        found = contagion_by_firm(table, books, fails_above=0.5).set_index("firm_id")
        for name, row in found.iterrows():
            one = default_cascade(table, books, [name], fails_above=0.5)
            assert row["cascaded_loss"] == one.total_paid
            assert row["direct_loss"] == one.payments.query("round == 1")["paid"].sum()
            assert (row["firms_failed"], row["rounds"]) == (len(one.defaults) - 1, one.rounds)
        assert found["rounds"].max() > 1

    @pytest.mark.parametrize("seed", [88, 3, 19])
    def test_the_bank(self, seed):
        made = bank(seed)
        table, books = in_force(made)
        rule = {"loss_share": TRUTH.contagion_loss_share, "fails_above": TRUTH.contagion_fails_above}
        found, planted = contagion_by_firm(table, books, **rule), made.truth["contagion"]
        assert found["firm_id"].tolist() == planted["firm_id"].tolist()
        for column in ("direct_loss", "cascaded_loss"):
            assert found[column].to_numpy() == pytest.approx(planted[column].to_numpy(), abs=0.5)
        for column in ("firms_failed", "rounds"):
            assert found[column].tolist() == planted[column].tolist()

    @every_engine
    def test_every_engine(self, engine):
        make = ENGINES[engine][0]
        books = equity(A=10, B=80, C=200, D=50)
        found = contagion_by_firm(make(CHAIN), make(books))
        pd.testing.assert_frame_equal(found, contagion_by_firm(CHAIN, books))
        assert default_cascade(make(CHAIN), make(books), ["A"]).total_paid == 210

    def test_refuses(self):
        with pytest.raises(ValueError, match="contagion_by_firm needs a loss_share"):
            contagion_by_firm(CHAIN, equity(A=1), loss_share=2)
