"""Groups of connected clients, and the limits on what a bank may lend them."""

import dataclasses

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import ENGINES, every_engine
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.relations import (
    BASEL_2014,
    CHINA_2018,
    LargeExposureLimits,
    connected_groups,
    large_exposures,
)

OWNERSHIP = pd.DataFrame({"owner_firm_id": ["A", "A", "B"], "firm_id": ["B", "C", "C"], "share": [0.6, 0.3, 0.3]})
GUARANTEES = pd.DataFrame({"guarantor_id": ["C", "E", "E"], "firm_id": ["D", "F", "F"], "amount": [9.0, 5, 5]})
MANAGERS = pd.DataFrame({"firm_id": ["F", "G", "G", "H", None], "person": ["Li", "Li", "Wu", None, "Li"]})


def groups_of(found):
    return [set(members) for _, members in found.members.groupby("group")["firm_id"]]


class TestConnectedGroups:
    def test_pencil(self):
        found = connected_groups(ownership=OWNERSHIP, guarantees=GUARANTEES, managers=MANAGERS)
        assert groups_of(found) == [{"A", "B", "C", "D"}, {"E", "F", "G"}]
        assert found.members["firms"].tolist() == [4] * 4 + [3] * 3
        assert found.ties.values.tolist() == [
            ["A", "B", "control", 1],
            ["A", "C", "control", 1],  # through B, by 30% and 30%
            ["C", "D", "guarantee", 1],
            ["E", "F", "guarantee", 2],  # two guarantees are one tie
            ["F", "G", "common manager", 2],
        ]

    def test_each_kind_alone(self):
        assert groups_of(connected_groups(ownership=OWNERSHIP)) == [{"A", "B", "C"}]
        assert groups_of(connected_groups(guarantees=GUARANTEES)) == [{"C", "D"}, {"E", "F"}]
        assert groups_of(connected_groups(managers=MANAGERS)) == [{"F", "G"}]

    def test_least_guarantee_and_majority(self):
        assert groups_of(connected_groups(guarantees=GUARANTEES, least_guarantee=5)) == [{"C", "D"}]
        assert groups_of(connected_groups(guarantees=GUARANTEES, least_guarantee=9)) == []
        assert groups_of(connected_groups(ownership=OWNERSHIP, majority=0.59)) == [{"A", "B", "C"}]
        nobody = connected_groups(ownership=OWNERSHIP, majority=0.6)
        assert nobody.members.empty
        assert nobody.ties.empty

    @settings(derandomize=True, max_examples=20, deadline=None)
    @given(st.integers(0, 10_000))
    def test_networkx_finds_the_same_components(self, seed):
        rng = np.random.default_rng(seed)
        pairs = {tuple(rng.choice(30, 2, replace=False).tolist()) for _ in range(18)}
        links = pd.DataFrame(
            [(f"f{a:02}", f"f{b:02}", 1.0) for a, b in pairs], columns=["guarantor_id", "firm_id", "amount"]
        )
        graph = nx.from_pandas_edgelist(links, "guarantor_id", "firm_id")
        found = groups_of(connected_groups(guarantees=links))
        assert sorted(map(sorted, found)) == sorted(map(sorted, nx.connected_components(graph)))
        assert [len(one) for one in found] == sorted((len(one) for one in found), reverse=True)

    @every_engine
    def test_every_engine(self, engine):
        make = ENGINES[engine][0]
        tables = {"ownership": OWNERSHIP, "guarantees": GUARANTEES, "managers": MANAGERS}
        found = connected_groups(**{name: make(table) for name, table in tables.items()})
        expected = connected_groups(**tables)
        pd.testing.assert_frame_equal(found.members, expected.members)
        assert found.ties.sort_values(["one", "other"]).values.tolist() == expected.ties.values.tolist()

    def test_refuses(self):
        with pytest.raises(ValueError, match="connected_groups needs ownership, guarantees or managers"):
            connected_groups()
        with pytest.raises(LookupError, match=r"\['person'\]"):
            connected_groups(managers=GUARANTEES)
        with pytest.raises(ValueError, match="'E' is linked to itself"):
            connected_groups(guarantees=GUARANTEES.assign(firm_id="E"))


BOOK = pd.DataFrame({"firm_id": ["A", "B", "D", "X"], "exposure": [15e6, 10e6, 5e6, 2e6], "loans": [8e6, 10e6, 0, 2e6]})


class TestLargeExposures:
    def test_pencil(self):
        groups = connected_groups(ownership=OWNERSHIP, guarantees=GUARANTEES)
        found = large_exposures(BOOK, groups, tier_1_capital=100e6, net_capital=95e6, loans="loans")
        single = found[found["kind"] == "single customer"].set_index("name")
        assert single["standing"].to_dict() == {"A": "large", "B": "large", "D": "large", "X": "within"}
        assert single.loc["A", ["share", "limit", "room"]].tolist() == pytest.approx([0.15, 15e6, 0])
        lent = found[found["kind"] == "single customer's loans"].set_index("name")
        assert lent.loc["B", ["share", "limit", "room"]].tolist() == pytest.approx([10 / 95, 9.5e6, -0.5e6])
        assert lent["standing"].to_dict() == {"A": "large", "B": "above the limit", "D": "within", "X": "within"}
        together = found[found["kind"] == "group"].set_index("name")
        assert together.loc[1, ["firms", "exposure", "room"]].tolist() == pytest.approx([4, 30e6, -10e6])
        assert together.loc[1, "standing"] == "above the limit"
        assert together.loc[2, "exposure"] == 0
        fullness = found["exposure"] / found["limit"]
        assert fullness.is_monotonic_decreasing

    def test_the_law(self):
        """China (2018): 15%, 20% and 2.5% of net Tier 1 capital, loans 10% of net capital; Basel (2014): 25%, 10%."""
        assert dataclasses.astuple(CHINA_2018)[2:] == (0.025, 0.15, 0.20, 0.10)
        assert dataclasses.astuple(BASEL_2014)[2:] == (0.10, 0.25, 0.25, None)

    def test_at_the_limit_and_a_cent_above(self):
        for amount, standing in (
            (2.5e6, "large"),
            (2.49e6, "within"),
            (25e6, "large"),
            (25e6 + 0.01, "above the limit"),
        ):
            limits = dataclasses.replace(BASEL_2014, large_exposure=0.025)
            book = pd.DataFrame({"firm_id": ["A"], "exposure": [amount]})
            assert large_exposures(book, tier_1_capital=100e6, limits=limits)["standing"].tolist() == [standing]

    @every_engine
    def test_every_engine(self, engine):
        found = large_exposures(ENGINES[engine][0](BOOK), tier_1_capital=100e6)
        pd.testing.assert_frame_equal(found, large_exposures(BOOK, tier_1_capital=100e6))

    def test_looking_through_the_bank_finds_more_than_direct_shares(self):
        made = bank(88)
        books = made.tables["statements"].query("year == 2025")
        book = pd.DataFrame(
            {"firm_id": books["firm_id"], "exposure": books["short_term_debt"] + books["long_term_debt"]}
        )
        groups = connected_groups(ownership=made.tables["ownership_links"])
        found = large_exposures(book, groups, tier_1_capital=5e9)
        together = found[found["kind"] == "group"]
        owed = book.set_index("firm_id")["exposure"]
        assert together["exposure"].sum() == pytest.approx(owed[groups.members["firm_id"]].sum())
        planted = made.truth["related_firms"]
        assert set(planted["firm_id"]) <= set(groups.members["firm_id"])

    def test_toml(self, tmp_path):
        for limits in (CHINA_2018, BASEL_2014):
            limits.to_toml(tmp_path / "limits.toml")
            assert LargeExposureLimits.from_toml(tmp_path / "limits.toml") == limits

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"group": 0}, "found 0"),
            ({"single_customer": 1.1}, "found 1.1"),
            ({"single_loans_of_net_capital": -0.1}, "found -0.1"),
            ({"large_exposure": 0.16}, "0.16 is above the limits"),
        ],
    )
    def test_refuses_limits(self, change, message):
        with pytest.raises(ValueError, match=message):
            dataclasses.replace(CHINA_2018, **change)

    @pytest.mark.parametrize(
        ("book", "more", "error", "message"),
        [
            (BOOK, {"tier_1_capital": 0}, ValueError, "tier_1_capital to be a number above 0"),
            (BOOK, {"net_capital": -1}, ValueError, "net_capital to be a number above 0"),
            (BOOK, {"loans": "loans"}, ValueError, "needs net_capital"),
            (BOOK, {"loans": "loans", "net_capital": 9, "limits": BASEL_2014}, ValueError, "needs net_capital"),
            (BOOK.assign(exposure=-1), {}, ValueError, "not below 0; 'A' has -1"),
            (pd.concat([BOOK, BOOK]), {}, ValueError, "one row for each"),
            (BOOK.drop(columns="exposure"), {}, LookupError, r"\['exposure'\]"),
        ],
    )
    def test_refuses(self, book, more, error, message):
        with pytest.raises(error, match=f"large_exposures .*{message}"):
            large_exposures(book, **{"tier_1_capital": 100, **more})
