"""A firm's ratios against its industry."""

import time

import numpy as np
import pandas as pd
import polars as pl
import pytest
from engines import ENGINES
from hand_made_firm import rows
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.statements import against_industry

PEERS = pd.DataFrame(
    {
        "firm_id": list("ABCDE") + list("XY"),
        "year": 2023,
        "industry": ["steel"] * 5 + ["toys"] * 2,
        "current_ratio": [1.0, 2.0, 2.0, 3.0, 5.0, 1.0, np.nan],
        "debt_to_assets": [0.9, 0.8, 0.5, 0.4, 0.1, 0.7, 0.2],
        "invented": [1, 2, 3, 4, 5, 6, 7],
    }
)


def _compared(firm, ratio, table=None, **arguments):
    compared = against_industry(PEERS if table is None else table, **arguments)
    (row,) = compared[(compared["firm_id"] == firm) & (compared["ratio"] == ratio)].to_dict("records")
    return row


class TestAgainstIndustry:
    def test_pencil(self):
        # current ratios 1 2 2 3 5: the quartiles are the 2nd, 3rd and 4th value
        assert _compared("D", "current_ratio") == {
            "firm_id": "D", "year": 2023, "industry": "steel", "ratio": "current_ratio", "value": 3.0,
            "lower_quartile": 2.0, "industry_median": 2.0, "upper_quartile": 3.0,
            "position": 4 / 5, "firms": 5, "standing": "middle half",
        }  # fmt: skip

    def test_equal_values_have_the_higher_position(self):
        assert _compared("B", "current_ratio")["position"] == _compared("C", "current_ratio")["position"] == 3 / 5

    def test_standing_follows_what_is_better(self):
        assert _compared("E", "current_ratio")["standing"] == "best quarter"
        assert _compared("A", "current_ratio")["standing"] == "worst quarter"
        assert _compared("E", "debt_to_assets")["standing"] == "best quarter"
        assert _compared("A", "debt_to_assets")["standing"] == "worst quarter"
        assert pd.isna(_compared("A", "invented")["standing"])

    def test_a_firm_alone_is_its_own_industry(self):
        alone = _compared("X", "current_ratio")
        assert (alone["position"], alone["firms"], alone["industry_median"]) == (1, 1, 1.0)
        assert alone["standing"] == "middle half"

    def test_a_missing_value_has_no_row_and_counts_nowhere(self):
        compared = against_industry(PEERS, columns="current_ratio")
        assert sorted(compared["firm_id"]) == list("ABCDEX")

    def test_years_are_kept_apart(self):
        later = PEERS.assign(year=2024, current_ratio=PEERS["current_ratio"] + 10)
        both = against_industry(pd.concat([PEERS, later]))
        assert rows(both[both["year"] == 2023]) == rows(against_industry(PEERS))

    def test_industries_from_a_table_of_firms(self):
        ratios, firms = PEERS.drop(columns="industry"), PEERS[["firm_id", "industry"]].sample(frac=1, random_state=1)
        assert rows(against_industry(ratios, firms)) == rows(against_industry(PEERS))

    @given(
        st.lists(
            st.tuples(st.sampled_from(["steel", "toys"]), st.sampled_from([2022, 2023]), st.integers(-20, 20)),
            min_size=1,
            max_size=40,
        )
    )
    @settings(derandomize=True, max_examples=15, deadline=None)
    def test_agrees_with_counting_one_by_one(self, drawn):
        table = pd.DataFrame(drawn, columns=["industry", "year", "return_on_equity"])
        table["firm_id"] = [f"F{number}" for number in range(len(table))]
        table["return_on_equity"] /= 7
        for row in rows(against_industry(table)):
            group = table[(table["industry"] == row["industry"]) & (table["year"] == row["year"])]
            values = group["return_on_equity"].to_numpy()
            assert row["position"] == sum(values <= row["value"]) / len(values)
            assert row["firms"] == len(values)
            quartiles = [row["lower_quartile"], row["industry_median"], row["upper_quartile"]]
            assert quartiles == pytest.approx(np.quantile(values, [0.25, 0.5, 0.75]), abs=1e-12)
            assert 0 < row["position"] <= 1
            if row["value"] == values.max():
                assert row["position"] == 1

    def test_currency_changes_no_position(self):
        doubled = PEERS.assign(working_capital=PEERS["debt_to_assets"] * 1e6 * 2)
        single = PEERS.assign(working_capital=PEERS["debt_to_assets"] * 1e6)
        columns = ["firm_id", "ratio", "position", "standing"]
        assert rows(against_industry(doubled)[columns]) == rows(against_industry(single)[columns])

    @pytest.mark.parametrize("engine", ENGINES)
    def test_same_result_in_every_engine(self, engine):
        table = ENGINES[engine][0](PEERS)
        compared = against_industry(table)
        assert type(compared) is type(table)
        assert rows(compared) == rows(against_industry(PEERS))

    @pytest.mark.parametrize("engine", ["pyarrow", "duckdb"])
    def test_no_known_direction_in_every_engine(self, engine):
        compared = against_industry(ENGINES[engine][0](PEERS), columns=["invented"])
        assert [row["standing"] for row in rows(compared)] == [None] * 7

    def test_scale_of_the_course(self):
        # 300 firms, 7 years, 40 ratios: a student waits less than a breath.
        rng = np.random.default_rng(5)
        firms, years = np.repeat(np.arange(300), 7), np.tile(np.arange(2017, 2024), 300)
        table = pd.DataFrame({"firm_id": firms, "year": years, "industry": firms % 8})
        table = table.join(pd.DataFrame(rng.normal(size=(2100, 40)), columns=[f"ratio_{k}" for k in range(40)]))
        start = time.process_time()
        compared = against_industry(table)
        assert time.process_time() - start < 3  # seconds of the processor; measured: 0.3
        assert len(compared) == 300 * 7 * 40

    @pytest.mark.parametrize(
        ("arguments", "error", "message"),
        [
            ({"ratios": PEERS.drop(columns="industry")}, LookupError, r"needs the columns \['industry'\]"),
            ({"ratios": PEERS, "columns": ["current_ration"]}, LookupError, "did you mean 'current_ratio'"),
            ({"ratios": PEERS, "columns": []}, LookupError, "at least one column of numbers to compare; found none"),
            ({"ratios": PEERS[["firm_id", "year", "industry"]]}, LookupError, "at least one column of numbers"),
            ({"ratios": PEERS, "columns": ["industry"]}, ValueError, "needs numbers in 'industry'"),
            ({"ratios": PEERS, "industries": PEERS}, ValueError, "found 'industry' in both tables"),
            (
                {"ratios": PEERS.drop(columns="industry"), "industries": PEERS.iloc[1:]},
                ValueError,
                "needs an industry for every firm; 'A' has none",
            ),
            (
                {"ratios": PEERS.drop(columns="industry"), "industries": pl.from_pandas(PEERS)},
                TypeError,
                "needs both tables from one engine",
            ),
            ({"ratios": pd.concat([PEERS, PEERS])}, ValueError, "needs one row for each"),
        ],
    )
    def test_bad_input(self, arguments, error, message):
        with pytest.raises(error, match=message):
            against_industry(**arguments)
