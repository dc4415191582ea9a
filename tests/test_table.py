"""`ratio_table` on every engine: values, order, and what may be asked for."""

import runpy

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engines import EAGER, every_engine, on, plain
from firms import ASKED, FLAGS, KEY, RATIOS, STATEMENTS, random_statements

from cmlib.formula import formula
from cmlib.ratios import ALL, current_ratio, sales_growth
from cmlib.table import ratio_flags, ratio_table


@pytest.fixture(scope="module", name="many_firms")
def _many_firms():
    return random_statements()


@every_engine
def test_pencil_values(engine):
    result = on(engine, ratio_table, STATEMENTS, ASKED)
    assert list(result) == list(RATIOS)
    pd.testing.assert_frame_equal(plain(result, KEY), plain(RATIOS, KEY), rtol=1e-14)


@pytest.mark.parametrize("engine", EAGER)
def test_eager_tables_keep_their_order(engine):
    table = on(engine, ratio_table, STATEMENTS, ASKED)
    assert list(zip(table["firm_id"], table["year"], strict=True)) == list(
        zip(STATEMENTS["firm_id"], STATEMENTS["year"], strict=True)
    )
    flags = on(engine, ratio_flags, STATEMENTS, ASKED)
    assert flags["reason"].tolist() == FLAGS["reason"].tolist()
    assert flags["ratio"].tolist() == FLAGS["ratio"].tolist()


def test_pandas_keeps_its_index():
    labelled = STATEMENTS.set_index(pd.Index([7, 7, 5, 4, 3, 2], name="line"))
    assert ratio_table(labelled, ASKED).index.equals(labelled.index)
    assert ratio_table(labelled, ASKED)["quick_ratio"].iloc[1] == 0.375


@every_engine
def test_every_ratio_agrees_between_engines(engine, many_firms):
    expected = plain(ratio_table(many_firms), KEY)
    result = plain(on(engine, ratio_table, many_firms), KEY)
    assert list(result) == [*KEY, *ALL]
    assert not np.isinf(result.to_numpy(float)).any()
    roots = [name for name in ALL if "three_year" in name]  # each engine has a power function of its own
    pd.testing.assert_frame_equal(result.drop(columns=roots), expected.drop(columns=roots), check_exact=True)
    pd.testing.assert_frame_equal(result[roots], expected[roots], rtol=1e-14)


def test_the_table_holds_what_the_formulas_give(many_firms):
    by_key = many_firms.set_index(KEY)
    for row in ratio_table(many_firms).to_dict("records")[:50]:
        key, before = (row["firm_id"], row["year"]), (row["firm_id"], row["year"] - 1)
        growth = sales_growth(by_key.loc[key, "revenue"], by_key["revenue"].get(before, np.nan))
        solvency = current_ratio(*by_key.loc[key, ["current_assets", "current_liabilities"]])
        np.testing.assert_array_equal([row["sales_growth"], row["current_ratio"]], [growth, solvency])


def test_all_that_the_columns_allow():
    assert list(ratio_table(STATEMENTS)) == [
        *KEY,
        *("current_ratio", "quick_ratio", "working_capital", "current_asset_turnover", "net_margin"),
        *("return_on_equity", "sales_growth", "capital_accumulation", "capital_three_year_growth"),
        "sales_three_year_growth",
    ]


@pytest.mark.parametrize("asked", ["current_ratio", current_ratio, ["current_ratio"], (current_ratio, "current_ratio")])
def test_names_and_functions(asked):
    assert list(ratio_table(STATEMENTS, asked)) == [*KEY, "current_ratio"]


@formula("productivity", unit="CNY", zh="人均销售收入", better="higher")
def sales_per_head(revenue, employees_prior):
    """A ratio of one's own, on a column of one's own."""
    return revenue / employees_prior


@every_engine
def test_a_ratio_of_ones_own(engine):
    frame = STATEMENTS.assign(employees=[1, 2, 3, 4, 5, 6])
    result = plain(on(engine, ratio_table, frame, [sales_per_head, "current_ratio"]), KEY)
    assert result["sales_per_head"].dropna().tolist() == [120 / 3, 90 / 6]
    assert "sales_per_head" not in ALL


@every_engine
def test_other_key_columns_and_years_as_floats(engine):
    frame = STATEMENTS.rename(columns={"firm_id": "code", "year": "period"}).astype({"period": float})
    result = on(engine, ratio_table, frame, "sales_growth", firm="code", year="period")
    assert list(result) == ["code", "period", "sales_growth"]
    assert plain(result, ["code", "period"])["sales_growth"].dropna().tolist() == pytest.approx([0.2, 0.5], rel=1e-14)


def test_missing_values_are_those_of_the_engine():
    assert ratio_table(pl.from_pandas(STATEMENTS), ASKED)["return_on_equity"].null_count() == 5
    assert ratio_table(pa.Table.from_pandas(STATEMENTS), ASKED)["return_on_equity"].null_count == 5


def test_the_statements_are_not_changed():
    before = STATEMENTS.copy(deep=True)
    ratio_table(STATEMENTS), ratio_flags(STATEMENTS)
    pd.testing.assert_frame_equal(STATEMENTS, before)


def test_blocks_join_without_a_seam():
    rows = 40_000  # more than two blocks
    frame = pd.DataFrame(
        {"firm_id": np.arange(rows) // 2, "year": np.arange(rows) % 2, "revenue": np.arange(1.0, rows + 1)}
    )
    shuffled = frame.sample(frac=1, random_state=2)
    growth = ratio_table(shuffled, "sales_growth").sort_index()["sales_growth"].to_numpy()
    assert np.isnan(growth[::2]).all()
    np.testing.assert_array_equal(
        growth[1::2], (frame["revenue"][1::2] - frame["revenue"][1::2] + 1) / frame["revenue"][::2].to_numpy()
    )
    assert len(ratio_flags(shuffled, "sales_growth")) == rows // 2


def test_numpy_by_hand_agrees(request, monkeypatch):
    monkeypatch.syspath_prepend(request.config.rootpath / "benchmarks")
    benchmark = runpy.run_path(request.config.rootpath / "benchmarks" / "ratio_table.py")
    benchmark["check_agreement"](benchmark["firm_years"](rows=2000, seed=1))
