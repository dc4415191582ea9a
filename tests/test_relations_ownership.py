"""Looking through firms to those who own and control them."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import ENGINES, every_engine
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.relations import effective_ownership, ultimate_parents


def shares(*rows):
    return pd.DataFrame(rows, columns=["owner_firm_id", "firm_id", "share"])


def as_dict(found, column="effective_share"):
    return {
        (one, other): value for one, other, value in zip(found.iloc[:, 0], found.iloc[:, 1], found[column], strict=True)
    }


# A holds 60% of B and 30% of C, B 25% of C, C 40% of D.
DIAMOND = shares(("A", "B", 0.60), ("A", "C", 0.30), ("B", "C", 0.25), ("C", "D", 0.40))


class TestEffectiveOwnership:
    def test_pencil(self):
        found = effective_ownership(DIAMOND)
        assert as_dict(found) == pytest.approx(
            {("A", "B"): 0.6, ("A", "C"): 0.3 + 0.6 * 0.25, ("A", "D"): 0.4 * 0.45, ("B", "C"): 0.25,
             ("B", "D"): 0.1, ("C", "D"): 0.4}
        )  # fmt: skip
        assert as_dict(found, "direct_share")["A", "D"] == 0
        assert as_dict(found, "direct_share")["A", "C"] == 0.3
        assert found["owner_firm_id"].tolist() == ["A", "A", "A", "B", "B", "C"]

    def test_cross_holding_by_pencil(self):
        """A and B hold 50% and 40% of each other, X the rest of both: all of A's profit is X's in the end."""
        found = as_dict(effective_ownership(shares(("A", "B", 0.5), ("B", "A", 0.4), ("X", "A", 0.6), ("X", "B", 0.5))))
        assert found["X", "A"] == pytest.approx(1)
        assert found["X", "B"] == pytest.approx(1)
        assert found["A", "B"] == pytest.approx(0.5)  # the way back to A himself does not count again
        assert found["B", "A"] == pytest.approx(0.4)
        assert ("A", "A") not in found

    def test_a_chain_behind_a_cross_holding(self):
        """B's dividends of C reach A by 0.5, and half of what goes on to A's own shares comes back: 0.5 / (1 - 0.2)."""
        found = as_dict(effective_ownership(shares(("X", "A", 0.6), ("A", "B", 0.5), ("B", "A", 0.4), ("B", "C", 1.0))))
        assert found["X", "C"] == pytest.approx(0.6 * 0.5 / (1 - 0.2))

    @settings(derandomize=True, max_examples=20, deadline=None)
    @given(st.integers(0, 10_000))
    def test_sums_over_all_paths(self, seed):
        """On a graph without circles: networkx walks every path."""
        rng = np.random.default_rng(seed)
        order = rng.permutation(8)
        rows = [(f"f{order[i]}", f"f{order[j]}", rng.uniform(0, 1 / 8)) for i in range(8) for j in range(i + 1, 8)]
        rows = [row for row in rows if rng.random() < 0.5] or rows[:1]
        graph = nx.DiGraph()
        graph.add_weighted_edges_from(rows)
        found = as_dict(effective_ownership(shares(*rows)))
        for one in graph:
            for other in set(graph) - {one}:
                paths = nx.all_simple_edge_paths(graph, one, other)
                whole = sum(np.prod([graph.edges[edge]["weight"] for edge in path]) for path in paths)
                assert found.get((one, other), 0) == pytest.approx(whole, abs=1e-12)

    @settings(derandomize=True, max_examples=20, deadline=None)
    @given(st.integers(0, 10_000))
    def test_with_circles_outsiders_own_everything_and_nobody_more(self, seed):
        rng = np.random.default_rng(seed)
        inside = rng.random((6, 6)) * (rng.random((6, 6)) < 0.5)
        np.fill_diagonal(inside, 0)
        inside *= rng.uniform(0, 0.95, 6) / np.maximum(inside.sum(axis=0), 1e-9)
        rows = [(f"f{i}", f"f{j}", inside[i, j]) for i in range(6) for j in range(6) if inside[i, j] > 0]
        rows += [("outside", f"f{j}", 1 - inside[:, j].sum()) for j in range(6)]
        found = effective_ownership(shares(*rows))
        outside = found[found["owner_firm_id"] == "outside"]["effective_share"]
        assert outside.to_numpy() == pytest.approx(1)
        assert found["effective_share"].max() <= 1 + 1e-9
        assert (found["effective_share"] >= found["direct_share"] - 1e-12).all()

    def test_the_bank(self):
        made = bank(88)
        found = as_dict(effective_ownership(made.tables["ownership_links"]))
        for row in made.truth["related_firms"].itertuples():
            assert found[row.ultimate_parent, row.firm_id] == pytest.approx(row.effective_share, abs=1e-7)

    @every_engine
    def test_every_engine(self, engine):
        table = pd.concat([DIAMOND, shares((None, "A", 1.0))], ignore_index=True)
        pd.testing.assert_frame_equal(effective_ownership(ENGINES[engine][0](table)), effective_ownership(DIAMOND))

    def test_columns_of_another_name_and_numbers_as_names(self):
        table = pd.DataFrame({"who": [1, 2], "whom": [2, 3], "part": [0.5, 0.5]})
        found = effective_ownership(table, owner="who", firm="whom", share="part")
        assert found.columns.tolist() == ["who", "whom", "direct_share", "effective_share"]
        assert as_dict(found) == {(1, 2): 0.5, (1, 3): 0.25, (2, 3): 0.5}

    def test_only_outsiders(self):
        table = shares((None, "A", 1.0))
        assert effective_ownership(table).empty
        assert ultimate_parents(table).empty

    @pytest.mark.parametrize(
        ("table", "error", "message"),
        [
            (shares(("A", "B", 12)), ValueError, "fractions from 0 to 1; found 12 of 'B'"),
            (shares(("A", "B", -0.1)), ValueError, "'share' not below 0; found -0.1 from 'A' to 'B'"),
            (shares(("A", "B", np.nan)), ValueError, "found nan from 'A' to 'B'"),
            (shares(("A", "B", 0.6), ("C", "B", 0.41)), ValueError, "sum to 1 at most; 'B' has 1.01"),
            (shares(("A", "A", 0.1)), ValueError, "'A' is linked to itself"),
            (shares(("A", "B", 0.1), ("A", "B", 0.2)), ValueError, "'A' to 'B' comes twice"),
            (shares(("A", None, 0.1)), ValueError, "'A' has a link to nobody"),
            (
                shares(("A", "B", 1.0), ("B", "A", 1.0)),
                ValueError,
                "an owner outside the circle; some of 'A', 'B' only own",
            ),
            (shares(("A", "B", "half")), ValueError, "needs numbers in 'share'"),
            (DIAMOND.drop(columns="share"), LookupError, r"\['share'\]"),
            (DIAMOND.head(0), ValueError, "at least one row|needs numbers"),
            ("shares", TypeError, "needs a table"),
        ],
    )
    def test_refuses(self, table, error, message):
        with pytest.raises(error, match=f"effective_ownership .*{message}"):
            effective_ownership(table)

    def test_all_of_a_firm_may_be_owned(self):
        assert as_dict(effective_ownership(shares(("A", "B", 1.0)))) == {("A", "B"): 1.0}


class TestUltimateParents:
    def test_pyramid_by_pencil(self):
        """A controls C with B's votes, and D's with C's only when 40% were a majority."""
        found = ultimate_parents(DIAMOND).set_index("firm_id")
        assert found["ultimate_parent"].to_dict() == {"B": "A", "C": "A"}
        assert found.loc["C", ["direct_share", "voting_share", "effective_share"]].tolist() == pytest.approx(
            [0.30, 0.55, 0.45]
        )
        assert found["hidden"].to_dict() == {"B": False, "C": True}

    def test_half_is_no_majority(self):
        assert ultimate_parents(shares(("A", "B", 0.5))).empty
        assert len(ultimate_parents(shares(("A", "B", 0.51)))) == 1
        assert ultimate_parents(shares(("A", "B", 0.6)), majority=0.6).empty
        # 0.1 + 0.4 is half, however the sum is rounded.
        joint = shares(("A", "B", 1.0), ("A", "C", 0.1), ("B", "C", 0.4))
        assert ultimate_parents(joint)["firm_id"].tolist() == ["B"]

    def test_a_long_chain_has_one_top(self):
        chain = shares(*((f"f{n:02}", f"f{n + 1:02}", 0.51) for n in range(60)))
        found = ultimate_parents(chain)
        assert set(found["ultimate_parent"]) == {"f00"}
        assert len(found) == 60
        assert found["hidden"].sum() == 59

    def test_firms_that_control_each_other(self):
        found = ultimate_parents(shares(("A", "B", 0.6), ("B", "A", 0.6), ("B", "C", 0.9)))
        assert found.set_index("firm_id")["ultimate_parent"].to_dict() == {"A": "B", "B": "A", "C": "A"}

    @pytest.mark.parametrize("seed", [88, 3, 19])
    def test_the_bank(self, seed):
        made = bank(seed)
        found = ultimate_parents(made.tables["ownership_links"]).reset_index(drop=True)
        planted = made.truth["related_firms"].sort_values("firm_id").reset_index(drop=True)
        assert found["firm_id"].tolist() == planted["firm_id"].tolist()
        assert found["ultimate_parent"].tolist() == planted["ultimate_parent"].tolist()
        assert found["hidden"].tolist() == planted["hidden"].tolist()
        assert found["direct_share"].to_numpy() == pytest.approx(planted["direct_share"].to_numpy())
        assert found["effective_share"].to_numpy() == pytest.approx(planted["effective_share"].to_numpy(), abs=1e-7)
        assert (found["voting_share"] > 0.5).all()

    @pytest.mark.parametrize("majority", [0.49, 1, float("nan")])
    def test_refuses(self, majority):
        with pytest.raises(ValueError, match=r"majority from 0\.5 to below 1"):
            ultimate_parents(DIAMOND, majority=majority)
