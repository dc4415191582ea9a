"""Appraisal: marks of teacher and peers, and branches whose portfolios differ."""

import math

import numpy as np
import pandas as pd
import pytest
from banks import bank
from engines import ENGINES, every_engine
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cmlib.appraisal import combined_marks, standardised_ratios


def marks():
    """Two criteria, five peers and a teacher; team A flatters itself, and F spoils."""
    rows = [("A", "teacher", 80), ("A", "A", 100), ("A", "B", 70), ("A", "C", 72), ("A", "D", 74), ("A", "E", 76)]
    rows += [("A", "F", 20), ("B", "A", 60), ("B", "C", 64), ("C", "teacher", 70)]
    table = pd.DataFrame(rows, columns=["presenting_team", "marking_team", "mark"])
    return pd.concat(
        [table.assign(mark=table["mark"] - 4.0), table.assign(mark=table["mark"] + 4.0)], ignore_index=True
    )


class TestCombinedMarks:
    def test_pencil(self):
        found = combined_marks(marks()).set_index("presenting_team")
        assert found.loc["A", ["teacher", "peers", "peer_marks", "combined"]].tolist() == [80, 72, 5, 76]
        assert found.loc["A", "peer_spread"] == pytest.approx(np.std([70, 72, 74, 76, 20], ddof=1))
        assert found.loc["B", "peers"] == 62  # two marks: nothing to cut off
        assert found["combined"].isna().to_dict() == {"A": False, "B": True, "C": True}
        assert found.loc["C", "peer_marks"] == 0

    def test_weights_and_trimming(self):
        assert combined_marks(marks(), trimmed_share=0)["peers"][0] == pytest.approx(62.4)
        assert combined_marks(marks(), trimmed_share=0.19)["peers"][0] == pytest.approx(62.4)
        assert combined_marks(marks(), trimmed_share=0.4)["peers"][0] == 72
        assert combined_marks(marks(), teacher_weight=0.75)["combined"][0] == 78
        assert combined_marks(marks(), teacher_weight=1)["combined"][0] == 80

    @every_engine
    def test_every_engine(self, engine):
        found = combined_marks(ENGINES[engine][0](marks()))
        pd.testing.assert_frame_equal(found, combined_marks(marks()), check_dtype=False)

    def test_the_banks_peers_come_nearer_to_the_truth_when_trimmed(self):
        made = bank(88)
        truth = made.truth["peer_quality"].set_index("presenting_team")["true_quality"]
        wrong = {}
        for share in (0, 0.2):
            found = combined_marks(made.tables["peer_marks"], trimmed_share=share).set_index("presenting_team")
            wrong[share] = float(((found["peers"] - truth) ** 2).mean())
        assert wrong[0.2] < wrong[0]

    @pytest.mark.parametrize(
        ("more", "message"),
        [
            ({"teacher_weight": 1.1}, "teacher_weight"),
            ({"teacher_weight": -0.1}, "teacher_weight"),
            ({"trimmed_share": 0.5}, "trimmed_share"),
            ({"trimmed_share": -0.1}, "trimmed_share"),
        ],
    )
    def test_refuses(self, more, message):
        with pytest.raises(ValueError, match=f"combined_marks needs a {message}"):
            combined_marks(marks(), **more)

    def test_refuses_tables(self):
        with pytest.raises(ValueError, match="needs numbers in 'mark'"):
            combined_marks(marks().assign(mark="good"))
        with pytest.raises(LookupError, match="marking_team"):
            combined_marks(marks().drop(columns="marking_team"))


# Two branches with the same rates by product (1% and 10%) but opposite portfolios; C does half as well on cards.
LOANS = pd.DataFrame(
    {
        "branch": ["A", "A", "B", "B", "C", "C"],
        "product": ["home", "card"] * 3,
        "cases": [900, 100, 100, 900, 500, 500],
        "events": [9, 10, 1, 90, 5, 25],
    }
)


class TestStandardisedRatios:
    def test_pencil(self):
        found = standardised_ratios(LOANS, unit="branch", strata="product").set_index("branch")
        card = 125 / 1500  # home stays at 1%
        assert found["expected"].tolist() == pytest.approx([9 + 100 * card, 1 + 900 * card, 5 + 500 * card])
        assert found["ratio"].tolist() == pytest.approx(
            [19 / (9 + 100 * card), 91 / (1 + 900 * card), 30 / (5 + 500 * card)]
        )
        assert found["crude_rate"].tolist() == pytest.approx([0.019, 0.091, 0.03])
        assert found["adjusted_rate"].tolist() == pytest.approx((found["ratio"] * 140 / 3000).tolist())
        assert found["observed"].sum() == pytest.approx(found["expected"].sum())
        # Crude, A looks best; for its portfolio, C is.
        assert (found["crude_rate"].idxmin(), found["ratio"].idxmin()) == ("A", "C")

    @pytest.mark.parametrize(("observed", "low", "high"), [(0, 0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.39)])
    def test_published_limits_of_poisson_counts(self, observed, low, high):
        """Garwood (1936), Biometrika 28, table of 95% limits; one stratum, so that expected is what one makes it."""
        table = pd.DataFrame({"unit": ["a", "b"], "s": "s", "cases": [100, 900], "events": [observed, 20 - observed]})
        row = standardised_ratios(table, unit="unit", strata="s").iloc[0]
        assert (row["lower"] * 2, row["upper"] * 2) == pytest.approx((low, high), abs=6e-3)

    def test_confidence(self):
        row = standardised_ratios(LOANS, unit="branch", strata="product", confidence=0.9).iloc[0]
        assert row["lower"] * row["expected"] == pytest.approx(stats.chi2.ppf(0.05, 38) / 2)
        assert row["upper"] * row["expected"] == pytest.approx(stats.chi2.ppf(0.95, 40) / 2)

    @settings(derandomize=True, max_examples=10, deadline=None)
    @given(st.integers(0, 10_000))
    def test_a_unit_at_everybodys_rates_has_the_ratio_one(self, seed):
        rng = np.random.default_rng(seed)
        mix, rates = rng.integers(1, 50, (4, 3)), rng.integers(1, 4, 3)
        rows = [(u, s, int(10 * mix[u, s]), int(rates[s] * mix[u, s])) for u in range(4) for s in range(3)]
        table = pd.DataFrame(rows, columns=["unit", "s", "cases", "events"])
        found = standardised_ratios(table, unit="unit", strata=["s"])
        assert found["ratio"].to_numpy() == pytest.approx(1)
        shuffled = pd.concat([table, table]).sample(frac=1, random_state=seed)  # two rows a cell are added up
        assert standardised_ratios(shuffled, unit="unit", strata="s")["ratio"].to_numpy() == pytest.approx(1)

    def test_nothing_expected(self):
        found = standardised_ratios(LOANS.assign(events=0), unit="branch", strata="product")
        assert found["ratio"].isna().all()
        assert found["upper"].isna().all()

    @every_engine
    def test_every_engine(self, engine):
        found = standardised_ratios(ENGINES[engine][0](LOANS), unit="branch", strata="product")
        pd.testing.assert_frame_equal(
            found, standardised_ratios(LOANS, unit="branch", strata="product"), check_dtype=False
        )

    @pytest.mark.parametrize(
        ("change", "error", "message"),
        [
            (lambda t: t.assign(cases=0), ValueError, "9.0 events of 0.0 cases for 'A'"),
            (lambda t: t.assign(events=-1), ValueError, "-1.0 events"),
            (lambda t: t.assign(events=1_000), ValueError, "1000.0 events of 900.0"),
            (lambda t: t.assign(events=math.nan), ValueError, "None events"),
            (lambda t: t.assign(cases=math.nan), ValueError, "of None cases"),
            (lambda t: t.drop(columns="product"), LookupError, "product"),
            (lambda t: t.head(0), ValueError, "at least one row"),
        ],
    )
    def test_refuses(self, change, error, message):
        with pytest.raises(error, match=f"standardised_ratios needs .*{message}"):
            standardised_ratios(change(LOANS), unit="branch", strata="product")
